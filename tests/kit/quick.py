"""The tests that ``pytest -m quick`` runs: is an installation, or a change, sane?

Together they import everything, hold the table, the stubs and the floors, call each route with both
clients over a socket and from its cassette, and run the examples of the README. Broken networks,
load, and long lists of bad input are left to the whole suite.
"""

FILES = frozenset(
    [
        "bot/test_bot.py",
        "calls/test_auth.py",
        "cassettes/test_replay.py",
        "cassettes/test_sandbox.py",
        "docs/test_pages.py",
        "listening/test_cursor.py",
        "listening/test_poll.py",
        "mcp/test_tools.py",
        "models/test_models.py",
        "models/test_robot_event.py",
        "pagination/test_walk.py",
        "parity/test_parity.py",
        "routing/test_names.py",
        "routing/test_table.py",
        "test_architecture.py",
        "test_client.py",
        "test_generate.py",
        "test_lazy.py",
        "test_public.py",
        "test_readme.py",
        "test_resources.py",
        "test_surface.py",
        "test_trace.py",
        "transport/test_protocol.py",
        "webhooks/test_app.py",
    ]
)

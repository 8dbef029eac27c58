"""The ground under every command: start, streams, errors, exit codes, output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from lagclient import errors
from lagclient.terminal import NEEDS, exits
from lagclient.terminal.output import DONE
from lagclient.terminal.printable import INDENT, hanging, one_line, printable
from lagclient.terminal.program import PLACES, program
from lagclient.version import __version__
from tests.kit.documents import ROOT
from tests.kit.forking import LAG, forks
from tests.kit.terminal import Done, Lag


def test_missing_extra_is_one_line(tmp_path: Path) -> None:
    """Without the extra, lag names what to install in one line, and exits 2."""
    code = (
        "import sys, importlib.util as u; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'click' else real(name, *a)\n"
        "from lagclient.terminal import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", NEEDS + "\n")
    assert "lagclient[terminal]" in NEEDS


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--version"], "click inspect rich textual pydantic httpx attr"),
        (["--help"], "rich textual pydantic httpx keyring websockets yaml lagclient.client"),
        (["config"], "pydantic httpx keyring websockets yaml lagclient.client"),
    ],
    ids=["version", "help", "config"],
)
def test_start_imports_only_what_it_uses(lag: Lag, arguments: list[str], heavy: str) -> None:
    """A command does not load a library before it needs it."""
    code = (
        f"import sys; sys.argv = ['lag', *{arguments!r}]\n"
        "from lagclient.terminal import main\n"
        "try: main()\nexcept SystemExit as end: assert not end.code\n"
        f"print([n for n in {heavy.split()!r} if n in sys.modules])"
    )
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=lag.environ)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_version_is_that_of_the_package(stranger: Lag) -> None:
    """`lag --version` and `lag -V` print the version of lagclient."""
    assert stranger.ok("--version").out == f"lag, version {__version__}\n"
    assert stranger.ok("-V").out == f"lag, version {__version__}\n"


def test_help_lists_all_commands_without_arguments(stranger: Lag) -> None:
    """`lag` alone prints the help, with each command and the exit codes, and exits 0."""
    done = stranger.ok()
    assert done.out == stranger.ok("--help").out
    assert all(f"  {name} " in done.out for name in PLACES)
    assert "Exit codes: 0 done" in done.out
    assert done.out.startswith("Usage: lag [OPTIONS] [COMMAND] [ARGS]...\n")
    assert "\n  zsh: eval " in stranger.ok("completion", "--help").out


def test_list_of_commands_says_what_their_help_says() -> None:
    """The line of a command in the list is the first line of its help."""
    context = click.Context(program)
    for name, (_, line) in PLACES.items():
        command = program.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert (command.help or "").partition("\n")[0] == line


def test_error_has_the_exit_code_of_its_kind() -> None:
    """Each class of the SDK's errors has the exit code that the help names."""
    cases = {
        errors.LagInvalidRequestError("x"): 2,
        errors.LagInvalidTokenError("x"): 3,
        errors.LagAuthError("x", 401): 3,
        errors.LagPermissionError("x", 403): 4,
        errors.LagNotFoundError("x", 404): 5,
        errors.LagConflictError("x", 409): 6,
        errors.LagRateLimitError("x"): 7,
        errors.LagServerError("x", 500): 8,
        errors.LagTimeoutError("x"): 9,
        errors.LagBadRequestError("x", 400): 1,
    }
    assert str(errors.LagAPIError("x", 403)).startswith("x (403).")
    assert {type(error): exits.code_of(error) for error in cases} == {
        type(error): code for error, code in cases.items()
    }


def test_refusal_says_why(lag: Lag) -> None:
    """A refused call names the reason, the method, the ids and the request id."""
    done = lag("api", "servers.get", "srv_x")
    assert (done.code, done.out) == (5, "")
    assert done.err.startswith("lag: Server not found (404 not_found; servers.get = GET /servers/")
    assert "request id req_" in done.err
    assert done.err.count("\n") == 1


def test_refusal_is_an_object_for_scripts(lag: Lag) -> None:
    """With --json an error is one object on the standard error."""
    done = lag("--json", "api", "servers.get", "srv_x")
    error = json.loads(done.err)
    assert (done.code, error["error"], error["status"]) == (5, "not_found", 404)
    assert error["requestId"].startswith("req_")


def test_error_in_json_has_the_word_of_its_exit_code(lag: Lag) -> None:
    """The word for the kind of an error and the exit code agree, also for errors of lag itself."""
    cases = {
        ("uploads",): "usage",
        ("servers", "nope"): "not_found",
        ("friends", "add", "mira"): "conflict",
        ("api", "servers.get", "srv_x"): "not_found",
    }
    for command, word in cases.items():
        done = lag("--json", *command)
        assert (json.loads(done.err)["error"], exits.word_of(done.code)) == (word, word), done
    assert json.loads(lag("whoami", "--json", LAG_TOKEN="x").err)["error"] == "unauthorized"
    late = json.loads(lag("whoami", "--json", "--timeout", "0.000001").err)
    assert (late["error"], late["code"]) == ("connection_error", "timeout")


def test_page_has_every_exit_code() -> None:
    """The table of exit codes in the documentation has each code, its word and its meaning."""
    page = (ROOT / "docs" / "howto" / "terminal.md").read_text(encoding="utf-8")
    rows = [f"| {one.code} | `{one.word}` | {one.meaning} |" for one in exits.KINDS]
    assert "\n".join(rows) in page


def test_unknown_command_names_the_nearest(lag: Lag) -> None:
    """A mistyped command names those that are similar; a small group names all that it has."""
    for command, advice in {
        ("uploads",): "No such command 'uploads': did you mean 'upload'?",
        ("Server",): "did you mean 'servers'?",
        ("friends", "request"): "did you mean 'requests'?",
        ("chat", "create"): "there are open, read, send; `lag api` has every method",
        ("zzz",): "No such command 'zzz': `lag api` has every method (try `lag --help`)",
    }.items():
        done = lag(*command)
        assert (done.code, advice in done.err) == (2, True), done.err


def test_wrong_token_is_named_as_such(lag: Lag) -> None:
    """401 exits 3, and the stored token stays where it is."""
    done = lag("whoami", LAG_TOKEN="lag_pat_wrong")
    assert done.code == 3
    assert "Check the token" in done.err


def test_connection_that_fails_exits_9(lag: Lag) -> None:
    """Without a server, the error is one of the connection."""
    done = lag("whoami", LAG_BASE_URL="http://127.0.0.1:1")
    assert done.code == 9


def test_timeout_limits_a_request(lag: Lag) -> None:
    """--timeout is the limit of a request, and must be positive."""
    assert lag("whoami", "--timeout", "0").code == 2
    assert lag("whoami", "--timeout", "0.000001").code == 9


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGPIPE")
def test_broken_pipe_is_silent(lag: Lag) -> None:
    """A reader that leaves early ends lag without a word, with the code of SIGPIPE."""
    for command in (["api", "system.health"], ["api"], ["--help"]):
        child = lag.start(*command)
        assert child.stdout is not None
        child.stdout.close()
        assert child.stderr is not None
        assert child.stderr.read() == ""
        child.stderr.close()
        assert child.stdin is not None
        child.stdin.close()
        assert child.wait() == exits.BROKEN_PIPE


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_is_an_error(lag: Lag) -> None:
    """Output that cannot be written is an error of one line, which says what was done; exit 10."""
    reason = "lag: Cannot write the output: No space left on device"
    for command, end in {
        ("chat", "send", "lag lounge", "general", "void"): f". {DONE}: Message sent.",
        ("chat", "read", "lag lounge", "general"): "",
        ("servers",): f". {DONE}.",
        ("completion", "bash"): f". {DONE}.",
        ("chat",): "",
        ("tail", "--help"): "",
        ("--version",): "",
    }.items():
        done = lag.to_file("/dev/full", *command)
        assert (done.code, done.err) == (exits.OUTPUT, f"{reason}{end}\n"), command


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_version_without_an_output_is_no_error(stranger: Lag) -> None:
    """`lag --version` with a closed standard output succeeds, as other commands do."""
    assert stranger.in_shell("--version >&-") == Done(0, "", "")


@pytest.mark.skipif(os.name == "nt", reason="signals and terminals of POSIX")
@pytest.mark.parametrize(
    ("command", "prompt"),
    [
        (["login"], "browser: "),
        (["chat", "open", "lag lounge", "general"], "> "),
        (["ui"], "Welcome"),
        (["tail", "general"], "Welcome"),
    ],
    ids=lambda value: str(value),
)
def test_terminal_is_as_before_after_sigterm(lag: Lag, command: list[str], prompt: str) -> None:
    """SIGTERM exits 143, with the echo, the screen and the cursor that the shell had."""
    code, _ = forks().in_terminal(
        [LAG, *command], lag.home, {**lag.environ, "TERM": "xterm"}, [(prompt, signal.SIGTERM)]
    )
    assert code == exits.TERMINATED


def test_interrupt_during_the_imports_exits_130(
    stranger: Lag, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C before the command runs is no traceback."""

    class Interrupted:
        def __getattr__(self, name: str) -> None:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "lagclient.terminal.program", Interrupted())  # pyright: ignore
    assert stranger("whoami") == Done(exits.INTERRUPTED, "", "")


@pytest.mark.skipif(os.name == "nt", reason="needs a shell")
def test_closed_streams_are_no_error(lag: Lag) -> None:
    """A program may close any of the three streams."""
    for closed in ("<&-", ">&-", "2>&-"):
        done = lag.in_shell(f"whoami {closed}")
        assert (done.code, done.err) == (0, "")


def test_ascii_terminal_shows_every_text(lag: Lag) -> None:
    """In LANG=C, and where output is ASCII, no character is an error, and JSON stays exact."""
    text = "Grüße 👋"
    send = ["api", "servers.rooms.messages.send", lag.box.server_id, lag.box.room_id]
    for environ in ({"LANG": "C"}, {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}):
        done = lag.alone(*send, "--content", "-", stdin=text, **environ)
        assert done.lines[0]["content"] == text


def test_token_in_an_argument_is_not_repeated(lag: Lag) -> None:
    """A token that was typed where none belongs is not in the error, which may be logged."""
    for command in (["login", "lag_pat_secret1"], ["--token=lag_pat_secret1"], ["lag_pat_secret1"]):
        done = lag(*command)
        assert done.code == 2
        assert "secret1" not in done.err + done.out


def test_bug_is_one_line(lag: Lag) -> None:
    """An error that lag did not expect is one line and exit 1, never a traceback."""
    code = (
        "import sys; sys.argv = ['lag', 'whoami']\n"
        "import lagclient.terminal.commands.account as account\n"
        "account.whoami.callback = lambda: 1 / 0\n"
        "from lagclient.terminal import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=lag.environ
    )
    assert done.returncode == 1
    assert done.stderr.startswith("lag: A bug of lag: ZeroDivisionError")
    assert done.stderr.count("\n") == 1


def test_query_reads_the_json(lag: Lag) -> None:
    """--query prints texts without quotes and everything else as JSON; a wrong one exits 2."""
    assert lag.ok("whoami", "--query", "username").out == "sam\n"
    assert lag.ok("whoami", "--query", "[username, id] | length(@)").out == "2\n"
    assert lag.ok("--query", "[].name", "api", "servers.list").out == "Lag Lounge\n"
    wrong = lag("whoami", "--query", "a[")
    assert wrong.code == 2
    assert "--query must be JMESPath" in wrong.err


def test_query_fails_before_the_call_or_says_that_it_succeeded(lag: Lag) -> None:
    """A wrong expression sends nothing; one that does not fit the result exits 10, and says so."""
    room = ["lag lounge", "off-topic"]
    lag.ok("api", "servers.rooms.create", lag.box.server_id, "--name", room[1])
    send = ["chat", "send", *room, "once", "--query"]
    assert lag(*send, "a[").code == 2
    assert lag(*send, "").code == 2
    assert "Unknown function: size()" in lag(*send, "[?size(id) > `1`]").err
    assert lag.ok("chat", "read", *room, "--json").out == ""
    done = lag(*send, "abs(id)")
    assert done.code == exits.OUTPUT
    assert "--query cannot read the result: In function abs()" in done.err
    assert done.err.endswith("The command itself succeeded: Message sent.\n")
    for command in (["api", "servers.get", lag.box.server_id], ["servers"]):
        done = lag(*command, "--json", "--query", "max(@)")
        error = json.loads(done.err)
        assert (done.code, error["error"]) == (exits.OUTPUT, "output_failed")
        assert "expected one of" in error["message"]
        assert len(error["message"]) < 300


def test_help_says_what_is_read(stranger: Lag) -> None:
    """The help says when a text is read from the standard input, and what --query reads."""
    for group in ("chat", "dms"):
        help = " ".join(stranger.ok(group, "send", "--help").out.split())
        assert "read from the standard input, unless that is a terminal." in help
        assert "of each message, page item or event, else of all." in help
    assert "--query reads a list as a whole." in " ".join(stranger.ok("--help").out.split())


def test_empty_option_is_refused(lag: Lag) -> None:
    """An empty profile or address, as of an unset variable, is not the current one."""
    for option in ("--profile", "--api-url"):
        done = lag(option, "", "config")
        assert (done.code, "not ''" in done.err) == (2, True)


def test_help_follows_the_candidates(lag: Lag) -> None:
    """The advice to read the help has a line of its own below a list."""
    for _ in range(2):
        lag.ok("api", "servers.rooms.create", lag.box.server_id, "--name", "twins")
    *_, row, advice = lag("chat", "read", "lag lounge", "twins").err.splitlines()
    assert row.endswith("  twins")
    assert advice == "(try `lag chat read --help`)"


def test_row_that_wraps_is_indented() -> None:
    """Text of others begins no row of a terminal, wherever it wraps."""
    forged = "[21:25] Eve: ok" + " " * 70 + "[21:26] Nora: hunter2 漢字漢字 " + "x" * 40
    for width in (1, 9, 20, 80, 200):
        first, *others = hanging(forged + "\n        \tnext", width).split("\n")
        assert all(row.startswith(INDENT) or not row.strip() for row in others)
        assert max(cell_len(row) for row in [first, *others]) <= max(width, 10)
        assert "".join(first + "".join(others)).replace(" ", "") == (
            forged.replace(" ", "") + "next"
        )
    assert hanging("\u2764\ufe0f" * 10 + "e\u0301" * 10, 20).splitlines() == [
        "\u2764\ufe0f" * 10,
        INDENT + "e\u0301" * 10,
    ]
    assert hanging("[21:25] Eve: some words", 20) == "[21:25] Eve: some\n        words"


def test_stream_needs_an_output(lag: Lag, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a closed standard output nothing is followed, because it would run without an end."""
    monkeypatch.setattr(sys, "__stdout__", None)
    for command in (["tail", "nosuch"], ["api", "robots.events.stream"]):
        done = lag(*command)
        assert (done.code, "must be open, not closed" in done.err) == (2, True)


def test_text_of_others_cannot_control_the_terminal() -> None:
    """Escape sequences, C1 controls and marks that reverse text are replaced."""
    evil = "a\x1b]0;title\x07b\x9b31mc\u202ed\r\x08e\n\tf"
    shown = printable(evil)
    assert not set(shown) & set("\x1b\x07\x9b\u202e\r\x08")
    assert shown.endswith("\n\tf")
    assert one_line(" a\n\x1bb ") == "a \ufffdb"

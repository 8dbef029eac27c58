"""The ``lagclient`` command, as users type it."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
from operator import attrgetter
from pathlib import Path
from typing import Any, List

import click
import httpx
import pytest
from click.testing import CliRunner

import lagclient
from lagclient.__main__ import _ended
from lagclient.commands import main
from lagclient.listening import lock
from lagclient.resources import TABLE
from lagclient.sandbox.demo import PROGRAMS, program

GOOD = """\
namespace: servers.stats
doc: Statistics.
routes:
  get:
    doc: Get the statistics of a server.
    request: GET /servers/{server_id}/stats
    scope: user
    model: Server
"""


def lag(*arguments: str) -> Any:
    return CliRunner().invoke(main, list(arguments), prog_name="lagclient")


def test_routes_lists_the_table() -> None:
    """`lagclient routes` has a line for each route: method, path, scope, Python name, model."""
    result = lag("routes")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0].split() == ["Method", "Path", "Scope", "Python", "Model"]
    assert len(lines) == 1 + len(TABLE)
    (line,) = (line for line in lines if " servers.rooms.messages.send " in line)
    assert line.split() == [
        "POST",
        "/servers/{server_id}/rooms/{room_id}/messages",
        "user",
        "robot:send_messages",
        "servers.rooms.messages.send",
        "RoomMessage",
    ]


def test_routes_json_is_complete() -> None:
    """`--json` prints the same for programs, lists as lists."""
    listed = json.loads(lag("routes", "--json").output)
    assert [one["python"] for one in listed] == [route.method_name for route in TABLE.values()]
    with lagclient.Client(token="lag_pat_x") as client:
        assert all(callable(attrgetter(one["python"])(client)) for one in listed)
    (one,) = (one for one in listed if one["python"] == "servers.rooms.messages.list")
    assert one == {
        "method": "GET",
        "path": "/servers/{server_id}/rooms/{room_id}/messages",
        "scope": ["user", "robot:read_messages"],
        "python": "servers.rooms.messages.list",
        "model": "page[RoomMessage]",
        "iterators": ["paginate", "iter"],
        "replay": "safe",
        "doc": "Get one page of a room's messages, the newest page first.",
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_routes_in_a_narrow_terminal() -> None:
    """In 80 columns each route is a short block, because columns would break its names."""
    import pty

    master, slave = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80"}
    command = [sys.executable, "-m", "lagclient", "routes"]
    shown = b""
    with subprocess.Popen(command, stdout=slave, env=environment) as process:
        os.close(slave)
        with contextlib.suppress(OSError):  # On Linux, the end of a pseudo-terminal.
            while piece := os.read(master, 65536):
                shown += piece
        assert process.wait(20) == 0
    os.close(master)
    lines = shown.decode().split("\r\n")
    start = lines.index("servers.rooms.messages.send")
    assert lines[start + 1 : start + 3] == [
        "  POST /servers/{server_id}/rooms/{room_id}/messages",
        "  user robot:send_messages -> RoomMessage",
    ]
    assert max(map(len, lines)) <= 80


def test_routes_can_be_filtered() -> None:
    """A filter is a part of a name, a path or a model; a scope is a kind or a permission."""

    def names(*arguments: str) -> List[str]:
        return [one["python"] for one in json.loads(lag("routes", "--json", *arguments).output)]

    assert names("rooms.MESSAGES") == [
        "servers.rooms.messages.list",
        "servers.rooms.messages.history",
        "servers.rooms.messages.send",
        "servers.rooms.messages.edit",
        "servers.rooms.messages.delete",
    ]
    robots = names("--scope", "robot")
    assert set(names("messages", "--scope", "robot:send_messages")) < set(robots) < set(names())
    assert lag("routes", "nothing").output == "Error: FILTER must match a route, not 'nothing'\n"
    assert lag("routes", "dms", "--scope", "robot").output == (
        "Error: FILTER and --scope must match a route, not 'dms' and 'robot'\n"
    )
    wrong = lag("routes", "--scope", "admin")
    assert wrong.exit_code == 2
    assert "--scope must be one of public, robot, robot:" in wrong.output


def test_method_of_several_requests_can_be_found() -> None:
    """A filter finds the methods that the API has no route for, by the route that they call."""
    rows = [line.split() for line in lag("routes", "HISTORY").output.splitlines()[1:]]
    assert [(row[0], row[-2]) for row in rows] == [
        ("GET", "dms.history"),
        ("GET", "servers.rooms.messages.history"),
    ]
    for word in ("images", "wait"):
        assert "images.wait" in lag("routes", word).output


def test_usage_of_lint_has_no_filter() -> None:
    """The usage of the subcommand shows what it takes, which is no filter."""
    assert (
        "Usage: lagclient routes lint [OPTIONS] [FILES]...\n" in lag("routes", "lint", "-h").output
    )
    assert "Usage: lagclient routes [OPTIONS] [FILTER] " in lag("routes", "-h").output


def test_every_option_has_help() -> None:
    """Each option of each command says what it is for."""
    groups: List[Any] = [main]
    for group in groups:
        groups += [each for each in group.commands.values() if hasattr(each, "commands")]
    commands = [each for group in groups for each in (group, *group.commands.values())]
    options = [(c.name, o) for c in commands for o in c.params if isinstance(o, click.Option)]
    assert len(options) > 20
    assert [(name, option.name) for name, option in options if not option.help] == []


def test_lint_accepts_a_good_file(tmp_path: Path) -> None:
    """A file without problems is accepted, and the output says so."""
    file = tmp_path / "good.yaml"
    file.write_text(GOOD)
    result = lag("routes", "lint", str(file))
    assert (result.exit_code, result.output) == (0, "1 file, 1 route: valid\n")


def test_lint_names_file_and_line_of_every_problem(tmp_path: Path) -> None:
    """Each problem is a line with file, line number and what is wrong; the exit code is 1."""
    file = tmp_path / "bad.yaml"
    file.write_text(GOOD.replace("user", "everyone").replace("Server\n", "Sever\n"))
    result = lag("routes", "lint", str(file))
    assert result.exit_code == 1
    assert f"{file}:7: servers.stats.get: `scope` must be public, user" in result.output
    assert f"{file}:8: servers.stats.get: `model` must be in lagclient.models" in result.output
    assert result.output.endswith("Error: 2 problems\n")


@pytest.mark.parametrize(
    ("model", "problem"),
    [
        ("polls_of_mine:Poll", ""),
        ("list[polls_of_mine:Poll]", ""),
        ("polls_of_mine:Pol", "polls_of_mine has no Pol, but it has Poll"),
        ("list[polls_of_mine:Zebra]", "polls_of_mine has no Zebra"),
        ("polls_of_nobody:Poll", "ModuleNotFoundError: No module named 'polls_of_nobody'"),
        ("polls_of_mine:Plain", "PydanticSchemaGenerationError"),
        ("polls_of_mine:poll", "poll is a function"),
        ("broken_polls:Poll", "RuntimeError: at import"),
    ],
)
def test_lint_imports_models_of_the_caller(
    model: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that cannot be imported from the current folder is a problem of its line."""
    (tmp_path / "polls_of_mine.py").write_text(
        "import pydantic\nclass Poll(pydantic.BaseModel): ...\nclass Plain: ...\ndef poll(): ...\n"
    )
    (tmp_path / "broken_polls.py").write_text("raise RuntimeError('at import')\n")
    file = tmp_path / "routes.yaml"
    file.write_text(GOOD.replace("model: Server\n", f"model: {model}\n"))
    monkeypatch.chdir(tmp_path)
    result = lag("routes", "lint", str(file))
    for name in ("polls_of_mine", "broken_polls"):
        sys.modules.pop(name, None)
    if problem:
        assert f"{file}:8: servers.stats.get: `model` must be a model that can be" in result.output
        assert problem in result.output
    else:
        assert (result.exit_code, result.output) == (0, "1 file, 1 route: valid\n")
    assert str(tmp_path) not in sys.path


def test_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    """A missing file is a usage error with its name."""
    result = lag("routes", "lint", str(tmp_path / "none.yaml"))
    assert result.exit_code == 2
    assert "none.yaml" in result.output


def test_version_option() -> None:
    """`--version` prints the version of the package."""
    assert lag("--version").output.split()[-1] == lagclient.__version__


def test_demo_runs_the_programs() -> None:
    """`lagclient demo` prints each program, its output, and its effect on the sandbox."""
    done = subprocess.run(
        [sys.executable, "-m", "lagclient", "demo"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = [line.strip() for line in done.stdout.splitlines()]
    for name, title in PROGRAMS:
        assert any(title in line for line in shown)
        for line in program(name).splitlines():
            assert line.strip() in shown
    assert "Hello, Sam" in done.stdout
    assert done.stdout.count("Lag Lounge") == 2
    assert shown.count("Beacon: Hello from a robot") == 2, "the fault is in the same sandbox"
    assert [shown.count(f"sam: Number {number}") for number in (1, 2, 3)] == [1, 1, 1]
    assert "The sandbox lost 3 responses." in shown
    assert shown[shown.index("mira: !ping") + 1] == "Beacon: pong"
    assert "lagclient sandbox" in shown[-3]
    assert done.stderr == ""
    assert [line for line in done.stdout.splitlines() if line != line.rstrip()] == []


def test_demo_opens_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """`lagclient demo --open` opens the page of its sandbox, which serves until Ctrl+C."""
    from lagclient.sandbox import Sandbox, demo

    opened: List[str] = []
    waited: List[str] = []
    with contextlib.ExitStack() as stack:

        def launch(url: str) -> None:
            opened.append(httpx.get(url, trust_env=False).text)
            # As a browser that has opened it.
            stack.enter_context(httpx.stream("GET", f"{url}/_sandbox/changes", trust_env=False))

        def wait(sandbox: Sandbox) -> None:
            waited.append(sandbox.url)
            stack.close()

        monkeypatch.setattr(click, "launch", launch)
        monkeypatch.setattr(demo, "PROGRAMS", demo.PROGRAMS[-1:])
        monkeypatch.setattr(Sandbox, "wait", wait)
        result = lag("demo", "--open")
    assert "<title>Lag sandbox</title>" in opened[0]
    assert "Beacon: pong" in result.output
    assert f"serves its page at {waited[0]} until Ctrl+C" in result.output
    assert result.exit_code == 0


def serve(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "lagclient", "sandbox", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def facts(server: subprocess.Popen[str]) -> List[str]:
    """Return what the command prints once it serves: the values of its export lines."""
    assert server.stdout is not None
    values: List[str] = []
    while len(values) < 5:
        line = server.stdout.readline()
        assert line or server.poll() is None
        if line.startswith("export "):
            values.append(line.strip().partition("=")[2])
    return values


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_sandbox_serves_until_a_signal(tmp_path: Path) -> None:
    """`lagclient sandbox --db` prints its URL and its tokens, keeps its state, and ends quietly."""
    db = tmp_path / "world.db"
    texts = []
    for text, ending in (("first", signal.SIGINT), ("second", signal.SIGTERM)):
        server = serve("--db", str(db))
        try:
            url, token, robot_key, server_id, room_id = facts(server)
            for credential in (token, robot_key):
                with lagclient.Client(token=credential, base_url=url) as client:
                    messages = client.servers.rooms.messages
                    messages.send(server_id, room_id, content=text)
                    texts = [m.content for m in messages.list(server_id, room_id, limit=4).items]
        finally:
            server.send_signal(ending)
            rest, _ = server.communicate(timeout=10)
        assert server.returncode == 0
        assert "Traceback" not in rest
    assert sorted(texts) == ["first", "first", "second", "second"]


def test_database_has_one_sandbox(tmp_path: Path) -> None:
    """A second command on a database is refused, until the first has ended, even by a kill."""
    arguments = ("--db", str(tmp_path / "world.db"))
    with contextlib.ExitStack() as stack:
        first = serve(*arguments)
        stack.callback(first.communicate, timeout=20)
        stack.callback(first.kill)
        assert facts(first)
        second = serve(*arguments)
        text, _ = second.communicate(timeout=20)
        assert second.returncode == 2
        assert "--db must be a file that no other sandbox serves" in text
    third = serve(*arguments)
    try:
        assert facts(third)
    finally:
        third.kill()
        third.communicate(timeout=20)


def test_lock_that_a_file_system_does_not_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where files cannot be locked, the sandbox serves all the same."""

    def refuse(_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock", refuse)
    with lock.locked(tmp_path / "world.db") as is_free:
        assert is_free
    with lock.locked(tmp_path / "nowhere" / "world.db") as is_free:
        assert is_free


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM for one process")
def test_signal_before_the_sandbox_waits() -> None:
    """SIGTERM ends the command in order from its start on, not only once it waits for requests."""
    program = (
        "import signal\n"
        "from lagclient.commands import main\n"
        "from lagclient.sandbox import Sandbox\n"
        "Sandbox.wait = lambda _: signal.raise_signal(signal.SIGTERM)\n"
        "main(['sandbox', '--json'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process 1")
@pytest.mark.parametrize(("module", "code"), [("click", 1), ("lagclient.sandbox.sandbox", 0)])
def test_sigterm_during_the_imports(module: str, code: int) -> None:
    """As process 1, the command ends at a SIGTERM that arrives while it imports its modules."""
    program = (
        "import os, runpy, signal, sys\n"
        "class Container:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {module!r}:\n"
        "            if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:\n"
        "                sys.exit('as process 1, it would go on')\n"
        "            signal.raise_signal(signal.SIGTERM)\n"
        "os.getpid = lambda: 1\n"
        "sys.meta_path.insert(0, Container())\n"
        "sys.argv[1:] = ['sandbox']\n"
        "runpy.run_module('lagclient', run_name='__main__')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (code, "")


def printed_by(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    """Return the result of a sandbox that ends at once."""
    from lagclient.sandbox import Sandbox

    monkeypatch.setattr(Sandbox, "wait", lambda _: None)
    return lag("sandbox", *arguments)


def test_sandbox_fits_in_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sandbox prints fits in a terminal, but for the values of variables."""
    lines = printed_by(monkeypatch, "--user", "nora").output.splitlines()
    assert [line for line in lines if len(line) > 80 and not line.startswith("export ")] == []


def test_sandbox_json(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--json` prints one line with the URL, the chosen tokens, the ids and the webhook."""
    chosen = ["--token", "lag_pat_test", "--robot-key", "lag_robot_test"]
    webhook = ["--webhook", "http://127.0.0.1:9/"]
    result = printed_by(monkeypatch, "--json", *chosen, *webhook)
    assert (result.exit_code, result.output.count("\n")) == (0, 1)
    printed = json.loads(result.output)
    assert (printed["token"], printed["robot_key"]) == ("lag_pat_test", "lag_robot_test")
    assert printed["tokens"]["sam"] == "lag_pat_test"
    assert set(printed) == {
        "url",
        "token",
        "robot_key",
        "server_id",
        "room_id",
        "tokens",
        "webhook",
    }
    assert set(printed["webhook"]) == {"url", "robot_key", "secret"}


def test_sandbox_for_other_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The printed URL works here, and other machines are shown what they need."""
    result = printed_by(monkeypatch, "--host", "0.0.0.0", "--allow-remote")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    with lagclient.Client(token="lag_pat_x", base_url=lines[0].split()[-1]) as client:
        port = httpx.URL(lines[0].split()[-1]).port
        assert not client.is_robot
    assert f"Other machines can reach it at port {port}, with LAG_ALLOW_HTTP=1." in lines
    assert "Warning" not in result.output


def test_people_are_added_to_a_sandbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`--user` adds a person, `add-user` lets a person join, and a robot receives each join."""
    from lagclient.sandbox import Sandbox

    outputs: List[str] = []

    def wait(sandbox: Sandbox) -> None:
        monkeypatch.setenv("LAG_BASE_URL", sandbox.url)
        monkeypatch.setenv("LAG_TOKEN", sandbox.token)
        with lagclient.Client(token=sandbox.robot_key) as robot:
            for name in ("nora", "kim", "nora"):
                outputs.append(lag("sandbox", "add-user", name).output)
            outputs.append(lag("sandbox", "add-user", "max", "--no-join").output)
            events = robot.robots.events.poll()
            joined = [event.data.username for event in events if event.type == "member.join"]
            assert joined == ["nora", "kim"]

    monkeypatch.setattr(Sandbox, "wait", wait)
    printed = lag("sandbox", "--user", "nora")
    assert (printed.exit_code, printed.exception) == (0, None)
    (line,) = [one for one in printed.output.splitlines() if "LAG_TOKEN_NORA=" in one]
    assert outputs[0].splitlines() == [
        "nora joined Lag Lounge. In another terminal, act as nora:",
        line,
    ]
    assert outputs[2].startswith("nora is in Lag Lounge already.")
    assert outputs[3].startswith("max added.")
    assert lag("sandbox", "add-user", "a b").exit_code == 2


def test_add_user_needs_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server without the route is not the sandbox of the command, and the message says so."""
    from lagclient.sandbox import Sandbox

    monkeypatch.delenv("LAG_BASE_URL", raising=False)
    advice = "is missing: pass it, or paste the lines that `lagclient sandbox` prints"
    assert f"Error: --url {advice}\n" in lag("sandbox", "add-user", "nora").output
    monkeypatch.delenv("LAG_TOKEN", raising=False)
    with Sandbox() as other:
        url = ["--url", other.url]
        assert f"Error: --token {advice}\n" in lag("sandbox", "add-user", "nora", *url).output
        result = lag("sandbox", "add-user", "nora", *url, "--token", other.token)
        assert (
            result.output == f"Error: --url must be the address of a sandbox, not {other.url!r}\n"
        )
        refused = lag("sandbox", "add-user", "nora", *url, "--token", "lag_pat_x")
    ended = lag("sandbox", "add-user", "nora", *url, "--token", other.token)
    assert ended.output.endswith(" (connect). Is `lagclient sandbox` running?\n")
    assert (result.exit_code, refused.exit_code) == (2, 2)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--url", "URL", "--token", "lag_pat_x"], "--token must be the LAG_TOKEN that the"),
        (["--url", "URL", "--token", "lag_robot_x"], "--token must be the LAG_TOKEN that the"),
        (["--url", "URL", "--token", "a b"], "--token must be the LAG_TOKEN that the"),
        (["--url", "nowhere", "--token", "x"], "--url must be like https://"),
        (["--url", "http://127.0.0.1:9", "--token", "x"], "--url must be the address of a sandbox"),
        (["--url", "URL", "--token", ""], "--token must be a personal access token"),
    ],
)
def test_wrong_option_of_add_user(
    options: List[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong token or address is one line that names the option, and nothing is tried again."""
    from lagclient.sandbox import Sandbox

    results: List[Any] = []

    def wait(sandbox: Sandbox) -> None:
        replaced = [sandbox.url if option == "URL" else option for option in options]
        results.append(lag("sandbox", "add-user", "nora", *replaced))

    monkeypatch.setattr(Sandbox, "wait", wait)
    lag("sandbox")
    assert results[0].output.startswith(f"Error: {message}")
    assert (results[0].exit_code, results[0].output.count("\n")) == (2, 1)


def test_sandbox_passes_its_options_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """`--no-rate-limits` and `--cors` have the effect of the sandbox's options."""
    from lagclient.sandbox import Sandbox

    served = []

    def wait(lag: Sandbox) -> None:
        headers = {"Authorization": f"Robot {lag.robot_key}", "Origin": "http://page.test"}
        with httpx.Client(trust_env=False, headers=headers) as http:
            for _ in range(101):
                response = http.get(f"{lag.url}/robots/@me/info")
            served.append((response.status_code, "access-control-allow-origin" in response.headers))

    monkeypatch.setattr(Sandbox, "wait", wait)
    assert lag("sandbox", "--no-rate-limits", "--cors", "http://page.test").exit_code == 0
    assert lag("sandbox").exit_code == 0
    assert served == [(200, True), (429, False)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--db", "/no/folder/lag.db"], "--db must be a file in an existing folder, not '/no/f"),
        (["--token", "lag_robot_x"], "--token must be a personal access token such as"),
        (["--robot-key", "x"], "--robot-key must be a robot key such as lag_robot_test"),
        (["--cors", "page.test"], "--cors must be * or an origin such as"),
        (["--webhook-pace", "nan"], "--webhook-pace must be a number from 0 up, not nan"),
        (["--webhook", "page.test"], "--webhook must be http://... or https://..., not 'page"),
        (["--faults", "explode"], "KIND of --faults must be one of latency"),
        (["--db", "/"], "--db must be a file in an existing folder, not '/'"),
        (["--db", ""], "--db must be the path of a file, not ''"),
    ],
)
def test_wrong_option_of_the_sandbox(
    monkeypatch: pytest.MonkeyPatch, arguments: List[str], message: str
) -> None:
    """A wrong option is one line that names the option, not a traceback."""
    result = printed_by(monkeypatch, *arguments)
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert message in result.output
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_damaged_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A file that is not a database of the sandbox is an error that names it."""
    db = tmp_path / "notes.txt"
    for text in ("x", "Notes, longer than the header of a database. " * 9):
        db.write_text(text)
        result = printed_by(monkeypatch, "--db", str(db))
        assert result.exit_code == 2
        assert result.output.startswith(
            "Error: --db must be a writable SQLite file of a sandbox, not "
        )
        assert db.read_text() == text


def test_sandbox_refuses_remote_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host beyond this machine needs --allow-remote."""
    result = printed_by(monkeypatch, "--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "0.0.0.0" in result.output
    assert "Pass --allow-remote to let them" in result.output


def test_sandbox_reports_a_port_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that is in use is an error that names it, not a traceback."""
    from lagclient.sandbox import Sandbox

    with Sandbox() as taken:
        result = printed_by(monkeypatch, "--port", str(httpx.URL(taken.url).port))
    assert result.exit_code == 1
    port = httpx.URL(taken.url).port
    assert result.output.startswith(f"Error: Cannot listen on 127.0.0.1:{port}: ")
    assert "Errno" not in result.output


def test_mcp_without_its_extra() -> None:
    """Without the SDK of the protocol, the command says what to install; 3.9 is too old for it."""
    program = "import sys; sys.modules['mcp'] = None; from lagclient.commands import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "mcp"], capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 2
    assert ended.stdout == ""
    newer = "" if sys.version_info >= (3, 10) else "Python 3.10 or newer, not 3.9; there: "
    needed = f"{newer}python -m pip install 'lagclient[mcp]'"
    assert ended.stderr == f"Error: `lagclient mcp` needs {needed}\n"


def test_first_lines_of_commands_are_whole() -> None:
    """The list of commands cuts no line in a terminal of 80 columns."""
    listed = lag("--help").output.partition("Commands:")[2]
    assert listed.count("\n") == 1 + len(main.commands)
    assert "..." not in listed


# Output that cannot be written


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_or_closed_output_is_not_a_traceback() -> None:
    """A full disk is an error of one line, and closed streams are no error."""
    full = "Error: Cannot write the output: No space left on device\n"
    for redirect, code, error in ((">/dev/full", 1, full), (">&- <&-", 0, "")):
        line = f'"{sys.executable}" -m lagclient routes messages {redirect}'
        done = subprocess.run(["sh", "-c", line], stderr=subprocess.PIPE, text=True, check=False)
        assert (done.returncode, done.stderr) == (code, error)


def test_reader_that_leaves_is_silent() -> None:
    """A reader of the output that leaves asks for no more; an unexpected error is raised."""

    def fails(number: int) -> Any:
        def command(prog_name: str) -> None:
            raise OSError(number, f"{prog_name}: failed")

        return _ended(command)

    assert fails(errno.EPIPE) == 1
    assert fails(errno.ENOSPC) == "Error: Cannot write the output: lagclient: failed"
    with pytest.raises(OSError, match="failed"):
        fails(errno.EADDRINUSE)

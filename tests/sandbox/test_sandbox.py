from __future__ import annotations

import contextlib
import gc
import inspect
import operator
import os
import re
import socket
import subprocess
import sys
import threading
import urllib.request
import warnings
from datetime import timedelta
from typing import Any, Dict, List, Tuple

import httpx
import pytest

from lagclient import Client
from lagclient.errors import LagAuthError, LagConnectionError, LagRouteError
from lagclient.sandbox import Counters, Sandbox, Ticking, options
from tests.kit.every import every
from tests.kit.sandbox import Wire


def test_client_of_a_sandbox():
    """A sandbox serves the SDK over real HTTP with its token and its robot key."""
    with Sandbox() as lag:
        with Client(token=lag.token, base_url=lag.url) as sam:
            assert sam.identity().display_name == "Sam"
            assert [server.id for server in sam.servers.list()] == [lag.server_id]
        with Client(token=lag.robot_key, base_url=lag.url) as robot:
            me = robot.identity()
            sent = robot.servers.rooms.messages.send(me.server_id, lag.room_id, content="Hello")
            assert (sent.robot_id, sent.is_bot) == (me.id, True)


def test_end_of_a_sandbox(capfd):
    """After its block a sandbox leaves no thread, no socket, no file and no output."""
    before = set(threading.enumerate())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Sandbox() as lag:
            idle = httpx.Client(trust_env=False, verify=False)
            idle.get(f"{lag.url}/health")
        idle.close()
        gc.collect()
    assert set(threading.enumerate()) <= before
    assert [str(w.message) for w in caught] == []
    assert capfd.readouterr() == ("", "")
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{lag.url}/health", trust_env=False)


def test_unfinished_request_at_the_end(monkeypatch):
    """A client that never ends its request cannot hold up the end of a sandbox."""
    from lagclient.sandbox.http import serving

    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.01)
    with Sandbox() as lag:
        host, port = lag.url[len("http://") :].split(":")
        half = socket.create_connection((host, int(port)))
        half.sendall(b"POST /servers HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        # Its headers have arrived once another request has a response.
        urllib.request.urlopen(f"{lag.url}/health").close()
    with half:
        half.settimeout(5)
        # Both an end and a reset tell the client.
        with contextlib.suppress(ConnectionResetError):
            assert half.recv(1000) == b""


def test_two_sandboxes_in_one_process():
    """Sandboxes are independent: each has its own port, world and tokens."""
    with Sandbox() as one, Sandbox() as other:
        assert one.url != other.url
        stranger = Client(token=one.token, base_url=other.url)
        with stranger, pytest.raises(LagAuthError):
            stranger.users.me()


def test_second_block_of_a_sandbox():
    """A sandbox may have one block after another, each with a new world, but not two at once."""
    sandbox = Sandbox()
    with sandbox as lag:
        first = lag.server_id
        with pytest.raises(RuntimeError):
            sandbox.__enter__()
        with Client(token=lag.token, base_url=lag.url) as sam:
            sam.users.me()
    with sandbox as lag:
        assert lag.server_id != first


@pytest.mark.parametrize("use", [lambda lag: lag.url, lambda lag: lag.add_user("nora")])
def test_use_before_the_block(use):
    """A sandbox that is not open says how it opens."""
    with pytest.raises(
        AttributeError, match=r"before it is open: write `with Sandbox\(\) as lag:`"
    ):
        use(Sandbox())
    with pytest.raises(AttributeError, match=r"has no attribute 'tokn'$"):
        operator.attrgetter("tokn")(Sandbox())


def test_exception_in_the_block():
    """An error in the block ends the sandbox and passes through."""
    with pytest.raises(KeyError), Sandbox() as lag:
        raise KeyError
    with pytest.raises(LagConnectionError):
        Client(token=lag.token, base_url=lag.url, max_retries=0).users.me()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.0.2.1", "example.com"])
def test_address_that_others_can_reach(host):
    """An address that other machines can reach needs `allow_remote`, and is a warning."""
    with pytest.raises(ValueError, match="allow_remote"):
        Sandbox(host=host)
    with pytest.warns(UserWarning, match="Other machines"):
        Sandbox(host=host, allow_remote=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_names_of_this_machine(host, http):
    """All names and addresses of this machine work."""
    try:
        with Sandbox(host=host) as lag:
            assert http.get(f"{lag.url}/health").status_code == 200
    except OSError as error:
        pytest.skip(f"This machine has no {host}: {error}")


def test_responses_are_not_delayed():
    """The socket says that it is TCP, else asyncio leaves Nagle's delay of 40 ms on."""
    with options.listen("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_port_in_use():
    """A port of another program is an OSError that names it, and leaves nothing behind."""
    with Sandbox() as lag:
        port = int(lag.url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"127.0.0.1:{port}"):
            Sandbox(port=port).__enter__()
    with Sandbox(port=port) as again:
        assert again.url == lag.url


def test_recordings_repeat(http):
    """With counters and a ticking clock, two sandboxes send the same bytes."""

    def talk():
        with Sandbox(clock=Ticking(), ids=Counters()) as lag:
            wire = Wire(lag, http)
            answers = [
                wire("GET /servers/{server}"),
                wire("POST /servers/{server}/rooms/{room}/messages", {"content": "hi"}),
                wire("GET /servers/{server}/rooms/{room}/messages"),
                wire("POST /servers/{server}/invites", {}),
                wire("GET /nowhere"),
            ]
            return [(a.content, sorted(a.headers.items())) for a in answers]

    first = talk()
    assert first == talk()
    assert b'"srv_1"' in first[0][0]


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("192.0.2.1", "http://192.0.2.1:80"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_url_of_an_address(host, url):
    """A sandbox at all addresses of this machine has a URL that clients can connect to."""
    assert options.url_of(host, 80) == url


@pytest.mark.filterwarnings("ignore:Other machines")
def test_client_of_all_addresses():
    """The SDK accepts the URL of a sandbox that other machines can reach."""
    with Sandbox(host="0.0.0.0", allow_remote=True) as lag:
        client = Client(token=lag.token, base_url=lag.url)
        with client:
            assert client.users.me().username == "sam"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"db": ""}, "`db` must be the path of a file, not ''"),
        ({"db": 5}, "`db` must be the path of a file, not 5"),
        ({"db": "/no/folder/lag.db"}, "`db` must be a file in an existing folder, not '/no/fol"),
        ({"db": os.sep}, "`db` must be a file in an existing folder, not"),
        ({"port": 65536}, "`port` must be a whole number from 0 to 65535, not 65536"),
        ({"port": "80"}, "`port` must be a whole number from 0 to 65535, not '80'"),
        ({"host": None}, "`host` must be a name or an address, not None"),
        ({"host": "192.0.2.1"}, "`host` must be this machine, not '192.0.2.1'"),
        ({"webhook_pace": "fast"}, "`webhook_pace` must be a number from 0 up, not 'fast'"),
        ({"token": "lag_robot_x"}, "`token` must be a personal access token such as"),
        ({"token": ""}, "`token` must be printable ASCII text without spaces"),
        ({"robot_key": "lag_pat_x"}, "`robot_key` must be a robot key such as lag_robot_test"),
        ({"robot_key": "lag_robot_\n"}, "`robot_key` must be printable ASCII text without spaces"),
        ({"cors": "localhost:5173"}, "`cors` must be * or an origin such as http://localhost:5173"),
        ({"cors": ["*", "http://x/"]}, "`cors` must be * or an origin such as"),
        ({"handlers": {"users.you": print}}, "`handlers` must be by the names of routes, not 'use"),
        ({"handlers": {"users.me": "me"}}, "`handlers` must be plain functions, for users.me, not"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_wrong_option(wrong, message):
    """A wrong option is refused in the constructor, by its name."""
    with pytest.raises(ValueError, match=re.escape(message)):
        Sandbox(**wrong)


def test_wrong_token_is_not_shown():
    """The error for a wrong token does not have the token, which may be a real one."""
    with pytest.raises(ValueError, match="robot_key") as caught:
        Sandbox(robot_key="lag_pat_secret")
    assert "secret" not in str(caught.value)


def test_chosen_tokens(tmp_path):
    """Token and robot key can be chosen; in an existing file they replace the older ones."""
    db = tmp_path / "lag.db"
    chosen = {"token": "lag_pat_first", "robot_key": "lag_robot_first"}
    with Sandbox(db=db, **chosen) as lag:
        assert (lag.token, lag.robot_key) == ("lag_pat_first", "lag_robot_first")
    with Sandbox(db=db, token="lag_pat_second") as lag:
        assert (lag.token, lag.robot_key) == ("lag_pat_second", "lag_robot_first")
        assert lag.tokens["sam"] == "lag_pat_second"
        with Client(token="lag_pat_second", base_url=lag.url) as sam:
            assert sam.users.me().username == "sam"
        with Client(token="lag_pat_first", base_url=lag.url) as sam, pytest.raises(LagAuthError):
            sam.users.me()
        jun = lag.tokens["jun"]
    with pytest.raises(ValueError, match="`token` must be new"), Sandbox(db=db, token=jun):
        pass
    with Sandbox(db=db, robot_key="lag_robot_second") as lag:
        assert lag.token == "lag_pat_second"
        with Client(token="lag_robot_second", base_url=lag.url) as robot:
            assert robot.identity().kind == "robot"
        old = Client(token="lag_robot_first", base_url=lag.url)
        with old as robot, pytest.raises(LagAuthError):
            robot.identity()
    with Sandbox(db=db, token="lag_pat_first") as lag:
        sam = Client(base_url=lag.url, token=lag.token)
        with sam:
            assert sam.users.me().username == "sam", "a token can come back"


def test_ticking_clock_that_stands_still():
    """A ticking clock moves at least by the smallest difference on the wire."""
    with pytest.raises(ValueError, match="`step` must be"):
        Ticking(step=timedelta(0))


def test_more_users_and_robots(lag, wire):
    """Accounts and robots can be added, as at the real service's pages, with chosen tokens."""
    wire.lag.tokens["otto"] = lag.add_user("otto", "Otto")
    assert wire.ok("GET /users/me", who="otto")["displayName"] == "Otto"
    assert lag.add_user("kai", token="lag_pat_kai") == "lag_pat_kai"
    assert wire.ok("GET /users/me", who="lag_pat_kai")["username"] == "kai"
    key = lag.add_robot("Reader", ["read_messages"], robot_key="lag_robot_reader")
    assert key == "lag_robot_reader"
    with pytest.raises(ValueError, match="`token` must be new"):
        lag.add_user("lea", token=lag.token)
    with Client(token=key, base_url=lag.url) as reader:
        assert reader.identity().permissions == ["read_messages"]


@pytest.mark.parametrize(
    ("name", "permissions", "why"),
    [
        ("x" * 33, [], "32"),
        ("", [], "1 to"),
        ("Beacon", [], "new in the server"),
        ("Other", ["read_minds"], "read_minds"),
    ],
)
def test_refused_robot(lag, name, permissions, why):
    """A robot needs a new name of 1 to 32 characters, and known permissions."""
    with pytest.raises(ValueError, match=why):
        lag.add_robot(name, permissions)


def test_number_of_robots(lag):
    """A server has at most ten robots."""
    for number in range(9):
        lag.add_robot(f"Robot {number}")
    with pytest.raises(ValueError, match="10"):
        lag.add_robot("One more")


def test_sandbox_without_the_extra():
    """Without the extra, the error has the command that installs it."""
    program = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from lagclient.sandbox import Sandbox\n"
        "try: Sandbox()\n"
        "except ModuleNotFoundError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "The sandbox needs: python -m pip install 'lagclient[sandbox]'\n"


def output_of(program: str) -> Tuple[str, str, int]:
    """Run a program; return what it prints, and its exit code."""
    completed = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    return completed.stdout, completed.stderr, completed.returncode


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_wait_ends_with_a_signal(name):
    """`wait` serves until Ctrl+C or SIGTERM, and then the block ends as usual."""
    # The program interrupts itself, because only the program knows that it has begun to wait.
    program = (
        "import signal, urllib.request\n"
        "from lagclient.sandbox import Sandbox\n"
        "def interrupt(*_):\n"
        "    print(urllib.request.urlopen(lag.url + '/health').status)\n"
        f"    signal.raise_signal(signal.{name})\n"
        "signal.signal(signal.SIGALRM, interrupt)\n"
        "with Sandbox() as lag:\n"
        "    signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "    lag.wait()\n"
        "    print('waited')\n"
    )
    assert output_of(program) == ("200\nwaited\n", "", 0)


def test_running_request_at_ctrl_c():
    """A request that runs at Ctrl+C gets its response, and its result is stored."""
    program = (
        "import asyncio, signal, threading\n"
        "from lagclient import Client\n"
        "from lagclient.sandbox import Fault, Faults, Sandbox\n"
        "async def interrupt(seconds):\n"
        "    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)\n"
        "    await asyncio.sleep(0.3)\n"
        "def ask():\n"
        "    send = client.servers.rooms.messages.send\n"
        "    print(send(lag.server_id, lag.room_id, content='Late').content)\n"
        "with Sandbox(faults=Faults([Fault('latency')], sleep=interrupt)) as lag:\n"
        "    client = Client(token=lag.token, base_url=lag.url, max_retries=0)\n"
        "    asking = threading.Thread(target=ask)\n"
        "    asking.start()\n"
        "    lag.wait()\n"
        "asking.join()\n"
    )
    assert output_of(program) == ("Late\n", "", 0)


VALUES: List[Any] = [None, 5, -1, 10**4999, 0.5, True, "", b"x", [1], {"a": 1}, object(), "\ud800"]


@every("name", inspect.signature(Sandbox).parameters)
def test_option_is_accepted_or_named(name: str) -> None:
    """Any value of an option is accepted, or refused by an error that names the option."""
    texts: List[str] = []
    for value in VALUES:
        try:
            Sandbox(**{name: value})
        except LagRouteError:
            texts.append(f"`{name}` must be a route")  # its own tests compare the texts
        except ValueError as error:
            texts.append(str(error))
    assert texts
    assert [text for text in texts if not text.startswith(f"`{name}` must be ")] == []


@every("call", ["add_user", "add_robot", "post_webhooks", "webhook_secret", "add_guest"])
def test_argument_of_a_sandbox_is_named(call: str) -> None:
    """Text that the database cannot store is refused by the name of the argument."""
    with Sandbox() as lag:
        method = getattr(lag, call)
        name, *others = inspect.signature(method).parameters.values()
        required = [p.name for p in (name, *others) if p.default is p.empty]
        for value in (None, 10**4999, [1], "\ud800"):
            arguments: Dict[str, Any] = {**dict.fromkeys(required, "x"), name.name: value}
            with pytest.raises(ValueError, match=f"^`{name.name}` must be text that UTF-8 can"):
                method(**arguments)

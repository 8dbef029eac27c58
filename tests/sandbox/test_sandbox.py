from __future__ import annotations

import contextlib
import gc
import socket
import subprocess
import sys
import threading
import urllib.request
import warnings
from datetime import timedelta
from typing import Tuple

import httpx
import pytest

from lagclient import Client
from lagclient.errors import LagAuthError, LagConnectionError
from lagclient.sandbox import Counters, Sandbox, Ticking
from lagclient.sandbox import sandbox as server
from tests.kit.sandbox import Wire


def test_a_client_works_against_it():
    """A sandbox serves the SDK over real HTTP with the credentials that it tells."""
    with Sandbox() as lag:
        with Client(token=lag.token, base_url=lag.url) as sam:
            assert sam.identity().display_name == "Sam"
            assert [server.id for server in sam.servers.list()] == [lag.server_id]
        with Client(token=lag.robot_key, base_url=lag.url) as robot:
            me = robot.identity()
            sent = robot.servers.rooms.messages.send(me.server_id, lag.room_id, content="Hello")
            assert (sent.robot_id, sent.is_bot) == (me.id, True)


def test_nothing_is_left_behind(capfd):
    """After its block there is no thread, no socket, no file and nothing printed."""
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


def test_a_connection_in_the_middle_of_a_request_does_not_keep_it(monkeypatch):
    """A client that never ends its request cannot hold up the end of a sandbox."""
    from lagclient.sandbox.http import serving

    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.01)
    with Sandbox() as lag:
        host, port = lag.url[len("http://") :].split(":")
        half = socket.create_connection((host, int(port)))
        half.sendall(b"POST /servers HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        # Its headers have arrived once another request is answered.
        urllib.request.urlopen(f"{lag.url}/health").close()
    with half:
        half.settimeout(5)
        # An end, or a reset: both tell the client.
        with contextlib.suppress(ConnectionResetError):
            assert half.recv(1000) == b""


def test_many_in_one_process():
    """Sandboxes do not know of each other: each has its own port, world and tokens."""
    with Sandbox() as one, Sandbox() as other:
        assert one.url != other.url
        stranger = Client(token=one.token, base_url=other.url)
        with stranger, pytest.raises(LagAuthError):
            stranger.users.me()


def test_one_sandbox_can_begin_again():
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


def test_an_exception_ends_it():
    """An error in the block ends the sandbox and passes through."""
    with pytest.raises(KeyError), Sandbox() as lag:
        raise KeyError
    with pytest.raises(LagConnectionError):
        Client(token=lag.token, base_url=lag.url, max_retries=0).users.me()


@pytest.mark.parametrize("host", ["0.0.0.0", "", "192.0.2.1", "example.com"])
def test_only_this_machine(host):
    """An address that others can reach is refused, unless one insists and is warned."""
    with pytest.raises(ValueError, match="allow_remote"):
        Sandbox(host=host)
    with pytest.warns(UserWarning, match="Other machines"):
        Sandbox(host=host, allow_remote=True)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_other_names_of_this_machine(host, http):
    """Any name or address of this machine will do."""
    try:
        with Sandbox(host=host) as lag:
            assert http.get(f"{lag.url}/health").status_code == 200
    except OSError as error:
        pytest.skip(f"This machine has no {host}: {error}")


def test_answers_are_sent_at_once():
    """Its socket says that it is TCP, else asyncio leaves Nagle's delay of 40 ms on."""
    with server._listener("127.0.0.1", 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken():
    """A port that another program has is an OSError that names it, and leaves nothing behind."""
    with Sandbox() as lag:
        port = int(lag.url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"127.0.0.1:{port}"):
            Sandbox(port=port).__enter__()
    with Sandbox(port=port) as again:
        assert again.url == lag.url


def test_recordings_repeat(http):
    """With counters and a ticking clock, two sandboxes answer alike to the byte."""

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


def test_a_clock_that_stands_still_is_refused():
    """A ticking clock moves by what the wire can show, at least."""
    with pytest.raises(ValueError, match="twice"):
        Ticking(step=timedelta(0))


def test_more_users_and_robots(lag, wire):
    """Accounts and robots can be added, as they are at the real service's pages."""
    wire.lag.tokens["otto"] = lag.add_user("otto", "Otto")
    assert wire.ok("GET /users/me", who="otto")["displayName"] == "Otto"
    key = lag.add_robot("Reader", ["read_messages"])
    with Client(token=key, base_url=lag.url) as reader:
        assert reader.identity().permissions == ["read_messages"]


@pytest.mark.parametrize(
    ("name", "permissions", "why"),
    [
        ("x" * 33, [], "32"),
        ("", [], "1 to"),
        ("Beacon", [], "already"),
        ("Other", ["read_minds"], "read_minds"),
    ],
)
def test_robots_that_are_refused(lag, name, permissions, why):
    """A robot needs a name of its own, 1 to 32 characters, and permissions that there are."""
    with pytest.raises(ValueError, match=why):
        lag.add_robot(name, permissions)


def test_ten_robots(lag):
    """A server has ten robots at most."""
    for number in range(9):
        lag.add_robot(f"Robot {number}")
    with pytest.raises(ValueError, match="10"):
        lag.add_robot("One more")


def test_without_the_extra():
    """Without starlette or uvicorn one reads what to install."""
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


def told_by(program: str) -> Tuple[str, str, int]:
    """What a program prints, and how it ends."""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout, done.stderr, done.returncode


def test_wait_ends_with_ctrl_c():
    """`wait` serves until Ctrl+C, and then lets the block end as usual."""
    # The program interrupts itself: from outside, nobody can tell when it has begun to wait.
    program = (
        "import signal, urllib.request\n"
        "from lagclient.sandbox import Sandbox\n"
        "def interrupt(*_):\n"
        "    print(urllib.request.urlopen(lag.url + '/health').status)\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "signal.signal(signal.SIGALRM, interrupt)\n"
        "with Sandbox() as lag:\n"
        "    signal.setitimer(signal.ITIMER_REAL, 0.2)\n"
        "    lag.wait()\n"
        "    print('waited')\n"
    )
    assert told_by(program) == ("200\nwaited\n", "", 0)


def test_ctrl_c_waits_for_what_is_under_way():
    """A request that is being answered at Ctrl+C is answered, and what it writes is stored."""
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
    assert told_by(program) == ("Late\n", "", 0)

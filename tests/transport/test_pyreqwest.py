"""pyreqwest's transport, where it has rules of its own. It is for Python 3.11 and newer."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from typing import Any, List

import pytest

from lagclient.errors import LagInvalidRequestError
from lagclient.transport.protocol import Timeouts
from lagclient.transport.pyreqwest import PyreqwestTransport, _Key, _patience, _together
from tests.kit.servers import Serve, answer, settled
from tests.kit.ways import USER_ANSWER, Way, describe, get


def test_reqwest_goes_no_steps(serve: Serve) -> None:
    """A path that reqwest would rewrite is refused; what only looks like one is sent as it is."""
    server = serve(answer())
    for path in ("/a/../b", "/a/%2e%2e", "/a/.%2E/b", "/./b", "/%2e?x=1", "/a\\..\\b", "/..#x"):
        error = Way("sync", "pyreqwest").failure(get(server.url, path))
        assert describe(error) == ("request", False, False, None)
    paths = ["/...", "/.a", "/a..", "/..%2f", "/%252e", "/a?x=/../b"]
    for path in paths:
        Way("sync", "pyreqwest").attempt(get(server.url, path))
    assert [seen.split()[1].decode() for seen in server.seen] == paths


def test_reqwest_takes_no_context() -> None:
    """What reqwest cannot be told about certificates is refused when the transport is made."""
    with pytest.raises(LagInvalidRequestError, match=r"not an ssl\.SSLContext, which pyreqwest"):
        PyreqwestTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def test_reqwest_keeps_few_clients(serve: Serve) -> None:
    """Calls with a deadline share a client; of those with limits of their own there are some."""
    server = serve(USER_ANSWER)
    carrier = PyreqwestTransport()
    limits = [Timeouts(read=5.0, total=5.0 + number) for number in range(9)]
    limits += [Timeouts(read=5.0 + number) for number in range(20)]
    counts: List[int] = []
    for each in limits:
        carrier.send(get(server.url), each)
        counts.append(len(carrier._clients))
    carrier._clients[_Key(0, "a parent's", None, None)] = None  # which is not closed by its child
    carrier.close()
    assert (counts[8], max(counts), carrier._clients) == (1, 8, {})
    assert settled(server)


@pytest.mark.parametrize(
    "option", [{"idle_seconds": 0.05}, {"max_idle": 0, "idle_seconds": 60.0}], ids=str
)
def test_reqwest_keeps_idle_connections_as_the_options_say(option: Any, serve: Serve) -> None:
    """An idle connection beyond the time or the number is closed, though the server keeps it."""
    server = serve(USER_ANSWER)
    carrier = PyreqwestTransport()
    carrier._options = carrier._options._replace(**option)
    for _ in range(2):
        carrier.send(get(server.url), Timeouts())
        assert settled(server)
    assert server.connections == 2
    carrier.close()


def test_reqwest_tells_nothing_of_a_deadline_while_connecting(full: int) -> None:
    """Its error is that of a late response, so only the limit for connecting says `not sent`."""
    request, found = get(f"http://127.0.0.1:{full}"), []
    for limits in (Timeouts(connect=50.0, total=0.2), Timeouts(connect=0.2, total=50.0)):
        found.append(describe(Way("sync", "pyreqwest").failure(request, limits)))
    assert found == [("read", True, True, None), ("connect", False, True, None)]


def test_reqwest_s_limit_for_reading() -> None:
    """A server that says nothing takes the limit for reading alone, and its error says so."""
    assert _together(3.0, 3.0) == (3.0, 3.2)
    assert _together(30.0, 3.0) == (3.0, 3.2)
    assert (_together(None, 3.0), _together(3.0, None)) == ((None, 3.0), (3.0, None))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        request = get(f"http://127.0.0.1:{listener.getsockname()[1]}")
        failure = Way("sync", "pyreqwest").failure(request, Timeouts(connect=0.1, read=0.1))
    assert describe(failure) == ("read", True, True, None)
    assert str(failure) == "TimeoutError: operation timed out"


def test_reqwest_s_patience() -> None:
    """A streamed body may take the limits of all phases, that for writing for each MiB."""
    limits = Timeouts(1.0, 2.0, 4.0)
    lengths = {"0": 7.0, "1": 7.0, "1048577": 11.0}
    for length, seconds in lengths.items():
        assert _patience(limits, {"content-length": length}) == seconds
    assert _patience(limits, {}) is None
    assert _patience(Timeouts(1.0, 2.0), {"content-length": "1"}) is None


FORKING = """
import os, sys, warnings
from lagclient import Client, LagConnectionError
from lagclient.transport.pyreqwest import PyreqwestTransport, _Key, _patience
warnings.simplefilter("ignore", DeprecationWarning)
client = Client(token="lag_pat_x", base_url=sys.argv[1], transport=PyreqwestTransport())
client.users.me()
child = os.fork()
if not child:
    try:
        client.users.me()
    except LagConnectionError as error:
        os._exit(0 if (error.outcome, error.attempts) == ("not_sent", 1) else 1)
    os._exit(2)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print(client.users.me().id)
client.close()
"""


def test_reqwest_is_not_for_forks(serve: Serve) -> None:
    """In the child of a fork a call says that it cannot be made; the parent's connection stays."""
    server = serve(USER_ANSWER)
    program = [sys.executable, "-c", FORKING, server.url]
    done = subprocess.run(program, capture_output=True, text=True, timeout=30, check=False)
    assert (done.stdout, done.stderr) == ("me\n", "")
    assert (len(server.seen), server.connections) == (2, 1)

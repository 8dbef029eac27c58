"""Test programs that use the SDK: pytest fixtures, and settings for cassettes.

pytest loads this module as a plugin wherever lagclient is installed. The sandbox is imported only
for tests that use a fixture. The fixtures need the extra ``sandbox``::

    def test_greeting(lag_sandbox, lag_robot):
        welcome(lag_robot, lag_sandbox.room_id)

A suite that needs no new data for each test is faster with `lag_module_sandbox` or
`lag_session_sandbox`. All other fixtures use one of them if it takes the place of `lag_sandbox`::

    @pytest.fixture(scope="session")
    def lag_sandbox(lag_session_sandbox):
        return lag_session_sandbox

`vcr_config` and `CassetteYaml` are for suites that record their traffic with vcrpy, preferably
through pytest-recording. Their cassettes contain no credentials and can be read in a diff::

    @pytest.fixture
    def vcr_config():
        return testing.vcr_config()

    def pytest_recording_configure(config, vcr):
        vcr.register_serializer("yaml", testing.CassetteYaml)

vcrpy before 8.2, which Python 3.9 needs, records only requests of an httpx client: pass one as
`http_client`.
"""

from __future__ import annotations

import contextlib
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Generator,
    Iterator,
    List,
    Mapping,
    Optional,
    cast,
)

import pytest

from lagclient.scrubbing import Scrub

if TYPE_CHECKING:
    from lagclient import AsyncClient, Client
    from lagclient.sandbox import Sandbox

__all__ = [
    "CassetteYaml",
    "lag_async_client",
    "lag_async_robot",
    "lag_client",
    "lag_module_client",
    "lag_module_robot",
    "lag_module_sandbox",
    "lag_options",
    "lag_robot",
    "lag_sandbox",
    "lag_session_client",
    "lag_session_robot",
    "lag_session_sandbox",
    "vcr_config",
]


@pytest.fixture(scope="session")
def lag_options() -> Dict[str, Any]:
    """Arguments of `Sandbox` for all sandboxes of the fixtures; override it to set some.

    ::

        @pytest.fixture(scope="session")
        def lag_options():
            return {"rate_limits": False}
    """
    return {}


@pytest.fixture
def lag_sandbox(
    lag_options: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sandbox]:
    """A new sandbox for this test, with its initial data.

    While the test runs, `LAG_BASE_URL`, `LAG_TOKEN` and `LAG_ROBOT_KEY` point to it, so a program
    that reads them cannot reach the live API.
    """
    from lagclient.sandbox import Sandbox

    with Sandbox(**lag_options) as lag:
        _point_to(lag, monkeypatch)
        yield lag


@pytest.fixture(scope="module")
def lag_module_sandbox(lag_options: Mapping[str, Any]) -> Iterator[Sandbox]:
    """A sandbox for all tests of a module, which see what earlier tests left in it.

    The environment points to it as for `lag_sandbox`. If several sandboxes are open, it points to
    the newest one.
    """
    with _serving(lag_options) as lag:
        yield lag


@pytest.fixture(scope="session")
def lag_session_sandbox(lag_options: Mapping[str, Any]) -> Iterator[Sandbox]:
    """A sandbox for the whole test run, or for each worker of pytest-xdist."""
    with _serving(lag_options) as lag:
        yield lag


@pytest.fixture
def lag_client(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam, who owns the sandbox's server."""
    with _client(lag_sandbox.token, lag_sandbox) as client:
        yield client


@pytest.fixture(scope="module")
def lag_module_client(lag_module_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam for `lag_module_sandbox`."""
    with _client(lag_module_sandbox.token, lag_module_sandbox) as client:
        yield client


@pytest.fixture(scope="session")
def lag_session_client(lag_session_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam for `lag_session_sandbox`."""
    with _client(lag_session_sandbox.token, lag_session_sandbox) as client:
        yield client


@pytest.fixture
def lag_robot(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the server's robot, which has every permission."""
    with _client(lag_sandbox.robot_key, lag_sandbox) as client:
        yield client


@pytest.fixture(scope="module")
def lag_module_robot(lag_module_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the robot for `lag_module_sandbox`."""
    with _client(lag_module_sandbox.robot_key, lag_module_sandbox) as client:
        yield client


@pytest.fixture(scope="session")
def lag_session_robot(lag_session_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the robot for `lag_session_sandbox`."""
    with _client(lag_session_sandbox.robot_key, lag_session_sandbox) as client:
        yield client


# The async clients are not closed, because their connections end with the test's event loop. So
# these are plain fixtures, which work with and without any plugin for async tests. They are only
# for one test, because its event loop is.


@pytest.fixture
def lag_async_client(lag_sandbox: Sandbox) -> AsyncClient:
    """The async client of Sam, for the event loop of the test."""
    from lagclient import AsyncClient

    return AsyncClient(token=lag_sandbox.token, base_url=lag_sandbox.url)


@pytest.fixture
def lag_async_robot(lag_sandbox: Sandbox) -> AsyncClient:
    """The async client of the server's robot, for the event loop of the test."""
    from lagclient import AsyncClient

    return AsyncClient(token=lag_sandbox.robot_key, base_url=lag_sandbox.url)


_open: List[Sandbox] = []
"""The sandboxes of modules and of the run, the newest last."""
_environment: pytest.MonkeyPatch = pytest.MonkeyPatch()


@contextlib.contextmanager
def _serving(options: Mapping[str, Any]) -> Generator[Sandbox, None, None]:
    from lagclient.sandbox import Sandbox

    with Sandbox(**options) as lag:
        _open.append(lag)
        _point_to_newest()
        try:
            yield lag
        finally:
            # Maybe not the newest: pytest ends a module after it began the sandbox of the run.
            _open.remove(lag)
            _point_to_newest()


def _point_to_newest() -> None:
    _environment.undo()
    if _open:
        _point_to(_open[-1], _environment)


def _point_to(lag: Sandbox, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LAG_BASE_URL", lag.url)
    environment.setenv("LAG_TOKEN", lag.token)
    environment.setenv("LAG_ROBOT_KEY", lag.robot_key)


def _client(token: str, lag: Sandbox) -> Client:
    from lagclient import Client

    return Client(token=token, base_url=lag.url)


def vcr_config(*, origin: Optional[str] = None, **changes: Any) -> Dict[str, Any]:
    """Return settings of vcrpy for cassettes that are strict, readable and without credentials.

    Requests match by method, URL, body, and the headers that are kept: `Authorization` (only its
    scheme) and `Content-Type`. Tokens, robot keys, device tokens, invite codes and share codes are
    replaced in URLs, headers and bodies. JSON is indented, and the boundary of forms is constant.

    Args:
        origin: Address of the recorded API, such as `Sandbox.url`; it is replaced by the live one.
        **changes: Other options of vcrpy, or other values of the options that are set here.
    """
    scrub = Scrub(origin)
    return {
        "match_on": ("method", "uri", "headers", "body"),
        "decode_compressed_response": True,
        "before_record_request": scrub.request,
        "before_record_response": scrub.response,
        **changes,
    }


class CassetteYaml:
    """A serializer of vcrpy whose files can be read, because texts keep their lines.

    pytest-recording names files by their serializer, so register it as ``yaml``.
    """

    @staticmethod
    def serialize(cassette: Any) -> str:
        """Return a cassette as text."""
        import yaml

        # Not libyaml's, which escapes emoji.
        class Dumper(yaml.SafeDumper):
            pass

        def text(_: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
            style = "|" if "\n" in value else None
            return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)

        Dumper.add_representer(str, text)
        dump: Callable[..., str] = cast("Any", yaml).dump
        return dump(cassette, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)

    @staticmethod
    def deserialize(text: str) -> Any:
        """Return the cassette of a text."""
        import yaml

        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506

"""Test programs that use the SDK: pytest fixtures, and settings for cassettes.

pytest loads this module as a plugin wherever lagclient is installed. The sandbox is imported only
for tests that use a fixture. The fixtures need the extra ``sandbox``::

    def test_greeting(lag_sandbox, lag_robot):
        welcome(lag_robot, lag_sandbox.room_id)

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

import json
import re
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, Mapping, Optional, Sequence, cast

import pytest

if TYPE_CHECKING:
    from lagclient import AsyncClient, Client
    from lagclient.sandbox import Sandbox

__all__ = [
    "CassetteYaml",
    "lag_async_client",
    "lag_async_robot",
    "lag_client",
    "lag_robot",
    "lag_sandbox",
    "vcr_config",
]

LIVE = "https://api.trylag.com"
SCRUBBED = "scrubbed"
BOUNDARY = "lagclient-boundary"

_KEPT_HEADERS = ("authorization", "content-type", "retry-after", "x-request-id")
# The holder of a code can join a server or an event with it.
_SECRET_KEYS = ("code", "shareCode", "token")
_SECRET_PATH = re.compile(r"(/servers/(?:invite|join)/)[^/?]+")
_SECRET = re.compile(rb"(lag_pat_|lag_robot_)[\w.~+/=-]+")
_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


@pytest.fixture
def lag_sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A new sandbox for this test, with its initial data.

    While the test runs, `LAG_BASE_URL`, `LAG_TOKEN` and `LAG_ROBOT_KEY` point to it, so a program
    that reads them cannot reach the live API.
    """
    from lagclient.sandbox import Sandbox

    with Sandbox() as lag:
        monkeypatch.setenv("LAG_BASE_URL", lag.url)
        monkeypatch.setenv("LAG_TOKEN", lag.token)
        monkeypatch.setenv("LAG_ROBOT_KEY", lag.robot_key)
        yield lag


@pytest.fixture
def lag_client(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam, who owns the sandbox's server."""
    from lagclient import Client

    with Client(token=lag_sandbox.token, base_url=lag_sandbox.url) as client:
        yield client


@pytest.fixture
def lag_robot(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the server's robot, which has every permission."""
    from lagclient import Client

    with Client(token=lag_sandbox.robot_key, base_url=lag_sandbox.url) as client:
        yield client


# The async clients are not closed, because their connections end with the test's event loop. So
# these are plain fixtures, which work with and without any plugin for async tests.


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


def vcr_config(*, origin: Optional[str] = None, **changes: Any) -> Dict[str, Any]:
    """Return settings of vcrpy for cassettes that are strict, readable and without credentials.

    Requests match by method, URL, body, and the headers that are kept: `Authorization` (only its
    scheme) and `Content-Type`. Tokens, robot keys, device tokens, invite codes and share codes are
    replaced in URLs, headers and bodies. JSON is indented, and the boundary of forms is constant.

    Args:
        origin: Address of the recorded API, such as `Sandbox.url`; it is replaced by the live one.
        **changes: Other options of vcrpy, or other values of the options that are set here.
    """
    scrub = _Scrub(origin)
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


class _Scrub:
    """Remove credentials; idempotent, because vcrpy runs it twice."""

    def __init__(self, origin: Optional[str]) -> None:
        self._origin = origin.rstrip("/").encode() if origin else None

    def request(self, request: Any) -> Any:
        """Return a request of vcrpy as it is recorded and compared."""
        request.uri = _SECRET_PATH.sub(rf"\g<1>{SCRUBBED}", self._text(request.uri))
        headers = self._kept({name.lower(): value for name, value in request.headers.items()})
        body = request.body
        boundary = _BOUNDARY.search(headers.get("content-type", ""))
        if boundary:
            headers["content-type"] = headers["content-type"].replace(boundary[1], BOUNDARY)
            if isinstance(body, bytes):
                body = body.replace(boundary[1].encode(), BOUNDARY.encode())
        if isinstance(body, bytes):
            request.body = self._body(body)
        request.headers = headers
        return request

    def response(self, response: Dict[str, Any]) -> Dict[str, Any]:
        """Return a response as it is recorded."""
        headers = {name.lower(): values for name, values in response["headers"].items()}
        return {
            "status": response["status"],
            "headers": {
                name: [self._text(value) for value in headers[name]]
                for name in _KEPT_HEADERS
                if name in headers
            },
            "body": {"string": self._body(response["body"]["string"])},
        }

    def _kept(self, headers: Mapping[str, str]) -> Dict[str, str]:
        kept = {name: self._text(headers[name]) for name in _KEPT_HEADERS if name in headers}
        if "authorization" in kept:
            scheme, blank, _ = kept["authorization"].partition(" ")
            kept["authorization"] = f"{scheme} {SCRUBBED}" if blank else SCRUBBED
        return kept

    def _body(self, body: bytes) -> bytes:
        body = self._bytes(body)
        try:
            data = json.loads(body)
        except ValueError:
            return body
        return json.dumps(_without_secrets(data), indent=2, ensure_ascii=False).encode()

    def _text(self, text: str) -> str:
        return self._bytes(text.encode()).decode()

    def _bytes(self, data: bytes) -> bytes:
        if self._origin:
            data = data.replace(self._origin, LIVE.encode())
        return _SECRET.sub(rb"\g<1>" + SCRUBBED.encode(), data)


def _without_secrets(data: Any) -> Any:
    if isinstance(data, list):
        return [_without_secrets(item) for item in cast("Sequence[Any]", data)]
    if isinstance(data, dict):
        return {
            key: SCRUBBED
            if key in _SECRET_KEYS and isinstance(value, str)
            else _without_secrets(value)
            for key, value in cast("Dict[str, Any]", data).items()
        }
    return data

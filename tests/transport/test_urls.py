"""URLs: which the API may have, and what becomes of them."""

from __future__ import annotations

from typing import Any

import anyio
import pytest

from lagclient.errors import LagInvalidRequestError
from lagclient.transport.urls import checked_base_url, is_loopback
from tests.kit.adapters import KINDS, backend_of, client_by
from tests.kit.every import every
from tests.kit.servers import Serve
from tests.kit.ways import USER_ANSWER


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://lag.example", "https://lag.example"),
        ("https://lag.example/", "https://lag.example"),
        ("https://lag.example/v1//", "https://lag.example/v1"),
        ("https://lag.example:8443", "https://lag.example:8443"),
        ("HTTPS://lag.example", "https://lag.example"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://BÜCHER.example:1/ü/%2F~x", "https://xn--bcher-kva.example:1/%C3%BC/%2F~x"),
        ("https://lag.example/ü", "https://lag.example/%C3%BC"),
        ("https://lag.example.", "https://lag.example."),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://localhost:1", "http://localhost:1"),
        ("http://LOCALHOST", "http://LOCALHOST"),
        ("http://[::1]:8080/lag/", "http://[::1]:8080/lag"),
    ],
)
def test_base_urls_that_are_taken(given: str, kept: str) -> None:
    """https anywhere, http on this machine; a slash at the end is dropped."""
    assert checked_base_url(given, allow_http=False) == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://lag.example",
        "HTTP://lag.example",
        "http://10.0.0.1",
        "http://localhost.example",
        "http://127.0.0.1.example",
        "http://0.0.0.0",
        "http://[2001:db8::1]",
        "http://2130706433",
    ],
)
def test_clear_text_stays_on_this_machine(url: str) -> None:
    """http to another machine is refused, and said to be the token in clear text; or allowed."""
    with pytest.raises(LagInvalidRequestError, match="allow_http"):
        checked_base_url(url, allow_http=False)
    assert checked_base_url(url, allow_http=True) == url.replace("HTTP:", "http:")


@every(
    "url",
    [
        "",
        "lag.example",
        "//lag.example",
        "https://",
        "https:///users",
        "https:lag.example",
        "ftp://lag.example",
        "file:///etc/passwd",
        "ws://lag.example",
        "https://lag.example:0",
        "https://lag.example:99999",
        "https://lag.example:port",
        "https://[::1",
        "https://lag.example\n",
        " https://lag.example",
        "https://lag .example",
        "https://lag.example\t",
        "https://lag.example/\x00",
        "http://127.0.0.1\t.example",
    ],
)
@every("allow_http", [True, False])
def test_what_is_no_base_url(url: str, allow_http: bool) -> None:
    """Anything else is refused with an example of one."""
    with pytest.raises(LagInvalidRequestError, match=r"https://api\.trylag\.com"):
        checked_base_url(url, allow_http)


@pytest.mark.parametrize(
    "url",
    [
        "https://a..b",
        "https://.lag.example",
        "https://lag.example..",
        "https://" + "a" * 64 + ".example",
        "https://" + "a." * 127 + "example",
        "https://" + "ü" * 64 + ".example",
        "https://lag.\ud800.example",
    ],
    ids=ascii,
)
def test_a_host_that_no_resolver_takes_is_refused(url: str) -> None:
    """A host with an empty or too long label is refused before a lookup could fail on it."""
    with pytest.raises(LagInvalidRequestError, match="`base_url` must "):
        checked_base_url(url, allow_http=False)


@pytest.mark.parametrize("value", [5, b"https://lag.example", ["https://lag.example"]], ids=repr)
def test_a_base_url_is_text(value: Any) -> None:
    """Another type is refused as another URL is."""
    with pytest.raises(LagInvalidRequestError, match=r"`base_url` must be like .* or http://127"):
        checked_base_url(value, allow_http=False)


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_of_other_letters_arrives(kind: str, serve: Serve) -> None:
    """A base URL that is not ASCII reaches the server the same way over every transport."""
    server = serve(USER_ANSWER)

    async def main() -> None:
        async with client_by(kind, f"{server.url}/ü") as client:
            await client.users.me()

    if backend_of(kind) == "sync":
        with client_by(kind, f"{server.url}/ü") as client:
            client.users.me()
    else:
        anyio.run(main, backend=backend_of(kind))
    assert server.seen[0].startswith(b"GET /%C3%BC/users/me HTTP/1.1\r\n")


@pytest.mark.parametrize(
    "url",
    [
        "https://canary@lag.example",
        "https://sam:canary@lag.example",
        "https://sam:can@canary@lag.example",
        "https://sam:can/canary@lag.example",
        "https://sam:can\ncanary@lag.example",
        "sam:canary@lag.example",
        "http://canary@127.0.0.1",
        "http://127.0.0.1\\@lag.example/",
        "https://@lag.example",
        "https://lag.example?token=canary",
        "https://lag.example?",
        "https://lag.example/#top",
        "https://lag.example#",
    ],
)
def test_a_base_url_has_no_secrets(url: str) -> None:
    """A user, query or fragment is refused, and none of it is in the error."""
    with pytest.raises(LagInvalidRequestError) as caught:
        checked_base_url(url, allow_http=True)
    assert "canary" not in repr(caught.value)
    assert "canary" not in str(caught.value)


def test_loopback() -> None:
    """This machine is 127.0.0.0/8, ::1 and localhost; names that look like it are not."""
    here = ["localhost", "127.0.0.1", "127.255.255.254", "::1"]
    elsewhere = ["", "0.0.0.0", "::", "1.1.1.1", "127.1", "localhost.", "127.0.0.1.x"]
    assert [host for host in here + elsewhere if is_loopback(host)] == here

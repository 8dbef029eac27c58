"""How to connect: the options of both clients and all transports, and what variables say."""

from __future__ import annotations

import importlib.util
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

import certifi
import httpx
import pytest

from lagclient import AsyncClient, Client, LagInvalidRequestError
from lagclient.transport import proxies, tls
from lagclient.transport.httpx.transport import HttpxTransport
from lagclient.transport.options import ConnectionOptions
from lagclient.transport.protocol import TransportError
from lagclient.transport.proxies import is_exempt
from tests.kit.adapters import ADAPTERS, client_by
from tests.kit.calls import USER_TOKEN
from tests.kit.every import every
from tests.kit.reports import report_of

LAG = "https://lag.example"
PASSWORD = "swordfish"
MAKERS: Dict[str, Callable[..., Any]] = {
    "Client": lambda **options: Client(token=USER_TOKEN, **options),
    "AsyncClient": lambda **options: AsyncClient(token=USER_TOKEN, **options),
    **{name: make for name, (_, make) in ADAPTERS.items()},
}
"""Everything that has these options in its constructor."""


@pytest.fixture(params=MAKERS)
def make(request: Any) -> Callable[..., Any]:
    """Both clients and each adapter."""
    maker: Callable[..., Any] = MAKERS[request.param]
    return maker


@pytest.fixture(autouse=True)
def _without_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUEST_METHOD"):
        monkeypatch.delenv(name, raising=False)


class _Path:
    """A path that is none."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __fspath__(self) -> Any:
        return self.value

    def __str__(self) -> str:
        return f"path {self.value!r}"


KEY = b"-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n"
BROKEN = b"-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"

REFUSED: List[Any] = [
    ("proxy", 5),
    ("proxy", b"http://127.0.0.1:1"),
    ("proxy", ""),
    ("proxy", "127.0.0.1:8080"),
    ("proxy", "ftp://127.0.0.1:1"),
    ("proxy", "socks4://127.0.0.1:1"),
    ("proxy", "http://"),
    ("proxy", "http://h\ud800:1"),
    ("proxy", "http://a b:1"),
    ("proxy", "http://h\n:1"),
    ("proxy", "http://127.0.0.1:0"),
    ("proxy", "http://127.0.0.1:99999"),
    ("proxy", "http://127.0.0.1:x"),
    ("proxy", "http://[::1"),
    ("proxy", "http://a..b:1"),
    ("verify", 5),
    ("verify", None),
    ("verify", b"file.pem"),
    ("verify", "/no/such/file.pem"),
    ("verify", Path("/no/such/file.pem")),
    ("verify", "/"),
    ("verify", __file__),
    ("verify", Path(__file__)),
    ("verify", _Path(5)),
    ("verify", _Path(b"/no/such/file.pem")),
    ("trust_env", "no"),
    ("trust_env", 1),
    ("max_connections", 0),
    ("max_connections", -1),
    ("max_connections", True),
    ("max_connections", 1.0),
    ("max_connections", "9"),
    ("max_connections", None),
]


@every("option, value", REFUSED, ids=str)
def test_wrong_options_are_refused_at_once(
    make: Callable[..., Any], option: str, value: Any
) -> None:
    """A bad option is refused in the constructor, and the message names it."""
    with pytest.raises(LagInvalidRequestError, match=f"^`{option}` must "):
        make(**{option: value})


def test_right_options_are_taken(make: Callable[..., Any]) -> None:
    """Everything else is accepted, without a connection."""
    accepted: List[Dict[str, Any]] = [
        {"proxy": None},
        {"proxy": "http://127.0.0.1:1"},
        {"proxy": "https://user:password@proxy.example:8443/"},
        {"verify": True},
        {"verify": False},
        {"verify": certifi.where()},
        {"verify": Path(certifi.where())},
        {"trust_env": False},
        {"max_connections": 1},
    ]
    for options in accepted:
        make(**options)


@every(
    "options",
    [
        {"proxy": f"ftp://user:{PASSWORD}@127.0.0.1:1"},
        {"proxy": f"http://user:{PASSWORD}@127.0.0.1:x"},
        {"proxy": f"user:{PASSWORD}@127.0.0.1:1"},
        {"proxy": f"http://user:{PASSWORD}@127.0.0.1:1", "verify": 5},
        {"proxy": f"http://user:{PASSWORD}@127.0.0.1:1", "max_connections": 0},
    ],
    ids=str,
)
def test_a_proxy_password_is_not_reported(make: Callable[..., Any], options: Any) -> None:
    """Neither the error nor the variables of its frames have the password of a proxy."""
    with pytest.raises(LagInvalidRequestError) as caught:
        make(**options)
    assert PASSWORD not in report_of(caught.value)


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
@pytest.mark.parametrize(
    "options", [{"token": "a\n"}, {"base_url": "ftp://x"}, {"timeout_seconds": -1}], ids=str
)
def test_other_wrong_options_do_not_report_it_either(name: str, options: Any) -> None:
    """A client that cannot be made for another reason does not report the password either."""
    cls: Any = {"Client": Client, "AsyncClient": AsyncClient}[name]
    proxy = f"http://user:{PASSWORD}@127.0.0.1:1"
    with pytest.raises(Exception, match=r".") as caught:
        cls(**{"token": USER_TOKEN, "proxy": proxy, **options})
    assert PASSWORD not in report_of(caught.value)


# SOCKS


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_needs_socksio(
    name: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A SOCKS proxy is accepted where socksio is installed, and refused where it is not."""
    proxy = f"{scheme}://user:{PASSWORD}@127.0.0.1:1"
    spec: List[Optional[str]] = [None]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec[0])
    with pytest.raises(LagInvalidRequestError, match=r"needs socksio: .*httpx\[socks\]") as caught:
        MAKERS[name](proxy=proxy)
    assert PASSWORD not in report_of(caught.value)
    monkeypatch.setenv("ALL_PROXY", proxy)
    with pytest.raises(LagInvalidRequestError, match=r"^`ALL_PROXY` .*needs socksio"):
        MAKERS[name](base_url=LAG)
    spec[0] = "found"
    MAKERS[name](base_url=LAG)
    MAKERS[name](proxy=proxy)


@pytest.mark.parametrize("name", ADAPTERS)
def test_adapters_take_no_socks_proxy(name: str) -> None:
    """Adapters refuse a SOCKS proxy in the constructor, without its password."""
    with pytest.raises(LagInvalidRequestError) as caught:
        MAKERS[name](proxy=f"socks5://user:{PASSWORD}@127.0.0.1:1")
    expected = "`proxy` must be like http://host:port or https://host:port, not 'socks5://...@127"
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize("name", ADAPTERS)
def test_adapters_take_no_socks_proxy_of_the_environment(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that an adapter cannot follow is refused in the constructor of the client."""
    monkeypatch.setenv("ALL_PROXY", f"socks5://user:{PASSWORD}@127.0.0.1:1")
    with pytest.raises(LagInvalidRequestError, match=r"^`ALL_PROXY` must be like http") as caught:
        client_by(name, LAG)
    assert PASSWORD not in report_of(caught.value)
    client_by(name, "http://127.0.0.1:1")
    client_by(name, LAG, trust_env=False)


# Certificates


@pytest.mark.parametrize("carrier", ["http_client", "transport"])
@pytest.mark.parametrize(
    "option", [{"proxy": "http://127.0.0.1:1"}, {"verify": False}, {"trust_env": False}]
)
def test_options_beside_a_carrier_of_the_caller_are_refused(carrier: str, option: Any) -> None:
    """An object that makes connections by its own options would ignore those of the client."""
    carriers: Dict[str, Any] = {
        "http_client": httpx.Client(),
        "transport": HttpxTransport(ConnectionOptions()),
    }
    own = {carrier: carriers[carrier]}
    with pytest.raises(LagInvalidRequestError) as caught:
        Client(token=USER_TOKEN, **own, **option)
    (name,) = option
    assert caught.value.message.startswith(f"`{name}` must be an option of the object passed as")
    assert f"`{carrier}`" in caught.value.message
    Client(token=USER_TOKEN, **own)


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_missing_certificates_of_the_environment_are_named(
    make: Callable[..., Any], variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A variable that names certificates which do not exist is named in the constructor."""
    monkeypatch.setenv(variable, "/opt/gone")
    with pytest.raises(LagInvalidRequestError, match=f"^`{variable}` must .*'/opt/gone'"):
        make()
    for options in ({"trust_env": False}, {"verify": False}, {"verify": certifi.where()}):
        make(**options)
    there = certifi.where() if variable == "SSL_CERT_FILE" else f"/opt/gone:{tmp_path}"
    (tmp_path / "3513523f.0").touch()
    monkeypatch.setenv(variable, there)
    make()


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
@pytest.mark.parametrize("content", [b"", b"no PEM", KEY, BROKEN], ids=["", "text", "key", "cut"])
def test_certificates_that_are_none_are_named(
    make: Callable[..., Any],
    variable: str,
    content: bytes,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A file without a certificate, or a folder without files of them, is named at once."""
    file = tmp_path / "authority.pem"
    file.write_bytes(content)
    with pytest.raises(LagInvalidRequestError, match=r"^`verify` must name certificates in PEM"):
        make(verify=file)
    monkeypatch.setenv(variable, str(file if variable == "SSL_CERT_FILE" else tmp_path))
    with pytest.raises(LagInvalidRequestError, match=f"^`{variable}` must "):
        make()


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_certificates_do_not_matter_without_tls(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For http:// no variable of certificates is looked at, unless the proxy speaks TLS."""
    monkeypatch.setenv("SSL_CERT_FILE", "/opt/gone")
    MAKERS[name](base_url="http://127.0.0.1:1")
    MAKERS[name](base_url=LAG, http_client=ANY_CLIENT[name])
    with pytest.raises(LagInvalidRequestError, match=r"^`SSL_CERT_FILE`"):
        MAKERS[name](base_url="http://127.0.0.1:1", proxy="https://127.0.0.1:1")


ANY_CLIENT: Dict[str, Any] = {
    "Client": httpx.Client(verify=False),
    "AsyncClient": httpx.AsyncClient(verify=False),
}


def test_broken_certificates_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not one of certificates any more is named, when it is loaded."""
    with pytest.raises(TransportError, match=r"^`verify` must name certificates in PEM, not .*py"):
        ConnectionOptions(verify=__file__).context()
    monkeypatch.setenv("SSL_CERT_FILE", __file__)
    with pytest.raises(TransportError, match=r"^`SSL_CERT_FILE` must name certificates in PEM"):
        ConnectionOptions.checked().context()


def test_contexts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The usual certificates are loaded once in a process, those of an option on request."""
    tls.default_context.cache_clear()
    default: Any = ConnectionOptions.checked().context()
    assert default.verify_mode is ssl.CERT_REQUIRED
    assert ConnectionOptions.checked(trust_env=False).context() is default
    own: Any = ConnectionOptions.checked(verify=certifi.where()).context()
    assert own is not default
    assert own.verify_mode is ssl.CERT_REQUIRED
    assert ConnectionOptions.checked(verify=own).context() is own
    assert ConnectionOptions.checked(verify=False).context() is False
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    folder: Any = ConnectionOptions.checked().context()
    assert folder is not default
    assert folder.get_ca_certs() == []


CHEAP = """
import sys
from lagclient import AsyncClient, Client
for cls in (Client, AsyncClient):
    cls(token="x", verify=sys.argv[1], proxy="https://127.0.0.1:1", max_connections=5)
    cls(token="x", base_url="https://lag.example")
print([name for name in ("ssl", "httpx", "urllib.request", "asyncio") if name in sys.modules])
"""


def test_checking_options_is_cheap() -> None:
    """The constructors check proxies and certificates without loading what would use them."""
    program = [sys.executable, "-c", CHEAP, certifi.where()]
    environment = {"HTTPS_PROXY": "http://127.0.0.1:1", "SSL_CERT_FILE": certifi.where()}
    done = subprocess.run(program, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"


# Proxies of the environment


@every(
    "env, url, proxy",
    [
        ({}, LAG, None),
        ({"HTTPS_PROXY": "http://p:1"}, LAG, "http://p:1"),
        ({"https_proxy": "http://p:1"}, LAG, "http://p:1"),
        ({"https_proxy": "http://p:1", "HTTPS_PROXY": "http://q:1"}, LAG, "http://p:1"),
        ({"https_proxy": "", "HTTPS_PROXY": "http://q:1"}, LAG, None),
        ({"HTTPS_PROXY": "p:1"}, LAG, "http://p:1"),
        ({"ALL_PROXY": "http://a:1", "HTTPS_PROXY": "http://p:1"}, LAG, "http://p:1"),
        ({"ALL_PROXY": "http://a:1"}, LAG, "http://a:1"),
        ({"HTTP_PROXY": "http://p:1"}, LAG, None),
        ({"HTTP_PROXY": "http://p:1"}, "http://lag.example", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1", "REQUEST_METHOD": "GET"}, "http://lag.example", None),
        ({"http_proxy": "http://p:1", "REQUEST_METHOD": "GET"}, "http://lag.example", "http://p:1"),
        ({"HTTPS_PROXY": ""}, LAG, None),
        ({"ALL_PROXY": "http://p:1"}, "http://127.0.0.1:80", None),
        ({"ALL_PROXY": "http://p:1"}, "https://127.0.0.1", None),
        ({"ALL_PROXY": "http://p:1"}, "http://localhost:80", None),
        ({"ALL_PROXY": "http://p:1"}, "http://[::1]:80", None),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "lag.example"}, LAG, None),
        ({"ALL_PROXY": "http://p:1", "NO_PROXY": "lag.example:443"}, f"{LAG}/api", None),
        ({"ALL_PROXY": "http://p:1", "no_proxy": "other"}, LAG, "http://p:1"),
    ],
)
def test_the_proxy_of_the_environment(
    env: Any, url: str, proxy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment's proxy is used as NO_PROXY lets it, and never for this machine itself."""
    with monkeypatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        found = ConnectionOptions.checked().proxy_for(url)
        assert (found.url if found else None) == proxy
        assert ConnectionOptions.checked(trust_env=False).proxy_for(url) is None
        own = ConnectionOptions.checked(proxy="http://own:1").proxy_for(url)
        assert own
        assert own.url == "http://own:1"


@every(
    "no_proxy, url, exempt",
    [
        ("*", LAG, True),
        (" , ", LAG, False),
        ("lag.example", LAG, True),
        ("LAG.example", LAG, True),
        ("lag.example", "https://LAG.EXAMPLE", True),
        ("lag.example", "https://lag.example.", True),
        ("other, .example", LAG, True),
        ("*.example", LAG, True),
        ("example", LAG, True),
        ("ag.example", LAG, False),
        ("lag.example", "https://notlag.example", False),
        ("lag.example:443", LAG, True),
        ("lag.example:8443", LAG, False),
        ("lag.example:8443", "https://lag.example:8443", True),
        ("*:443", LAG, True),
        ("*:80", LAG, False),
        ("https://lag.example", LAG, True),
        ("https://lag.example:443", LAG, True),
        ("http://lag.example", LAG, False),
        ("all://lag.example", LAG, True),
        ("https://", LAG, False),
        ("https://lag.example/", LAG, True),
        ("lag.example:443/api", LAG, True),
        ("b\u00fccher.example", "https://xn--bcher-kva.example", True),
        ("b\u00fccher\u2603.example", LAG, False),
        ("10.1.2.3", "http://10.1.2.3", True),
        ("10.1.2.3:80", "http://10.1.2.3", True),
        ("10.1.2.3:81", "http://10.1.2.3", False),
        ("2.3", "http://10.1.2.3", False),
        ("10.0.0.0/8", "http://10.1.2.3", True),
        ("10.1.2.3/24", "http://10.1.2.99", True),
        ("192.168.0.0/16", "http://10.1.2.3", False),
        ("10.0.0.0/99", "http://10.1.2.3", False),
        ("10.0.0.0/8", "http://ten.example", False),
        ("2001:db8::1", "http://[2001:db8::1]", True),
        ("[2001:db8::1]", "http://[2001:db8::1]", True),
        ("[2001:db8::1]:80", "http://[2001:db8::1]", True),
        ("[2001:db8::1]:81", "http://[2001:db8::1]", False),
        ("2001:db8::/32", "http://[2001:db8::1]", True),
        ("[2001:db8::]/32", "http://[2001:db8::1]", True),
        ("2001:db9::/32", "http://[2001:db8::1]", False),
    ],
)
def test_no_proxy(no_proxy: str, url: str, exempt: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_PROXY has hosts and domains, ports, schemes, addresses and networks."""
    monkeypatch.setenv("ALL_PROXY", "http://p:1")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert (ConnectionOptions.checked().proxy_for(url) is None) is exempt


def test_an_unknown_scheme_has_no_port() -> None:
    """An entry with a port does not fit a URL whose port is not known."""
    assert not is_exempt("lag.example:80", "ftp", "lag.example", None)


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_a_wrong_proxy_of_the_environment_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that names no proxy is named in the constructor, if the proxy would be used."""
    monkeypatch.setenv("HTTPS_PROXY", f"ftp://user:{PASSWORD}@p:1")
    with pytest.raises(
        LagInvalidRequestError, match=r"^`HTTPS_PROXY` must be like http:"
    ) as caught:
        MAKERS[name](base_url=LAG)
    assert PASSWORD not in report_of(caught.value)
    MAKERS[name](base_url="http://127.0.0.1:1")
    MAKERS[name](base_url=LAG, trust_env=False)
    MAKERS[name](base_url=LAG, proxy="http://127.0.0.1:1")
    with pytest.raises(TransportError, match=r"^`HTTPS_PROXY` must be like http:"):
        ConnectionOptions.checked().proxy_for(LAG)


def test_the_proxy_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS and Windows have settings for proxies: they count where no variable is set."""
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"https": "sys:1"})
    monkeypatch.setattr(urllib.request, "proxy_bypass", lambda host: host == "in.example")
    options = ConnectionOptions.checked()
    assert options.proxy_for(LAG) is None
    monkeypatch.setattr(proxies, "_WITH_SETTINGS", (sys.platform,))
    found = options.proxy_for(LAG)
    assert found
    assert found.url == "http://sys:1"
    others = ("https://in.example", "https://127.0.0.1", "http://lag.example")
    assert [options.proxy_for(url) for url in others] == [None, None, None]
    monkeypatch.setenv("HTTP_PROXY", "http://p:1")
    assert options.proxy_for(LAG) is None

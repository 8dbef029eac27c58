"""The folder of cassettes: whole, readable, and nothing in it that opens a door."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator, List, Set

import pytest
import yaml
from vcr.cassette import Cassette
from vcr.errors import CannotOverwriteExistingCassetteException

from lagclient.generate.shipping import cassettes
from lagclient.resources import TABLE
from lagclient.scrubbing import LIVE
from lagclient.testing import CassetteYaml
from tests.kit.every import every

from .cases import CASES, MIRA, SERVER, Case, by
from .live import CASSETTES
from .replaying import data_of
from .staging import Stage

FILES = sorted(CASSETTES.glob("*"))
KEPT = {
    "request": {"authorization", "content-type"},
    "response": {"content-type", "x-request-id"},
}
CREDENTIALS = {
    "token": rb"lag_(pat|robot)_(?!scrubbed\b)\w",
    "jwt": rb"\beyJ[\w-]{8,}\.",
    "scheme": rb"(?i)\b(bearer|basic|robot)\s+(?!scrubbed\b)[\w.~+/-]{8,}",
    "cookie": rb"(?i)cookie",
    "code": rb'"(code|shareCode|token)": "(?!scrubbed")|/(invite|join)/(?!scrubbed)\w',
    "long secret": rb"\b(?=\w*\d)(?=\w*[A-Za-z])\w{32,}\b",
}
# An image in base64 is as long as a secret; it is the one of the cases.
HARMLESS = re.compile(rb"iVBORw0KGgo[\w+/]+=*")


def expected() -> Set[str]:
    """Return the names of the cassettes of all routes."""
    return {name for route in TABLE.values() for name in cassettes(route)}


def contents(data: Any) -> Iterator[bytes]:
    """All texts of a cassette, forms with binary parts included."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield str(key).encode()
            yield from contents(value)
    elif isinstance(data, list):
        for item in data:
            yield from contents(item)
    else:
        yield data if isinstance(data, bytes) else str(data).encode()


def suspects(text: str) -> List[str]:
    """What in a cassette looks like a credential."""
    pieces = [HARMLESS.sub(b"", piece) for piece in contents(yaml.safe_load(text))]
    return [
        name
        for name, pattern in CREDENTIALS.items()
        if any(re.search(pattern, piece) for piece in pieces)
    ]


def test_route_has_a_cassette_for_each_credential() -> None:
    """Each credential that a route admits has a cassette; streams have none, as they never end."""
    assert {file.name for file in FILES} == {f"{name}.yaml" for name in expected()}


def test_cassette_has_a_case() -> None:
    """Each cassette can be recorded again, and no two cases share one."""
    assert sorted(case.name for case in CASES) == sorted(file.stem for file in FILES)


def test_streams_have_no_cassette() -> None:
    """One route is a stream; a new one fails here first."""
    assert [name for name, route in TABLE.items() if not cassettes(route)] == ["robots.events.sse"]


@every("file", FILES, ids=lambda file: file.stem)
def test_cassette_has_no_credential(file: Path) -> None:
    """A cassette contains no token, cookie, invite code or long secret."""
    assert suspects(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("a: lag_pat_1", "token"),
        ("a: see lag_robot_ab12_cd34", "token"),
        ("a: eyJhbGciOiJIUzI1NiJ9.e30.x", "jwt"),
        ("a: Bearer 1234567890abcdef", "scheme"),
        ("Set-Cookie: [x]", "cookie"),
        ("""a: '{"code": "q7Xk2"}'""", "code"),
        ("a: https://api.trylag.com/servers/join/q7Xk2", "code"),
        ("a: 0123456789abcdef0123456789abcdef", "long secret"),
        ("a: !!binary bGFnX3BhdF8x", "token"),
    ],
)
def test_credential_search_finds_each_kind(text: str, name: str) -> None:
    """The search finds each kind of credential, in binary bodies too."""
    assert suspects(text) == [name]


@every("file", FILES, ids=lambda file: file.stem)
def test_cassette_is_readable(file: Path) -> None:
    """A cassette has few headers, the live host, and JSON on separate lines."""
    text = file.read_text(encoding="utf-8")
    interactions = CassetteYaml.deserialize(text)["interactions"]
    assert interactions
    for interaction in interactions:
        for side, kept in KEPT.items():
            assert set(interaction[side]["headers"]) <= kept
        assert interaction["request"]["uri"].startswith(f"{LIVE}/")
        assert interaction["response"]["status"]["code"] in (200, 201, 204)
    assert "127.0.0.1" not in text
    assert "\\n" not in text.replace("\\\\n", "")
    assert '{"' not in text


@pytest.mark.vcr(record_mode="none")
@pytest.mark.block_network
@pytest.mark.parametrize(
    "case",
    [
        pytest.param(Case(step, ()), id=what, marks=pytest.mark.default_cassette(cassette))
        for what, cassette, step in [
            ("method", "servers.delete.user", by("sam", "servers.get", SERVER)),
            ("path", "servers.get.user", by("sam", "servers.get", "srv_2")),
            ("query", "users.search.user", by("sam", "users.search", "j")),
            ("body", "dms.create.user", by("sam", "dms.create", MIRA)),
            ("credential", "system.health.robot", by("sam", "system.health")),
        ]
    ],
    indirect=True,
)
def test_replay_matches_the_whole_request(stage: Stage, vcr: Cassette) -> None:
    """A request with another method, path, query, body or kind of credential gets no response."""
    with pytest.raises(CannotOverwriteExistingCassetteException):
        data_of(stage)
    assert not vcr.play_count

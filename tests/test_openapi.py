from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

import pytest

from lagclient.resources import TABLE
from tests.kit.documents import ROOT

Json = Dict[str, Any]


def target() -> Any:
    """The module that writes the document."""
    reason = "the wheel does not have what only a checkout generates"
    return pytest.importorskip("lagclient.generate.targets.openapi", reason=reason)


@pytest.fixture(scope="module")
def document() -> Json:
    """The committed document."""
    parsed: Json = json.loads((ROOT / "openapi.json").read_text(encoding="utf-8"))
    return parsed


def operations(document: Json) -> Iterator[Tuple[str, str, Json]]:
    """Each operation with its path and its method."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def test_openapi_is_not_stale(document: Json) -> None:
    """The committed document is what the table compiles to: if not, run `lagclient generate`."""
    fresh = target().openapi(TABLE, ROOT / "cassettes")
    assert json.dumps(document, indent=2, ensure_ascii=False) + "\n" == fresh


def test_openapi_has_every_endpoint(document: Json) -> None:
    """Each route is an operation for each kind of token that has the endpoint, nothing else is."""
    expected = {
        (route.path_for(kind), route.method)
        for route in (TABLE[name] for name in TABLE)
        for kind in (("user",) if "public" in route.kinds else route.kinds)
        if kind not in route.via
    }
    assert {(path, method) for path, method, _ in operations(document)} == expected


def test_openapi_ids_are_unique(document: Json) -> None:
    """An operation is named by the method of the SDK, and by nothing else in the document."""
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))
    assert {name[: -len(".robot")] if name.endswith(".robot") else name for name in names} == set(
        TABLE
    )


def test_openapi_says_who_may_call(document: Json) -> None:
    """An operation names the kind of token, and the permission that a robot needs."""
    found = {
        operation["operationId"]: operation["security"] for _, _, operation in operations(document)
    }
    assert found["users.me"] == [{"user": []}]
    assert found["servers.rooms.messages.send.robot"] == [{"robot": ["send_messages"]}]
    assert found["system.health"] == [{}]


def test_openapi_refers_to_what_is_there(document: Json) -> None:
    """Each reference leads to a component, and each component is referred to."""
    text = json.dumps(document)
    for kind in ("schemas", "responses"):
        used = set(re.findall(rf"#/components/{kind}/(\w+)", text))
        assert used == set(document["components"][kind]), kind


def test_openapi_links_lead_to_what_was_created(document: Json) -> None:
    """A request that creates something is linked to the requests that read and change it."""
    created = document["paths"]["/servers/{server_id}/rooms"]["post"]["responses"]["200"]
    assert created["links"]["servers.rooms.update"]["parameters"] == {
        "server_id": "$request.path.server_id",
        "room_id": "$response.body#/id",
    }


def test_openapi_has_no_token(document: Json) -> None:
    """Examples come from cassettes, which have no token in them."""
    text = json.dumps(document["paths"])
    assert re.search(r"lag_(pat|robot)_\w{4,}", text) is None


def test_openapi_reads_cassettes_of_a_folder(tmp_path: Path) -> None:
    """Without cassettes there are no examples, and the document is valid all the same."""
    assert '"example"' not in target().openapi(TABLE, tmp_path)

"""What `completes.py` calls a fault."""

from __future__ import annotations

from typing import Any

import pytest

from lagclient import Page
from lagclient.models import HealthResponse, Ok, VersionResponse
from lagclient.resources import TABLE

from .faults import DEFECTS, differences, faults, no_defect, unlike

VERSION = TABLE["system.version"]
PAGES = TABLE["dms.list_messages"]


def told(body: Any, result: Any, type: str = "VersionResponse", status: int = 200) -> Any:
    return {"type": type, "result": result, "answers": [{"status": status, "body": body}]}


FAULTY = {
    "a field under another name": (
        told({"versions": "1"}, {"version": "1"}),
        ".versions: '1', but '(nothing)'",
    ),
    "a field that the answer lacks": (told({}, {"version": None}), "'(nothing)', but None"),
    "a value that was changed": (told({"version": "1"}, {"version": "2"}), "'1', but '2'"),
    "another status": (told({"version": "1"}, {"version": "1"}, status=201), "answered {201}"),
    "another type": (told({}, {}, type="dict"), "returned dict, where it declares VersionResponse"),
    "an error": ({"error": "LagServerError: no", "answers": []}, "LagServerError: no"),
}


@pytest.mark.parametrize("given", FAULTY.values(), ids=FAULTY)
def test_fault_is_found(given: Any) -> None:
    """A field that a response lacks, or that 0.2.0 changes, is a fault with its place."""
    call, words = given
    found = list(faults(VERSION, "user", "VersionResponse", call))
    assert words in " ".join(found)


def test_unchanged_answer_has_no_fault() -> None:
    """A model with all that was answered has no fault, unknown fields included."""
    body = {"version": "1", "new": [None]}
    assert list(faults(VERSION, "user", "VersionResponse", told(body, body))) == []


def test_iterator_must_have_several_pages() -> None:
    """One page does not show that an iterator goes on; an empty list shows nothing."""
    body = {"messages": [1], "hasMore": False, "nextCursor": None}
    page = {"items": [1], "hasMore": False, "nextCursor": None}
    call = told(body, [page], type="Iterator[Page[DmMessage]]")
    declared = call["type"]
    assert list(faults(PAGES, "user", declared, call)) == ["there was but one page to walk"]
    call["answers"] *= 2
    call["result"] *= 2
    assert list(faults(PAGES, "user", declared, call)) == []
    (fault,) = faults(PAGES, "user", "list[Server]", told([], [], type="list[]"))
    assert "list[]" in fault


@pytest.mark.parametrize("kind", ["user", "robot"])
def test_identity_needs_all_its_fields(kind: str) -> None:
    """0.2.0 builds an identity by hand, and would not notice a field that the answer lacks."""
    found = list(faults(TABLE["identity"], kind, "Identity", told({"id": "1"}, {}, "Identity")))
    assert len(found) == {"user": 4, "robot": 6}[kind]


def test_both_clients_must_agree() -> None:
    """The result of 0.2.0 fits our models; addresses are those of the same sandbox."""
    data = VersionResponse(version="http://a/1")
    assert list(unlike(VERSION, data, "http://a", {"version": "BASE_URL/1"})) == []
    (fault,) = unlike(VERSION, data, "http://a", {"version": "2"})
    assert "our client and 0.2.0 differ at .version" in fault
    moment = HealthResponse(status="ok", version="1", timestamp="2024")
    pages = [Page([moment], True, "c"), Page([moment])]
    first = {"messages": [moment.model_dump()], "hasMore": True, "nextCursor": "c"}
    assert list(unlike(PAGES, pages, "http://a", first)) == []
    assert list(unlike(PAGES, pages, "http://a", {**first, "nextCursor": "d"})) != []
    assert (
        list(unlike(TABLE["users.remove_push_token"], Ok(ok=True), "http://a", {"ok": True})) == []
    )


@pytest.mark.parametrize("name", DEFECTS)
def test_listed_defect_must_show(name: str) -> None:
    """A listed defect of 0.2.0 that does not show any more is reported."""
    status, *texts = DEFECTS[name]
    as_ever = {"error": " ".join(texts), "answers": [{"status": status}]}
    assert list(no_defect(DEFECTS[name], as_ever)) == []
    for other in (
        {**as_ever, "error": texts[0][:-9]},
        {**as_ever, "answers": [{"status": 500}]},
        {"answers": as_ever["answers"]},
    ):
        assert len(list(no_defect(DEFECTS[name], other))) == 1


def test_optional_field_may_be_absent() -> None:
    """A field of suspended users may be absent, but must not differ."""
    absent = {"flags": {}}, {"flags": {"suspendedAt": None, "suspended": None}}
    assert list(differences(*absent)) == [".flags.suspended: '(nothing)', but None"]
    assert list(differences({"flags": {"suspendedAt": "x"}}, absent[1])) != []

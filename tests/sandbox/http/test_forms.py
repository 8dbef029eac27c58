from __future__ import annotations

import pytest

from tests.kit.sandbox import png

FILE = {"file": ("x.png", png(), "image/png")}


def post(wire, who="sam", **options):
    response = wire("POST /images", who=who, **options)
    return response.status_code, response.json()["message"] if response.is_error else ""


@pytest.mark.parametrize(
    ("data", "files", "field"),
    [
        pytest.param({}, FILE, "purpose", id="missing"),
        pytest.param({"purpose": "selfie"}, FILE, "purpose", id="unknown purpose"),
        pytest.param({"purpose": ["chat", "chat"]}, FILE, "purpose", id="twice"),
        pytest.param({"purpose": "chat", "entity_id": "x"}, FILE, "entity_id", id="Python's name"),
        pytest.param({"purpose": "chat", "filename": "x"}, FILE, "filename", id="no part"),
        pytest.param({"purpose": "chat", "alt": " "}, FILE, "alt", id="blank"),
        pytest.param({"purpose": "chat", "file": "x"}, {"alt": (None, b"x")}, "file", id="a text"),
        pytest.param({"purpose": "chat"}, {"alt": ("x", b"x"), **FILE}, "alt", id="a file"),
        pytest.param({"purpose": "chat"}, {"alt": (None, b"x")}, "file", id="no file"),
    ],
)
def test_parts_that_are_off(data, files, field, wire):
    """The table's form parameters decide which parts there are and must be, as for JSON."""
    status, message = post(wire, data=data, files=files)
    assert status == 400
    assert message.startswith(field)


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("", b""),
        ("application/json", b'{"purpose": "chat"}'),
        ("application/x-www-form-urlencoded", b"purpose=chat&file=x"),
        ("multipart/mixed; boundary=x", b"--x--"),
    ],
)
def test_the_type_must_say_form(content_type, content, wire):
    """A body that does not say that it is a multipart form is a 400 that says so."""
    status, message = post(wire, content=content, headers={"Content-Type": content_type})
    assert status == 400
    assert message.startswith("The body must be multipart/form-data")


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"nothing like it"),
        ("multipart/form-data; boundary=x", b"--x\r\nNo-Disposition: 1\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n\xff: y\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"),
    ],
)
def test_bodies_that_are_no_form(content_type, content, wire):
    """A body that is no whole multipart form is a 400 in the envelope."""
    status, message = post(wire, content=content, headers={"Content-Type": content_type})
    assert (status, bool(message)) == (400, True)


def test_too_many_parts(wire):
    """A form of very many parts is a 400, before they are all taken apart."""
    status, message = post(wire, data={f"p{n}": "x" for n in range(30)}, files=FILE)
    assert status == 400
    assert "Too many" in message


def test_who_you_are_comes_first(wire):
    """A form is refused for its sender before it is refused for what is in it."""
    assert post(wire, who="", content=b"nonsense")[0] == 401
    assert post(wire, who="robot", data={"purpose": "chat"}, files=FILE)[0] == 403

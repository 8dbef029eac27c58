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
def test_wrong_parts(data, files, field, wire):
    """The table's form parameters decide which parts a form may and must have, as in JSON."""
    status, message = post(wire, data=data, files=files)
    assert status == 400
    assert message.startswith(f"`{field}` must")


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("", b""),
        ("application/json", b'{"purpose": "chat"}'),
        ("application/x-www-form-urlencoded", b"purpose=chat&file=x"),
        ("multipart/mixed; boundary=x", b"--x--"),
    ],
)
def test_content_type_of_another_body(content_type, content, wire):
    """A body whose content type is not a multipart form is a 400 that says so."""
    status, message = post(wire, content=content, headers={"Content-Type": content_type})
    assert status == 400
    assert message.startswith("`Content-Type` must be multipart/form-data, not")


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("multipart/form-data", b"--x--"),
        ("multipart/form-data; boundary=x", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nNo-Disposition: 1\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n\xff: y\r\n\r\nx\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-da"),
    ],
)
def test_body_that_is_not_a_form(content_type, content, wire):
    """A body that is not a complete multipart form is a 400 in the envelope."""
    status, message = post(wire, content=content, headers={"Content-Type": content_type})
    assert (status, bool(message)) == (400, True)


def test_form_with_too_many_parts(wire):
    """A form with very many parts is a 400, before all of them are parsed."""
    status, message = post(wire, data={f"p{n}": "x" for n in range(30)}, files=FILE)
    assert status == 400
    assert "Too many" in message


def test_token_is_checked_before_the_form(wire):
    """A form is refused for its caller before it is refused for its content."""
    assert post(wire, who="", content=b"nonsense")[0] == 401
    assert post(wire, who="robot", data={"purpose": "chat"}, files=FILE)[0] == 403

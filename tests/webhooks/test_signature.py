"""Signatures: what is accepted, what is refused and how, and that no error has a secret."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from typing import Any, Dict

import pytest

from lagclient import LagInvalidRequestError, LagWebhookError, webhooks
from lagclient.models.robot_event import RoomMessageEvent, UnknownEvent
from tests.kit.every import every
from tests.kit.webhooks import BODY, EVENT, NOW, OTHER, SECRET


def signed(body: bytes = BODY, secret: Any = SECRET, **changes: Any) -> Dict[str, Any]:
    headers: Dict[str, Any] = webhooks.sign(body, secret, id="msg_1", timestamp=NOW)
    headers.update({f"webhook-{name}": value for name, value in changes.items()})
    return {name: value for name, value in headers.items() if value is not None}


def verify(headers: Any, body: Any = BODY, secret: Any = SECRET, now: float = NOW, **more: Any):
    return webhooks.verify(body, headers, secret, now=lambda: now, **more)


def refused(*arguments: Any, **more: Any) -> str:
    with pytest.raises(LagWebhookError) as caught:
        verify(*arguments, **more)
    error = caught.value
    for text in (str(error), repr(error)):
        assert SECRET[6:] not in text
        assert "CaNaRy" not in text
    return error.code


def test_example_of_the_specification():
    """The signature in the example of the specification is computed here, too."""
    body = b'{"event_type":"ping","data":{"success":true}}'
    headers = {
        "webhook-id": "msg_loFOjxBNrRLzqYUf",
        "webhook-timestamp": "1731705121",
        "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    }
    secret = "whsec_plJ3nmyCDGBKInavdOK15jsl"
    made = webhooks.sign(body, secret, id=headers["webhook-id"], timestamp=1731705121)
    assert made == headers
    event = verify(headers, body, secret, now=1731705121)
    assert (type(event), event.raw) == (UnknownEvent, json.loads(body))


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_signed_event_is_typed(kind):
    """A signed event is typed, with the id of the webhook, from any kind of bytes."""
    event = verify(signed(kind(BODY)), kind(BODY))
    assert isinstance(event, RoomMessageEvent)
    assert (event.id, event.server_id, event.raw) == ("msg_1", "srv_1", EVENT)
    assert event.data.content == EVENT["data"]["content"]


def test_header_names_have_no_case():
    """Servers differ in the case of header names."""
    headers = {name.title(): value for name, value in signed().items()}
    assert verify({"Host": "x", "X-\xe9": "\xff", **headers}).id == "msg_1"


def test_datetime_is_signed_as_seconds():
    """A datetime of any time zone counts as its second; one without a zone is refused."""
    zone = timezone(timedelta(hours=-7))
    moment = datetime.fromtimestamp(NOW, zone) + timedelta(milliseconds=999)
    assert webhooks.sign(BODY, SECRET, id="msg_1", timestamp=moment) == signed()


@pytest.mark.parametrize("signing", [SECRET, OTHER, [SECRET, OTHER], [OTHER, SECRET]])
@pytest.mark.parametrize("known", [SECRET, [SECRET, OTHER], [OTHER, SECRET]])
def test_one_common_secret_is_enough(signing, known):
    """While a secret is changed, one secret that both sides have is enough, at any position."""
    headers = signed(secret=signing)
    if signing == OTHER and known == SECRET:
        assert refused(headers, secret=known) == "wrong_signature"
    else:
        assert verify(headers, secret=known).id == "msg_1"


def test_other_versions_of_signatures_are_ignored():
    """Signatures called v1a or v2 are ignored, even with the same text."""
    right = signed()["webhook-signature"]
    assert verify(signed(signature=f"v1a,x {right} v2,y,z nonsense")).id == "msg_1"
    assert refused(signed(signature=right.replace("v1", "v2"))) == "wrong_signature"


@pytest.mark.parametrize(
    ("age", "tolerance", "code"),
    [
        (300, 300, None),
        (-300, 300, None),
        (300.5, 300, "too_old"),
        (-301, 300, "too_new"),
        (301, 400, None),
        (0, 0, None),
        (1, 0, "too_old"),
    ],
)
def test_tolerance_applies_to_past_and_future(age, tolerance, code):
    """A webhook is too old or too new beyond the tolerance, and not at it."""
    more = {"now": NOW + age, "tolerance_seconds": tolerance}
    if code is None:
        assert verify(signed(), **more).id == "msg_1"
    else:
        assert refused(signed(), **more) == code


def test_any_change_is_refused():
    """Any other byte of the body, id, time or signature makes it another webhook."""
    headers = signed()
    for place in range(0, len(BODY), 7):
        body = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
        assert refused(headers, body) in ("wrong_signature", "invalid_body"), place
    assert refused(headers, BODY + b" ") == "wrong_signature"
    assert refused(headers, b"") == "wrong_signature"
    assert refused(signed(id="msg_2")) == "wrong_signature"
    assert refused(signed(timestamp=str(NOW + 1))) == "wrong_signature"
    signature = headers["webhook-signature"]
    for other in (signature[:-1], signature + "=", signature.swapcase(), signature[3:], "v1,"):
        assert refused(signed(signature=other)) == "wrong_signature", other


ODD: Dict[str, Any] = {
    "id": ["", " ", "msg 1", "msg_\xe9", "msg_1\n", "\u2603", b"msg_1", None, ["msg_1"], 5],
    "timestamp": [
        *("", "soon", "1.7e9", f"{NOW}.0", f" {NOW}", f"0{NOW}", f"-{NOW}", f"+{NOW}", "0"),
        *("\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660", "1_700_000_000"),
        *("9" * 12, "nan", "inf", NOW, None),
    ],
    "signature": ["", " ", "v1,\xe9", "v1,\u2603", "v1,x  v1,y", "v1,x\tv1,y", b"v1,x", None, []],
}


@every("name, value", [(n, v) for n in ODD for v in ODD[n]], ids=ascii)
def test_odd_headers_are_refused(name, value):
    """A header that is missing or not as documented is refused, with an error of this package."""
    expected = "missing_header" if value is None else "invalid_header"
    assert refused(signed(**{name: value})) == expected


def test_repeated_header_is_refused():
    """Nothing says which of two headers is the right one."""
    assert refused({**signed(), "Webhook-Id": "msg_1"}) == "invalid_header"


@pytest.mark.parametrize("body", [b"{", b"", b"[" * 100_000, b"\xff\xfe"], ids=repr)
def test_signed_body_must_be_json(body):
    """A body that is not JSON is refused, though it is signed."""
    headers = signed(body) if body != b"\xff\xfe" else signed()
    assert refused(headers, body) == "invalid_body"


@pytest.mark.parametrize("body", [BODY.decode(), EVENT, None], ids=["text", "parsed", "none"])
def test_body_must_be_bytes(body):
    """Text or a parsed body is a TypeError that says how to read the bytes."""
    for use in (lambda: verify(signed(), body), lambda: signed(body)):
        with pytest.raises(TypeError, match=r"raw bytes .* not a.*request\.body"):
            use()


@pytest.mark.parametrize("headers", [[("webhook-id", "x")], None, {b"webhook-id": b"x"}], ids=str)
def test_headers_must_be_a_mapping(headers):
    """Anything but a mapping of text to text is a TypeError that says so."""
    with pytest.raises(TypeError, match=r"`headers` must .*(mapping|text)"):
        verify(headers)


@pytest.mark.parametrize(
    ("secret", "why"),
    [
        ("lag_robot_CaNaRy", "another beginning"),
        ("", "another beginning"),
        ("whsec_", "whsec_ alone"),
        ("whsec_CaNaRy CaNaRy", "other characters"),
        (SECRET + "\n", "other characters"),
        ("whsec_CaNaR", "other characters"),
        ("whsec_CaNa==", "other characters"),
        ("whsec_CaNaR-y_", "other characters"),
        (b"whsec_Q2FO", "not a bytes"),
        (None, "not None"),
        (5, "not an int"),
        ([SECRET, None], "not None"),
        ([], "not empty"),
    ],
    ids=repr,
)
def test_invalid_secret_is_refused(secret, why):
    """The error says why a secret is invalid, without any part of it."""
    for use in (lambda: verify(signed(), secret=secret), lambda: signed(secret=secret)):
        with pytest.raises(LagInvalidRequestError, match=why) as caught:
            use()
        assert "CaNaR" not in str(caught.value)
        assert not isinstance(caught.value, LagWebhookError)


@pytest.mark.parametrize("secret", [OTHER, "whsec_Q2FOYVJ5Q2FOYVJ5Q2FOYQ=="])
def test_padding_may_be_omitted(secret):
    """A secret is the same with and without the padding of its base64."""
    assert verify(signed(secret=secret), secret=secret.rstrip("=")).id == "msg_1"


@pytest.mark.parametrize("seconds", [-1, float("nan"), "300", None, True])
def test_invalid_tolerance_is_refused(seconds):
    """A tolerance is a number of seconds from 0 on; the error shows the value."""
    with pytest.raises(LagInvalidRequestError, match=f"`tolerance_seconds` .* not {seconds!r}"):
        verify(signed(), tolerance_seconds=seconds)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("id", id) for id in ("", "a b", "\xe9", 5)),
        *(("timestamp", time) for time in (0, -5, 1.5, True, "now", 10**12)),
        ("timestamp", datetime(2024, 1, 1)),
        ("body", b"\xff"),
    ],
)
def test_invalid_arguments_of_sign_are_refused(name, value):
    """`sign` names the argument that is invalid."""
    arguments: Any = {"body": BODY, "secret": SECRET, "id": "msg_1", "timestamp": NOW, name: value}
    with pytest.raises(LagInvalidRequestError, match=f"^`{name}` must "):
        webhooks.sign(**arguments)


def test_missing_extra_is_named(monkeypatch):
    """Without the library, the error says what to install."""
    monkeypatch.setitem(sys.modules, "standardwebhooks", None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'lagclient\[webhooks\]'"):
        webhooks.sign(BODY, SECRET, id="msg_1", timestamp=NOW)

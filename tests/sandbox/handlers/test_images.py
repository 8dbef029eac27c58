from __future__ import annotations

import pytest

from lagclient import Client
from lagclient.errors import LagAPIError
from lagclient.sandbox import Counters, Sandbox, Ticking
from lagclient.sandbox.rules import pictures
from tests.kit.sandbox import gif, png


def test_metadata_of_an_upload(lag, wire, upload):
    """An upload is a 201 with the image's type, size and measures, and the state pending."""
    data = png(640, 480, b"pixels")
    image = upload(data, alt="A boat", purpose="event_cover", entityId="srv_1")
    assert (image["contentType"], image["size"]) == ("image/png", len(data))
    assert (image["width"], image["height"]) == (640, 480)
    assert (image["purpose"], image["alt"]) == ("event_cover", "A boat")
    assert image["uploaderId"] == wire.id_of("sam")
    assert (image["processingStatus"], image["variants"], image["blurhash"]) == (
        "pending",
        None,
        None,
    )
    assert image["url"].startswith(f"{lag.url}/")
    assert wire.ok(f"GET /images/{image['id']}") == image


def test_states_of_an_image(wire, upload, clock):
    """The clock alone makes an image pending, processing, ready; `get` says the same."""
    image = upload(png(1280, 640))
    seen = []
    for _ in range(4):
        status = wire.ok(f"GET /images/{image['id']}/status")
        whole = wire.ok(f"GET /images/{image['id']}")
        assert {key: whole[key] for key in status} == status
        seen.append(status["processingStatus"])
        clock.forward(milliseconds=550)
    assert seen == ["pending", "processing", "ready", "ready"]
    assert {n: (v["width"], v["height"]) for n, v in status["variants"].items()} == {
        "thumb": (128, 64),
        "small": (320, 160),
        "medium": (640, 320),
    }
    assert whole["blurhash"]


def test_states_in_a_recording():
    """With a clock that ticks by seconds, each request after an upload has the next state."""
    with Sandbox(clock=Ticking(), ids=Counters()) as lag:
        sam = Client(token=lag.token, base_url=lag.url)
        image = sam.images.upload(png(), purpose="chat")
        states = [sam.images.status(image.id).processing_status for _ in range(2)]
        sam.close()
    assert [image.processing_status, *states] == ["pending", "processing", "ready"]


def test_client_uploads(lag, tmp_path):
    """The SDK's uploads arrive whole: from a path, from bytes without a type, of megabytes."""
    large = png(more=bytes(range(256)) * 8192)
    (tmp_path / "boat.png").write_bytes(png())
    with Client(token=lag.token, base_url=lag.url) as sam:
        named = sam.images.upload(tmp_path / "boat.png", purpose="avatar", alt="Boat \u26f5")
        assert (named.alt, named.purpose, named.width) == ("Boat \u26f5", "avatar", 4)
        whole = sam.images.upload(large, purpose="general")
    assert (whole.content_type, whole.size) == ("image/png", len(large))
    rows = lag._world.store.all("SELECT data FROM image_bytes ORDER BY rowid")
    assert [row["data"] for row in rows] == [png(), large]


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<svg width='1' height='1'/>", png()[:20], b"\xff\xd8\xff"]
)
def test_bytes_that_are_not_an_image(data, wire, upload):
    """Bytes that are not an image, or part of one, are a 400 and are not stored."""
    assert upload(data) == 400


def test_image_that_is_too_large(upload, monkeypatch):
    """One byte more than the limit is a 413."""
    monkeypatch.setattr(pictures, "LARGEST", len(png()))
    assert upload(png())["size"] == len(png())
    assert upload(png(more=b"1")) == 413


def test_largest_image(lag):
    """The limit is 25 MiB, as in the SDK."""
    from lagclient.calls import upload

    assert upload.MAX_BYTES == pictures.LARGEST


def test_image_of_another_user(wire, upload):
    """Every caller reads an image by its id; only its uploader deletes it; then it is a 404."""
    image = upload(who="mira")
    line = f"/images/{image['id']}"
    assert wire.ok(f"GET {line}", who="ines") == image
    assert wire.ok(f"GET {line}/status", who="ines")["id"] == image["id"]
    assert wire.refused(f"DELETE {line}") == 403
    assert wire(f"DELETE {line}", who="mira").status_code == 204
    for gone in (f"DELETE {line}", f"GET {line}", f"GET {line}/status"):
        assert wire.refused(gone, who="mira") == 404


def test_bytes_of_a_deleted_image(lag, wire, upload):
    """The store keeps nothing of a deleted image."""
    wire.ok(f"DELETE /images/{upload()['id']}")
    assert lag._world.store.all("SELECT * FROM image_bytes") == []


def test_large_gif(wire, upload, clock):
    """A GIF above a megabyte is an MP4 once it is ready; smaller ones and PNGs stay."""
    more = bytes(1024 * 1024)
    uploads = [gif(more=more), gif(more=more[:-10]), png(more=more)]
    uploaded = [upload(data) for data in uploads]
    assert [i["contentType"] for i in uploaded] == ["image/gif", "image/gif", "image/png"]
    clock.forward(seconds=5)
    ready = [wire.ok(f"GET /images/{image['id']}") for image in uploaded]
    assert [i["contentType"] for i in ready] == ["video/mp4", "image/gif", "image/png"]
    assert ready[0]["size"] < uploaded[0]["size"]
    assert ready[0]["url"] == uploaded[0]["url"]
    assert [i["size"] for i in ready[1:]] == [len(data) for data in uploads[1:]]


def test_client_reads_a_refusal(lag, monkeypatch):
    """A 413 reaches the SDK's caller with its own code."""
    monkeypatch.setattr(pictures, "LARGEST", 1)
    with Client(token=lag.token, base_url=lag.url) as sam, pytest.raises(LagAPIError) as caught:
        sam.images.upload(png(), purpose="chat")
    assert (caught.value.status, caught.value.code) == (413, "payload_too_large")

from __future__ import annotations

import pytest

from tests.kit.sandbox import gif, png


def fetch(http, url):
    """Return what every client reads at an address."""
    response = http.get(url)
    return response.status_code, response.headers["content-type"], response.content


def test_bytes_of_an_image(http, wire, upload, clock):
    """An image, its original and its variants are the uploaded bytes, for every client."""
    image = upload(png(), purpose="general")
    for url in (image["url"], image["originalUrl"]):
        assert fetch(http, url) == (200, "image/png", png())
    assert fetch(http, image["url"] + "/thumb")[0] == 404
    clock.forward(seconds=5)
    variants = wire.ok(f"GET /images/{image['id']}/status")["variants"]
    assert set(variants) == {"thumb", "small", "medium"}
    for variant in variants.values():
        assert fetch(http, variant["url"]) == (200, "image/png", png())
        assert variant["size"] == len(png())


def test_gif_of_a_video(http, wire, upload, clock):
    """A GIF that became an MP4 is one at its address, too, and the GIF is at `originalUrl`."""
    data = gif(more=bytes(1024 * 1024))
    image = upload(data)
    assert fetch(http, image["url"]) == (200, "image/gif", data)
    clock.forward(seconds=5)
    status, content_type, video = fetch(http, image["url"])
    assert (status, content_type, video[4:8]) == (200, "video/mp4", b"ftyp")
    assert len(video) == wire.ok(f"GET /images/{image['id']}")["size"]
    assert fetch(http, image["originalUrl"]) == (200, "image/gif", data)


@pytest.mark.parametrize("path", ["none", "none/thumb", "{id}/huge", "{id}/thumb/x", "{id}/", ""])
def test_unknown_address(path, http, lag, upload, clock):
    """Other addresses are a 404 in the envelope."""
    image_id = upload()["id"]
    clock.forward(seconds=5)
    response = http.get(f"{lag.url}/media/images/{path.replace('{id}', image_id)}")
    assert response.status_code == 404
    assert response.json()["error"] == "not_found"


def test_browsers_do_not_guess_types(http, upload):
    """An image is sent with `nosniff`, so no browser runs it as anything else."""
    assert http.get(upload()["url"]).headers["x-content-type-options"] == "nosniff"


def test_images_in_a_file(http, tmp_path, clock):
    """Images are in the store, and move with it to another address."""
    from lagclient.sandbox import Sandbox
    from tests.kit.sandbox import Wire

    options = {"data": {"purpose": "chat"}, "files": {"file": png()}}
    with Sandbox(db=tmp_path / "lag.db", clock=clock) as lag:
        image_id = Wire(lag, http)("POST /images", **options).json()["id"]
    with Sandbox(db=tmp_path / "lag.db", clock=clock) as lag:
        url = Wire(lag, http).ok(f"GET /images/{image_id}")["url"]
        assert url.startswith(lag.url)
        assert http.get(url).content == png()


def test_address_under_another_name(http, lag, upload):
    """An image has the host of the request in its address, so every client can reach it."""
    image = upload()
    headers = {"Authorization": f"Bearer {lag.token}", "Host": "lag.internal:8000"}
    url = http.get(f"{lag.url}/images/{image['id']}", headers=headers).json()["url"]
    assert url == f"http://lag.internal:8000/media/images/{image['id']}"

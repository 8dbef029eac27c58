from __future__ import annotations

import struct

import pytest

from lagclient.sandbox.rules.pictures import Picture, picture_of
from tests.kit.sandbox import gif, png

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 3, 4) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
)
WEBP = b"RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x02\x00\x00"


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (png(), "image/png"),
        (gif(), "image/gif"),
        (gif().replace(b"89a", b"87a"), "image/gif"),
        (JPEG, "image/jpeg"),
        (WEBP + bytes(10), "image/webp"),
        (gif(more=png(8, 8)), "image/gif"),
    ],
)
def test_picture_of_an_image(data, content_type):
    """Type, width and height come from the bytes."""
    assert picture_of(data) == Picture(content_type, 4, 3)


@pytest.mark.parametrize(("brand", "type"), [(b"heic", "image/heic"), (b"mif1", "image/heif")])
def test_picture_without_a_size(brand, type):
    """HEIC is an image although its size cannot be read."""
    data = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1heic"
    assert picture_of(data) == Picture(type, None, None)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"text", id="text"),
        pytest.param(b"<svg width='4' height='3'></svg>", id="SVG, which may contain programs"),
        pytest.param(b"P1 4 3 ", id="a format that the SDK does not name"),
        pytest.param(png()[:12], id="cut"),
        pytest.param(png(0, 3), id="without width"),
        pytest.param(JPEG[:20], id="a JPEG without a frame"),
        pytest.param(WEBP[:12], id="a WebP without a picture"),
        pytest.param(b"x" + png(), id="something before it"),
        pytest.param(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42", id="a video"),
    ],
)
def test_bytes_that_are_not_an_image(data):
    """All other bytes are not an image."""
    assert picture_of(data) is None

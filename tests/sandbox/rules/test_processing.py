from __future__ import annotations

import pytest

from lagclient.sandbox.rules.processing import Image

START = "2024-05-01T12:00:00.000Z"


def image(width=4, height=3, now="2024-05-01T13:00:00.000Z", type="image/png", size=10):
    return Image("img_1", type, size, width, height, START, now, "http://x/img_1")


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("12:00:00.000", "pending"),
        ("12:00:00.099", "pending"),
        ("12:00:00.100", "processing"),
        ("12:00:01.099", "processing"),
        ("12:00:01.100", "ready"),
        ("11:00:00.000", "pending"),
    ],
)
def test_state_of_an_image(at, status):
    """The state of an image follows from its upload time and the clock."""
    assert image(now=f"2024-05-01T{at}Z").status == status


@pytest.mark.parametrize(
    ("width", "height", "thumb"),
    [(4, 3, (4, 3)), (128, 128, (128, 128)), (256, 64, (128, 32)), (1, 5000, (1, 128))],
)
def test_measures_of_variants(width, height, thumb):
    """The longest side of a variant fits, and the shape stays; none is enlarged or empty."""
    variant = image(width, height).variants["thumb"]
    assert (variant["width"], variant["height"]) == thumb


def test_variants_without_measures():
    """An image without measures has no variants, although it is ready."""
    assert image(None, None).variants is None
    assert image(None, None).current["blurhash"]

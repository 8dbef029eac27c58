"""The processing of an uploaded image, and the image in each of its states.

The API processes an image after its upload: `pending`, `processing`, `ready`. The sandbox processes
nothing. The state of an image depends only on the clock, so it is the same in every response, no
read changes anything, and a clock that ticks by seconds shows each state once. Processing never
fails.

The documentation does not say the following, so the sandbox decides:

- The address works from the start. Variants and the blurhash exist when the image is ready.
- No variant is larger than the image. The sandbox cannot scale, so all variants are the same bytes,
  and only their measures are right. An image without measures has no variants.
- A GIF is large above 1 MiB. The sandbox cannot encode a video, so the MP4 that a large GIF becomes
  has a header and nothing else. `originalUrl` always has the bytes that were uploaded.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Optional

import attrs

from lagclient.sandbox.world.clock import moment_of, written
from lagclient.sandbox.world.world import Wire, World

PROCESSING_AFTER = timedelta(milliseconds=100)
READY_AFTER = timedelta(milliseconds=1100)
LARGE_GIF = 1024 * 1024
VARIANTS = {"thumb": 128, "small": 320, "medium": 640}
"""The longest side of each variant, in pixels."""

# An ftyp box, which identifies a file as an MP4.
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42"
# The same grey for all images.
BLURHASH = "00Eyb["

PATH = "/media/images"
COLUMNS = ("id", "content_type", "size", "width", "height", "created_at")


@attrs.frozen
class Image:
    """An uploaded image at one time."""

    id: str
    content_type: str
    size: int
    width: Optional[int]
    height: Optional[int]
    created_at: str
    now: str
    address: str

    @classmethod
    def of(cls, row: sqlite3.Row, world: World, now: str, prefix: str = "") -> Image:
        """Return the image of a row, whose columns may have a prefix."""
        columns = {name: row[prefix + name] for name in COLUMNS}
        return cls(**columns, now=now, address=f"{world.url}{PATH}/{columns['id']}")

    @property
    def status(self) -> str:
        """The state of its processing."""
        if self._is_over(READY_AFTER):
            return "ready"
        return "processing" if self._is_over(PROCESSING_AFTER) else "pending"

    @property
    def is_video(self) -> bool:
        """Whether it is a GIF that has become an MP4."""
        return self.content_type == "image/gif" and self.size > LARGE_GIF and self.status == "ready"

    @property
    def current(self) -> Wire:
        """The image at its address in its current state."""
        return {
            "url": self.address,
            "contentType": "video/mp4" if self.is_video else self.content_type,
            "width": self.width,
            "height": self.height,
            "blurhash": BLURHASH if self.status == "ready" else None,
            "variants": self.variants,
        }

    @property
    def variants(self) -> Optional[Wire]:
        """Smaller images of it."""
        if self.status != "ready" or self.width is None or self.height is None:
            return None
        return {
            name: {
                "url": f"{self.address}/{name}",
                "width": _scaled(self.width, side, self.width, self.height),
                "height": _scaled(self.height, side, self.width, self.height),
                "size": self.size,
            }
            for name, side in VARIANTS.items()
        }

    def _is_over(self, period: timedelta) -> bool:
        return self.now >= written(moment_of(self.created_at) + period)


def _scaled(length: int, side: int, width: int, height: int) -> int:
    longest = max(width, height)
    return length if longest <= side else max(1, round(length * side / longest))

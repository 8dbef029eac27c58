"""How far an uploaded image is, and what it is by then.

The API works on an image after its upload: `pending`, `processing`, `ready`. Here nothing happens:
where an image stands is told by the sandbox's clock alone, so it is the same in every answer, no
read changes anything, and a clock that ticks by seconds shows each state once. Nothing fails.

What was chosen, where the documentation is silent:

- The address works from the start. Variants and the blurhash are there when the image is ready.
- No variant is larger than the image. Nothing here can scale, so all of them are the same bytes,
  and only their measures are right. Without measures there are no variants.
- A GIF is large above 1 MiB. Nothing here can encode a video either: the MP4 that it becomes is one
  by its header, and empty. `originalUrl` always has the bytes that were uploaded.
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
"""The longest side of each, in pixels."""

# An ftyp box: what makes a file an MP4.
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42"
# One grey for all.
BLURHASH = "00Eyb["

PATH = "/media/images"
COLUMNS = ("id", "content_type", "size", "width", "height", "created_at")


@attrs.frozen
class Image:
    """An image as it was uploaded, seen at a moment."""

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
        """The image of a row, whose columns may have a prefix."""
        columns = {name: row[prefix + name] for name in COLUMNS}
        return cls(**columns, now=now, address=f"{world.url}{PATH}/{columns['id']}")

    @property
    def status(self) -> str:
        """How far it is."""
        if self._is_over(READY_AFTER):
            return "ready"
        return "processing" if self._is_over(PROCESSING_AFTER) else "pending"

    @property
    def is_video(self) -> bool:
        """Whether it is a GIF that has become an MP4."""
        return self.content_type == "image/gif" and self.size > LARGE_GIF and self.status == "ready"

    @property
    def is_now(self) -> Wire:
        """What is found at its address, and its measures."""
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
        """Smaller ones of it."""
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

"""What sort of image some bytes are, and how large: by the bytes, whatever their sender says.

A client may call an image `application/octet-stream`, so a declared type decides nothing. The types
are those that the SDK has a name for. Width and height come from `imagesize`, which reads headers
and decodes nothing: Pillow would be the choice for real thumbnails, but it is a compiled package of
megabytes, refuses HEIC, and answers other bytes with every version, so no recording would repeat.
"""

from __future__ import annotations

import io
import re
from typing import Optional, Tuple

import attrs
import imagesize  # type: ignore[import-untyped]

_SIGNATURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR.{8}", re.DOTALL),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/heic": re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx)", re.DOTALL),
    "image/heif": re.compile(rb".{4}ftyp(mif1|msf1)", re.DOTALL),
}
# imagesize learned to read them in version 2, which needs Python 3.10; the API's sizes may be null.
_MAY_LACK_SIZE = ("image/heic", "image/heif")

# Sizes stand near the start; an odd file should not keep a reader busy for 25 MiB.
_HEAD_BYTES = 1024 * 1024


@attrs.frozen
class Picture:
    """What can be told from an image's first bytes."""

    content_type: str
    width: Optional[int]
    height: Optional[int]


def picture_of(data: bytes) -> Optional[Picture]:
    """The image that the bytes are; None if they are none."""
    content_type = next((type for type, mark in _SIGNATURES.items() if mark.match(data)), None)
    if content_type is None:
        return None
    try:
        # The type of a path is left open by imagesize; none is passed.
        size: Tuple[int, int] = imagesize.get(  # pyright: ignore[reportUnknownMemberType]
            io.BytesIO(data[:_HEAD_BYTES])
        )
        width, height = size
    except Exception:  # Of many kinds: whatever its reading stumbles over.
        width, height = -1, -1
    if width > 0 and height > 0:
        return Picture(content_type, int(width), int(height))
    return Picture(content_type, None, None) if content_type in _MAY_LACK_SIZE else None

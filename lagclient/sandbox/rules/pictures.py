"""The type and the size of an image, by its bytes.

The declared type decides nothing, because a client may declare `application/octet-stream`. The
types are those that the SDK has a name for. Width and height come from `imagesize`, which reads
headers and decodes nothing. Pillow could make real thumbnails, but it is a compiled package of
megabytes, refuses HEIC, and encodes other bytes with every version, so a recording could not be
repeated.
"""

from __future__ import annotations

import io
import re
from typing import Optional, Tuple

import attrs
import imagesize  # type: ignore[import-untyped]

from lagclient.sandbox.errors import ApiError, bad_request

LARGEST = 25 * 1024 * 1024
"""Maximum size of an image in bytes."""

_SIGNATURES = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR.{8}", re.DOTALL),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
    "image/heic": re.compile(rb".{4}ftyp(heic|heix|heim|heis|hevc|hevx)", re.DOTALL),
    "image/heif": re.compile(rb".{4}ftyp(mif1|msf1)", re.DOTALL),
}
# imagesize reads their size since version 2, which needs Python 3.10; the API's sizes may be null.
_MAY_LACK_SIZE = ("image/heic", "image/heif")

# The size is near the start; an odd file should not keep the reader busy for 25 MiB.
_HEAD_BYTES = 1024 * 1024


@attrs.frozen
class Picture:
    """The properties of an image that its first bytes show."""

    content_type: str
    width: Optional[int]
    height: Optional[int]


def picture_in(data: bytes, field: str) -> Picture:
    """Return the image that a field of a request has.

    Raises:
        ApiError: 400 if the bytes are not an image; 413 if there are too many, because the limit is
            documented and its status is not.
    """
    if len(data) > LARGEST:
        raise ApiError(413, f"`{field}` must be {LARGEST} bytes or less, not {len(data)}")
    picture = picture_of(data)
    if picture is None:
        raise bad_request(f"`{field}` must be an image: PNG, JPEG, GIF, WebP, HEIC or HEIF")
    return picture


def picture_of(data: bytes) -> Optional[Picture]:
    """Return the image that the bytes are, or None if they are not one."""
    content_type = next((type for type, mark in _SIGNATURES.items() if mark.match(data)), None)
    if content_type is None:
        return None
    try:
        # imagesize does not type its parameter.
        size: Tuple[int, int] = imagesize.get(  # pyright: ignore[reportUnknownMemberType]
            io.BytesIO(data[:_HEAD_BYTES])
        )
        width, height = size
    except Exception:  # imagesize raises errors of many kinds for damaged headers.
        width, height = -1, -1
    if width > 0 and height > 0:
        return Picture(content_type, int(width), int(height))
    return Picture(content_type, None, None) if content_type in _MAY_LACK_SIZE else None

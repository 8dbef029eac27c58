"""Avatars and server icons: images that are sent as base64 text.

The sandbox does not keep their bytes. The address of an icon is made from its content, so the same
image always has the same address.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from lagclient.sandbox.errors import bad_request
from lagclient.sandbox.world.world import Request

LARGEST = 25 * 1024 * 1024
"""Maximum size in bytes."""


def icon_address(request: Request, folder: str) -> str:
    """Return the address of the image in the request's body.

    Raises:
        ApiError: 400 if the body is not an image in base64.
    """
    text, content_type = request["image_base64"], request["content_type"]
    kind, _, extension = content_type.partition("/")
    if kind != "image" or not extension.isalnum():
        raise bad_request("contentType: must be the MIME type of an image")
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request("image: must be base64, without a `data:` prefix") from None
    if not data:
        raise bad_request("image: has no content")
    if len(data) > LARGEST:
        raise bad_request(f"image: must not have more than {LARGEST} bytes")
    name = hashlib.sha256(data).hexdigest()[:16]
    return f"{request.world.url}/media/{folder}/{name}.{extension}"

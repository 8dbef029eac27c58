"""Avatars and server icons: images that are sent as base64 text.

They are checked as uploaded images are, by their bytes, but the sandbox does not keep them. The
address of an icon is made from its content, so the same image always has the same address.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from lagclient.sandbox.errors import bad_request, invalid
from lagclient.sandbox.rules.pictures import picture_in
from lagclient.sandbox.world.world import Request


def icon_address(request: Request, folder: str) -> str:
    """Return the address of the image in the request's body.

    Raises:
        ApiError: 400 if the body is not an image in base64; 413 if the image is too large.
    """
    text, content_type = request["image_base64"], request["content_type"]
    kind, _, extension = content_type.partition("/")
    if kind != "image" or not extension.isalnum():
        raise invalid("contentType", "the MIME type of an image", content_type)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request("`image` must be base64 without a `data:` prefix") from None
    picture_in(data, "image")
    name = hashlib.sha256(data).hexdigest()[:16]
    return f"{request.world.url}/media/{folder}/{name}.{extension}"

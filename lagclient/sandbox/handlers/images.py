"""Uploaded images. Every caller that knows an image's id may read it, as a message shows it.

A deleted image disappears from the messages that have it. `entityId` is stored, but the sandbox
does not check that it exists.
"""

from __future__ import annotations

import sqlite3

from lagclient.sandbox.errors import forbidden, not_found
from lagclient.sandbox.registry import handles
from lagclient.sandbox.rules.pictures import picture_in
from lagclient.sandbox.rules.processing import MP4, Image
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire


@handles("images.upload")
def upload(request: Request) -> Wire:
    """Store an image."""
    data: bytes = request["image"]
    picture = picture_in(data, "file")
    image_id = request.world.ids("img")
    request.world.store.insert(
        "images",
        id=image_id,
        uploader_id=request.caller.id,
        content_type=picture.content_type,
        size=len(data),
        width=picture.width,
        height=picture.height,
        purpose=request["purpose"],
        entity_id=request.get("entity_id"),
        alt=request.get("alt"),
        created_at=written(request.now),
    )
    request.world.store.insert("image_bytes", image_id=image_id, data=data)
    return _metadata(request, _row(request, image_id))


@handles("images.get")
def get(request: Request) -> Wire:
    """Return the metadata of an image."""
    return _metadata(request, _row(request, request["image_id"]))


@handles("images.status")
def status(request: Request) -> Wire:
    """Return the state of an image's processing."""
    image = _image(request, _row(request, request["image_id"]))
    return {
        "id": image.id,
        "processingStatus": image.status,
        "variants": image.variants,
        "url": image.address,
    }


@handles("images.delete")
def delete(request: Request) -> None:
    """Delete an image and its bytes."""
    row = _row(request, request["image_id"])
    if row["uploader_id"] != request.caller.id:
        raise forbidden("Only its uploader may delete an image")
    request.world.store.run("DELETE FROM images WHERE id = ?", row["id"])


def _metadata(request: Request, row: sqlite3.Row) -> Wire:
    image = _image(request, row)
    return {
        "id": image.id,
        "uploaderId": row["uploader_id"],
        **image.current,
        "originalUrl": f"{image.address}/original",
        "size": len(MP4) if image.is_video else image.size,
        "purpose": row["purpose"],
        "processingStatus": image.status,
        "alt": row["alt"],
        "createdAt": image.created_at,
    }


def _image(request: Request, row: sqlite3.Row) -> Image:
    return Image.of(row, request.world, written(request.now))


def _row(request: Request, image_id: str) -> sqlite3.Row:
    row = request.world.store.one("SELECT * FROM images WHERE id = ?", image_id)
    if row is None:
        raise not_found("Image")
    return row

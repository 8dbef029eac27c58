"""Uploaded images."""

from __future__ import annotations

from typing import Dict, Literal, Optional, Union

from lagclient.models.base import LagModel, Timestamp

ImageProcessingStatus = Literal["pending", "processing", "ready", "failed"]
ImagePurpose = Literal["avatar", "server_icon", "event_cover", "chat", "general"]

IMAGE_MAX_SIZE_BYTES = 26214400
"""Maximum size of an upload: 25 MiB."""


class ImageVariant(LagModel):
    """One size of an image."""

    url: str
    width: int
    height: int
    size: int
    """In bytes."""


class ImageMetadata(LagModel):
    """An uploaded image and the status of its processing."""

    id: str
    uploader_id: Optional[str] = None
    url: str
    original_url: Optional[str] = None
    content_type: str
    size: int
    """In bytes."""
    width: Optional[int] = None
    height: Optional[int] = None
    purpose: Union[ImagePurpose, str]
    processing_status: Union[ImageProcessingStatus, str]
    variants: Optional[Dict[str, ImageVariant]] = None
    """By variant name, such as ``thumb``, ``small`` and ``medium``."""
    blurhash: Optional[str] = None
    alt: Optional[str] = None
    created_at: Timestamp


class ImageStatus(LagModel):
    """The processing status of an image, for polling."""

    id: str
    processing_status: Union[ImageProcessingStatus, str]
    """``pending``, then ``processing``, then ``ready`` or ``failed``."""
    variants: Optional[Dict[str, ImageVariant]] = None
    """By variant name."""
    url: str

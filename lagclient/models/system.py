"""Health, version and status of the service, and feature flags of the caller."""

from __future__ import annotations

from typing import Dict, Literal, Union

from pydantic import Field

from lagclient.models.base import LagModel, Omitted

HealthStatus = Literal["ok"]


class HealthResponse(LagModel):
    """The result of a health check."""

    status: Union[HealthStatus, str]
    version: str
    timestamp: str
    """Time of the check, as the text that the service sent."""


class VersionResponse(LagModel):
    """The version of the service."""

    version: str


class SystemStatusResponse(LagModel):
    """Global flags for an upgrade, an outage and the waitlist."""

    upgrading: bool
    outage: bool
    waitlist: bool


class FeatureFlag(LagModel):
    """Whether a feature is enabled, and whether it is beta."""

    enabled: bool
    beta: Omitted[bool] = None


class UserConfig(LagModel):
    """Feature flags of the caller."""

    features: Dict[str, FeatureFlag] = Field(default_factory=dict)
    """By feature name."""


class Ok(LagModel):
    """The result of an operation that returns only its success."""

    ok: bool

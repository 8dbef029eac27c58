"""The state of the service, and what it has switched on for the caller."""

from __future__ import annotations

from typing import Dict, Literal, Optional, Union

from pydantic import Field

from lagclient.models.base import LagModel

HealthStatus = Literal["ok"]


class HealthResponse(LagModel):
    """The service's answer to a health check."""

    status: Union[HealthStatus, str]
    version: str
    timestamp: str
    """The time of the check, as text exactly as the service wrote it."""


class VersionResponse(LagModel):
    """The version that the service runs."""

    version: str


class SystemStatusResponse(LagModel):
    """Service-wide switches: whether an upgrade, an outage or a waitlist is in force."""

    upgrading: bool
    outage: bool
    waitlist: bool


class FeatureFlag(LagModel):
    """Whether one feature is on, and whether it counts as beta."""

    enabled: bool
    beta: Optional[bool] = None


class UserConfig(LagModel):
    """The configuration that the service gives the caller: its feature flags."""

    features: Dict[str, FeatureFlag] = Field(default_factory=dict)
    """By feature name."""


class Ok(LagModel):
    """The answer of operations that have nothing to say but that they succeeded."""

    ok: bool

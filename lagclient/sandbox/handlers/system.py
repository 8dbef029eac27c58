"""The state of the service. A sandbox is always well, and says what it is in its version."""

from __future__ import annotations

from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

# Not the version of this package: recordings should not change with every release.
VERSION = "0.0.0-sandbox"

FEATURES = {
    "events": {"enabled": True},
    "voice": {"enabled": False, "beta": True},
}


@handles("system.health")
def health(request: Request) -> Wire:
    """Well, and what time it is."""
    return {"status": "ok", "version": VERSION, "timestamp": written(request.now)}


@handles("system.version")
def version(request: Request) -> Wire:  # noqa: ARG001
    """The version."""
    return {"version": VERSION}


@handles("system.status")
def status(request: Request) -> Wire:  # noqa: ARG001
    """No upgrade, no outage, no waitlist."""
    return {"upgrading": False, "outage": False, "waitlist": False}


@handles("system.config")
def config(request: Request) -> Wire:  # noqa: ARG001
    """The same features for everybody."""
    return {"features": FEATURES}

"""The state of the service. A sandbox is always available, and its version says what it is."""

from __future__ import annotations

from lagclient.sandbox.registry import handles
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Request, Wire

# Not the version of this package, because recordings should not change with every release.
VERSION = "0.0.0-sandbox"

FEATURES = {
    "events": {"enabled": True},
    "voice": {"enabled": False, "beta": True},
}


@handles("system.health")
def health(request: Request) -> Wire:
    """Return that the service is available, and the time."""
    return {"status": "ok", "version": VERSION, "timestamp": written(request.now)}


@handles("system.version")
def version(request: Request) -> Wire:  # noqa: ARG001
    """Return the version."""
    return {"version": VERSION}


@handles("system.status")
def status(request: Request) -> Wire:  # noqa: ARG001
    """Return that the service is not upgrading, out of order or full."""
    return {"upgrading": False, "outage": False, "waitlist": False}


@handles("system.config")
def config(request: Request) -> Wire:  # noqa: ARG001
    """Return the features, which are the same for all callers."""
    return {"features": FEATURES}

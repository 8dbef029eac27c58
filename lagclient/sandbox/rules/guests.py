"""How guests come to an event: by its share link.

The link leads to a page of the real service, not to a route of the API, so a program adds guests
by `Sandbox.add_guest`.
"""

from __future__ import annotations

from lagclient.sandbox.rules.scheduling import status_of
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import World


def come(world: World, event_id: str, display_name: str) -> str:
    """Add a guest to an event; return the guest's id.

    Raises:
        ValueError: The event does not exist, is over or cancelled, or its share link is off.
    """
    event = world.store.one("SELECT * FROM events WHERE id = ?", event_id)
    if event is None:
        raise ValueError(f"`event_id` must be the id of an event, not {event_id!r}")
    if not display_name.strip():
        raise ValueError(f"`display_name` must be a name, not {display_name!r}")
    now = world.now()
    status = status_of(event, now)
    if status not in ("scheduled", "active"):
        raise ValueError(f"The event must be scheduled or active, not {status}")
    if not event["external_access_enabled"]:
        raise ValueError("The share link of the event must be on, not off")
    guest_id = world.ids("guest")
    world.store.insert(
        "guests",
        id=guest_id,
        event_id=event_id,
        display_name=display_name,
        generated_username=world.ids("visitor"),
        status="admitted" if event["external_auto_admit"] else "pending",
        created_at=written(now),
    )
    return guest_id

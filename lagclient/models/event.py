"""Scheduled events of a server, their guests, and templates for recurring ones."""

from __future__ import annotations

from typing import Literal, Optional, Union

from lagclient.models.base import LagModel, Timestamp

EventGuestStatus = Literal["pending", "admitted", "rejected"]
EventStatus = Literal["scheduled", "active", "ended", "cancelled"]
RsvpStatus = Literal["going", "maybe", "not_going"]


class RsvpCounts(LagModel):
    """How many members gave which answer to an event."""

    going: int
    maybe: int
    not_going: int


class RsvpResponse(LagModel):
    """The caller's answer to an event, and everybody's answers counted."""

    status: Union[RsvpStatus, str]
    counts: RsvpCounts


class EventSummary(LagModel):
    """An event of a server."""

    id: str
    server_id: str
    title: str
    description: Optional[str] = None
    cover_image_url: Optional[str] = None
    starts_at: Timestamp
    ends_at: Optional[Timestamp] = None
    status: Union[EventStatus, str]
    voice_room_id: Optional[str] = None
    created_by: str
    """The id of the user who made the event."""
    creator_username: str
    creator_display_name: Optional[str] = None
    share_code: Optional[str] = None
    """The code in the link by which people outside the server reach the event."""
    external_access_enabled: bool
    """Whether that link works."""
    external_auto_admit: bool
    """Whether guests who come by that link are let in without a decision on each."""
    rsvp_counts: RsvpCounts
    my_rsvp: Optional[Union[RsvpStatus, str]] = None
    """None when the caller has not answered."""
    template_id: Optional[str] = None
    """The id of the ``EventTemplate`` that the event was made from."""
    created_at: Timestamp


class EventTemplate(LagModel):
    """The pattern of a recurring event, from which the service makes the single events."""

    id: str
    server_id: str
    title: str
    description: Optional[str] = None
    cover_image_url: Optional[str] = None
    duration_minutes: Optional[int] = None
    rrule: str
    """An iCalendar recurrence rule, such as ``FREQ=WEEKLY``."""
    timezone: str
    """An IANA name."""
    start_time: str
    """``HH:MM``, 24 hours, local to `timezone`."""
    external_access_enabled: bool
    external_auto_admit: bool
    next_occurrence_at: Optional[Timestamp] = None
    created_by: str
    """The id of the user who made the template."""
    created_at: Timestamp


class EventGuest(LagModel):
    """Somebody from outside the server who came to an event by its share link."""

    id: str
    display_name: str
    generated_username: str
    status: Union[EventGuestStatus, str]
    created_at: Timestamp


class GuestDecision(LagModel):
    """What a guest's status became: ``admitted`` or ``rejected``."""

    status: Union[EventGuestStatus, str]


class EventCancelResult(LagModel):
    """The state of an event after its cancellation, which does not delete it at once."""

    status: str
    deletes_at: Optional[Timestamp] = None
    """When the event is deleted for good."""

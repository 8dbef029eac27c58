"""Scheduled events of a server, their guests, and templates for recurring events."""

from __future__ import annotations

from typing import Literal, Optional, Union

from lagclient.models.base import LagModel, Omitted, Timestamp

EventGuestStatus = Literal["pending", "admitted", "rejected"]
EventStatus = Literal["scheduled", "active", "ended", "cancelled"]
RsvpStatus = Literal["going", "maybe", "not_going"]


class RsvpCounts(LagModel):
    """Number of RSVPs to an event by status."""

    going: int
    maybe: int
    not_going: int


class RsvpResponse(LagModel):
    """The caller's RSVP to an event, and the number of all RSVPs by status."""

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
    """Id of the user who created the event."""
    creator_username: str
    creator_display_name: Optional[str] = None
    share_code: Optional[str] = None
    """Code in the share link, by which people outside the server join the event."""
    external_access_enabled: bool
    """Whether the share link is enabled."""
    external_auto_admit: bool
    """Whether guests are admitted without a host's decision."""
    rsvp_counts: RsvpCounts
    my_rsvp: Optional[Union[RsvpStatus, str]] = None
    """None if the caller has not responded."""
    template_id: Optional[str] = None
    """Id of the ``EventTemplate`` from which the event was created."""
    created_at: Timestamp


class EventTemplate(LagModel):
    """Template of a recurring event, from which the service creates each event."""

    id: str
    server_id: str
    title: str
    description: Optional[str] = None
    cover_image_url: Optional[str] = None
    duration_minutes: Optional[int] = None
    rrule: str
    """An iCalendar recurrence rule, such as ``FREQ=WEEKLY``."""
    timezone: str
    """IANA time zone, such as ``Europe/Berlin``."""
    start_time: str
    """``HH:MM``, 24 hours, local to `timezone`."""
    external_access_enabled: bool
    external_auto_admit: bool
    next_occurrence_at: Optional[Timestamp] = None
    created_by: str
    """Id of the user who created the template."""
    created_at: Timestamp


class EventGuest(LagModel):
    """A guest from outside the server, who joined an event by its share link."""

    id: str
    display_name: str
    generated_username: str
    status: Union[EventGuestStatus, str]
    created_at: Timestamp


class GuestDecision(LagModel):
    """The new status of a guest: ``admitted`` or ``rejected``."""

    status: Union[EventGuestStatus, str]


class EventCancelResult(LagModel):
    """The status of a cancelled event, which is deleted later."""

    status: str
    deletes_at: Omitted[Timestamp] = None
    """Time at which the event is deleted permanently."""

"""A command that someone wrote, and the way to reply."""

from __future__ import annotations

from typing import Any, List, Protocol

from lagclient import models
from lagclient.client import AsyncClient


class Robot(Protocol):
    """The part of a `Bot` that a command needs."""

    @property
    def client(self) -> AsyncClient:
        """The robot's client."""
        ...

    def send(self, event: models.RobotEvent, content: str) -> Any:
        """Send a message to the room of an event."""
        ...


class Context:
    """A command that someone wrote: ``!name the text``."""

    def __init__(self, bot: Robot, event: models.RoomMessageEvent, name: str, text: str) -> None:
        self.bot = bot
        self.event = event
        self.name = name
        """The command, without its prefix, in lower case."""
        self.text = text
        """The text behind it."""

    @property
    def args(self) -> List[str]:
        """The words behind the command."""
        return self.text.split()

    @property
    def client(self) -> AsyncClient:
        """The robot's client."""
        return self.bot.client

    def reply(self, content: str) -> Any:
        """Send a message to the same room.

        In a coroutine function, await it. In a plain function, which runs in a thread of its own,
        the message has been sent when this returns. ``POST /servers/{id}/rooms/{id}/messages``

        Args:
            content: Text, 1 to 2000 characters.

        Returns:
            The message, a `RoomMessage`.

        Raises:
            LagAPIError: It could not be sent.
        """
        return self.bot.send(self.event, content)

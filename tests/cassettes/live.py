"""Recording from the live API: reads only, and never into our own cassettes.

The table has routes that delete an account. So what is called is chosen by its method, and an httpx
client that lets only GET through carries it, whatever the table says tomorrow.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Mapping, Optional

import attrs
import httpx

from lagclient import Client, LagAPIError

from . import cases
from .cases import CASES, Case, Step

CASSETTES = Path(__file__).parent.parent.parent / "cassettes"
# To be answered counts as received: whoever else polls for the robot would miss the events.
NOT_ONLY_READ = ("robots.events.poll",)

# What the account has in place of the things in the sandbox.
_FIND: Dict[str, Callable[[Client], str]] = {
    cases.SERVER: lambda client: _server(client),
    cases.ROOM: lambda client: _room(client),
    cases.MIRA: lambda client: client.friends.list()[0].user.id,
    cases.CONVERSATION: lambda client: client.dms.list()[0].id,
    cases.CODE: lambda client: client.servers.invites.list(_server(client))[0].code,
    cases.EVENT: lambda client: client.events.list(_server(client))[0].id,
    cases.IMAGE: lambda client: _image(client),
}


def refusal(folder: Path, environment: Mapping[str, str], record_mode: Optional[str]) -> str:
    """Return why the live API must not be recorded into this folder, or an empty text."""
    if record_mode is not None:
        return "--record-live says itself how it records: leave --record-mode out"
    if CASSETTES.exists():
        for part in (folder, *folder.parents):
            # As files, not as texts: a link or another spelling may lead there too.
            if part.exists() and part.samefile(CASSETTES):
                return f"{folder} is among our own cassettes, which come from a sandbox"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return f"{folder} is not an empty folder"
    if not environment.get("LAG_TOKEN"):
        return "LAG_TOKEN is not set: the live API needs a token of yours"
    return ""


def reads() -> List[Case]:
    """Return the cases that only read."""
    return [
        case
        for case in CASES
        if case.route.method == "GET"
        and not case.route.model.startswith("stream[")
        and case.route.full_name not in NOT_ONLY_READ
    ]


@contextlib.contextmanager
def only_reading(token: str, base_url: str) -> Iterator[Client]:
    """Yield a client that sends only GET requests."""

    def refuse_writes(request: httpx.Request) -> None:
        if request.method != "GET":
            raise PermissionError(f"{request.method} is not for the live API")

    with httpx.Client(event_hooks={"request": [refuse_writes]}, timeout=30) as http_client:
        yield Client(token=token, base_url=base_url, http_client=http_client)


def found(step: Step, client: Client) -> Optional[Step]:
    """Return the step with ids of the account, or None if the account lacks one."""
    try:
        args = [_FIND[arg](client) if arg in _FIND else arg for arg in step.args]
    except (IndexError, LagAPIError):
        return None
    return attrs.evolve(step, args=tuple(args))


def _server(client: Client) -> str:
    me = client.identity()
    return me.server_id or client.servers.list()[0].id


def _room(client: Client) -> str:
    return client.servers.rooms.list(_server(client))[0].id


def _image(client: Client) -> str:
    messages = client.servers.rooms.messages.list(_server(client), _room(client), limit=100)
    images = [message.image for message in messages if message.image]
    return images[0].id

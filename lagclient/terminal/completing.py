"""Completion of names: servers, rooms and people, from a file that is used for a minute.

A shell asks at each press of Tab, so most answers must come without the network. What fails is
answered by no names: a message would land in the line that is being typed.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence

import click

from lagclient.terminal import profiles
from lagclient.terminal.invocation import Invocation
from lagclient.terminal.printable import one_line

USED_SECONDS = 60.0
TIMEOUT_SECONDS = 3.0

Names = Dict[str, Any]
"""``servers``: each with its ``id``, its ``name``, and its ``rooms`` as the same. ``people``:
usernames."""


def servers(context: click.Context, _param: click.Parameter, typed: str) -> List[str]:
    """Complete the name of a server, or its id once that is begun."""
    return _of_objects(_names(context).get("servers", ()), typed)


def rooms(context: click.Context, param: click.Parameter, typed: str) -> List[str]:
    """Complete the name or the id of a room, of the server that stands before it, if one does."""
    return _of_objects(_rooms(context, param), typed)


def _rooms(context: click.Context, param: click.Parameter) -> List[Names]:
    every: List[Names] = _names(context).get("servers", [])
    before = (
        context.params.get(str(param.name))
        or context.params.get("server")
        or context.params.get("server_id")
        or ()
    )
    words: Sequence[str] = [before] if isinstance(before, str) else before
    if words:
        word = words[0].casefold()
        named = [one for one in every if one["name"].casefold() == word]
        every = named or [one for one in every if one["id"].startswith(words[0])]
    return [room for one in every for room in one["rooms"]]


def server_ids(context: click.Context, _param: click.Parameter, typed: str) -> List[str]:
    """Complete the id of a server."""
    return _fitting((one["id"] for one in _names(context).get("servers", ())), typed)


def room_ids(context: click.Context, param: click.Parameter, typed: str) -> List[str]:
    """Complete the id of a room, of the server that stands before it."""
    return _fitting((one["id"] for one in _rooms(context, param)), typed)


def servers_or_rooms(context: click.Context, param: click.Parameter, typed: str) -> List[str]:
    """Complete the first word of [SERVER] ROOM."""
    of_rooms = rooms(context, param, typed)
    if context.params.get(str(param.name)):
        return of_rooms
    return servers(context, param, typed) + of_rooms


def people(context: click.Context, _param: click.Parameter, typed: str) -> List[str]:
    """Complete the name of a friend, or of the other user of a conversation."""
    return _fitting(_names(context).get("people", ()), typed)


def _of_objects(objects: Iterable[Names], typed: str) -> List[str]:
    every = list(objects)
    return _fitting((one["name"] for one in every), typed) or (
        _fitting((one["id"] for one in every), typed) if typed else []
    )


def _fitting(names: Iterable[str], typed: str) -> List[str]:
    start = typed.casefold()
    # A name of others with a newline would be several answers, and one with a hyphen an option.
    return [
        one
        for one in dict.fromkeys(names)
        if one.casefold().startswith(start) and one == one_line(one) and one[:1] != "-"
    ]


def _names(context: click.Context) -> Names:
    """Return the names, from the file if it is fresh; no names if that fails."""
    run = context.find_object(Invocation) or Invocation()
    try:
        token, base_url = run.credential()
    except click.ClickException:
        return {}
    # The file is for one account: the hash says for which, without the token. 2 is its format.
    key = hashlib.sha256(f"2 {base_url} {token}".encode()).hexdigest()
    cached = _cached(key)
    if cached is None:
        with contextlib.suppress(Exception):
            cached = _fetched(run, token, base_url)
        with contextlib.suppress(click.ClickException, OSError):
            profiles._write(_file(), {"key": key, "names": cached or {}})
    return cached or {}


def _cached(key: str) -> Optional[Names]:
    try:
        age = time.time() - _file().stat().st_mtime
        data: Dict[str, Any] = profiles._read(_file()) or {}
    except (click.ClickException, OSError):
        return None
    return data.get("names") if data.get("key") == key and 0 <= age < USED_SECONDS else None


def _file() -> Path:
    return profiles.folder() / "names.json"


def _fetched(run: Invocation, token: str, base_url: str) -> Names:
    run.timeout_seconds = TIMEOUT_SECONDS
    with run.client_for(token, base_url, max_retries=0) as client:
        each: Any = client.servers.rooms.list
        if client.is_robot:
            own = str(client.identity().server_id)
            return {"servers": [_object(own, own, each(own))]}
        users = [one.other_user for one in client.dms.list()]
        users += [one.user for one in client.friends.list()]
        objects: List[Names] = []
        ends = time.monotonic() + TIMEOUT_SECONDS  # with many servers, some have no rooms here
        for server in client.servers.list():
            own_rooms: List[Any] = each(server.id) if time.monotonic() < ends else []
            objects.append(_object(server.id, server.name, own_rooms))
        return {"servers": objects, "people": sorted({user.username for user in users})}


def _object(id: str, name: str, rooms: Iterable[Any]) -> Names:
    own = [{"id": room.id, "name": room.name} for room in rooms if room.name]
    return {"id": id, "name": name, "rooms": own}

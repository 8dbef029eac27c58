"""Names: which server, room or person a word on the command line means.

A word is the name of one, in any case, or the start of its id. A word that fits several is refused
with the list of them: the wrong room is worse than another try.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Callable, Iterable, List, Sequence, Tuple, TypeVar

import click

from lagclient.terminal import exits
from lagclient.terminal.printable import one_line

T = TypeVar("T")

SHOWN = 60
"""Characters of a name that an error shows."""


class NotThere(click.ClickException):
    """Nothing has this name."""

    exit_code = exits.NOT_FOUND


def pick(
    word: str,
    items: Iterable[T],
    describe: Callable[[T], Tuple[str, Sequence[str]]],
    what: str,
) -> T:
    """Return the item that a word means.

    Args:
        word: The word.
        items: The items to choose from.
        describe: Returns the id of an item, and its names; the first one is shown.
        what: The kind of the items, for messages.

    Raises:
        click.UsageError: Several items fit.
        NotThere: None fits.
    """
    every = [(item, *describe(item)) for item in items]
    tests: List[Callable[[str, Sequence[str]], bool]] = [
        lambda own, _names: own == word,
        lambda _own, names: word in names,
        lambda _own, names: _folded(word) in map(_folded, names),
        lambda own, _names: own.startswith(word),
    ]
    for fits in tests if word else ():
        fitting = [one for one in every if fits(one[1], one[2])]
        if len(fitting) == 1:
            return fitting[0][0]
        if fitting:
            lines = "\n".join(f"  {id}  {_short(names[0])}" for _, id, names in fitting)
            raise click.UsageError(
                f"{what} must be one, and {word!r} fits {len(fitting)}; use an id:\n{lines}"
            )
    existing = ", ".join(_short(names[0]) for _, _, names in every[:20]) or "none"
    raise NotThere(f"No {what.lower()} fits {word!r}; there are: {existing}")


def _short(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def server_id(client: Any, word: str) -> str:
    """Return the id of one of the caller's servers. A robot has one."""
    if client.is_robot:
        own = client.identity().server_id
        return str(pick(word, [own], lambda one: (one, [one]), "SERVER"))
    server = pick(word, client.servers.list(), lambda one: (one.id, [one.name]), "SERVER")
    return str(server.id)


def room_of(client: Any, server: str, word: str) -> Any:
    """Return a room of a server."""
    word = word[1:] if word.startswith("#") else word
    rooms = client.servers.rooms.list(server)
    return pick(word, rooms, lambda one: (one.id, [one.name or one.id]), "ROOM")


def room_ids(client: Any, server: str, room: str) -> Tuple[str, str]:
    """Return the ids of a server and of one of its rooms."""
    id = server_id(client, server)
    return id, str(room_of(client, id, room).id)


def any_room(client: Any, word: str) -> Tuple[str, Any]:
    """Return the id of the server and the room that a word means among all rooms of the caller."""
    word = word[1:] if word.startswith("#") else word
    if client.is_robot:
        own = str(client.identity().server_id)
        return own, room_of(client, own, word)
    every = [
        (server, room)
        for server in client.servers.list()
        for room in client.servers.rooms.list(server.id)
    ]
    server, room = pick(
        word,
        every,
        lambda one: (one[1].id, [f"{one[0].name}/{one[1].name}", one[1].name or one[1].id]),
        "ROOM",
    )
    return str(server.id), room


def person(word: str, items: Iterable[T], user_of: Callable[[T], Any]) -> T:
    """Return the item that belongs to a person, by username, display name or the start of an id."""
    word = word[1:] if word.startswith("@") else word

    def describe(item: T) -> Tuple[str, List[str]]:
        user = user_of(item)
        return user.id, [user.username, *([user.display_name] if user.display_name else [])]

    return pick(word, items, describe, "USER")


def conversation_id(client: Any, word: str) -> str:
    """Return the id of the conversation with a person, which is opened if it does not exist."""
    users = {one.other_user.id: one.other_user for one in client.dms.list()}
    users.update((friend.user.id, friend.user) for friend in client.friends.list())
    user = person(word, users.values(), lambda user: user)
    return str(client.dms.create(user.id).id)

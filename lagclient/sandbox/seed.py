"""The first world of a sandbox.

========  =================================================================================
sam       owns the server; the sandbox's `token` is Sam's
jun       an Admin of the server, who has asked Sam to be friends
mira      a Member of the server, and a friend of Sam
ines      a friend of Sam who is not in the server
newcomer  an account that is not set up yet
Beacon    the robot of the server, with every permission; `robot_key` is its key
========  =================================================================================

The server has three rooms. The first one, `room_id`, has messages, and so has a conversation
between Sam and Mira.
"""

from __future__ import annotations

from typing import Dict, List, Optional

from lagclient.sandbox.accounts import create_robot, sign_up, token_for
from lagclient.sandbox.rules import dm_messages, room_messages, servers
from lagclient.sandbox.rules.composing import Draft
from lagclient.sandbox.rules.conversation import between
from lagclient.sandbox.rules.friendship import relate
from lagclient.sandbox.rules.members import join
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import Caller, World

_TOKEN = "token:"  # noqa: S105  # a prefix of facts' names

ROOMS = ("general", "music", "game-night")
CONVERSATION = (
    ("sam", "Welcome to the Lounge! This room is for everything."),
    ("mira", "Hi @sam, glad to be here :wave:"),
    ("jun", "Game night is on Friday. Who is in?"),
    ("mira", "Me!"),
)
PRIVATE = (
    ("sam", "Thanks for joining the Lounge!"),
    ("mira", "Is it all right if I bring Ines along?"),
)


def facts_of(
    world: World, token: Optional[str] = None, robot_key: Optional[str] = None
) -> Dict[str, str]:
    """Return the tokens and ids of the first world; an empty store gets it first.

    Args:
        world: The world.
        token: The token of Sam; by default the one in the store, or a new one.
        robot_key: The key of the robot, likewise. It replaces the one in the store.

    Raises:
        ValueError: The token or the key belongs to another account or robot.
    """
    store = world.store
    with store.transaction():
        if not store.one("SELECT 1 FROM facts"):
            for name, value in _begin(world, token, robot_key).items():
                store.insert("facts", name=name, value=value)
        facts = {row["name"]: row["value"] for row in store.all("SELECT * FROM facts")}
        for chosen, *names in ((token, "token", f"{_TOKEN}sam"), (robot_key, "robot_key")):
            if chosen is not None and chosen != facts[names[0]]:
                token_for(world, _owner_of(world, facts[names[0]]), chosen)
                store.run("DELETE FROM tokens WHERE token = ?", facts[names[0]])
                for name in names:
                    store.run("UPDATE facts SET value = ? WHERE name = ?", chosen, name)
                    facts[name] = chosen
        return facts


def _owner_of(world: World, token: str) -> Caller:
    row = world.store.one("SELECT * FROM tokens WHERE token = ?", token)
    assert row is not None
    return Caller("user" if row["user_id"] else "robot", row["user_id"] or row["robot_id"], "")


def tokens_in(facts: Dict[str, str]) -> Dict[str, str]:
    """Return the tokens of all users of the first world, by the username that each had there."""
    return {name[len(_TOKEN) :]: token for name, token in facts.items() if name.startswith(_TOKEN)}


def _begin(world: World, token: Optional[str], robot_key: Optional[str]) -> Dict[str, str]:
    store = world.store
    people = {
        "sam": sign_up(world, "sam", "Sam"),
        "jun": sign_up(world, "jun", "Jun", status="idle"),
        "mira": sign_up(world, "mira", "Mira"),
        "ines": sign_up(world, "ines", status="offline"),
        "newcomer": sign_up(world, "newcomer", is_set_up=False),
    }
    for friend in ("mira", "ines"):
        relate(world, written(world.now()), people["sam"].id, people[friend].id, "accepted")
    relate(world, written(world.now()), people["jun"].id, people["sam"].id, "pending")
    now = written(world.now())
    server_id = servers.create(world, now, people["sam"].id, "Lag Lounge", ":sofa:")
    for name, rank in (("jun", "admin"), ("mira", "member")):
        join(world, written(world.now()), server_id, people[name].id, rank)
    room_ids: List[str] = []
    for name in ROOMS:
        room_ids.append(world.ids("room"))
        store.insert(
            "rooms",
            id=room_ids[-1],
            server_id=server_id,
            name=name,
            created_by=people["sam"].id,
            created_at=written(world.now()),
        )
    room = store.one("SELECT * FROM rooms WHERE id = ?", room_ids[0])
    assert room is not None
    for name, content in CONVERSATION:
        room_messages.write(world, written(world.now()), room, people[name], Draft(content))
    opener, other = people["sam"].id, people["mira"].id
    conversation = between(world, written(world.now()), opener, other)
    for name, content in PRIVATE:
        now, author = written(world.now()), people[name].id
        dm_messages.write(world, now, conversation["id"], author, Draft(content))
    robot = create_robot(world, server_id, "Beacon")
    tokens = {
        name: token_for(world, user, token if name == "sam" else None)
        for name, user in people.items()
    }
    return {
        "token": tokens["sam"],
        "robot_key": token_for(world, robot, robot_key),
        "server_id": server_id,
        "room_id": room_ids[0],
        **{_TOKEN + name: token for name, token in tokens.items()},
    }

"""The world that a sandbox begins with.

========  =================================================================================
sam       owns the server; the sandbox's `token` is theirs
jun       an Admin of the server, who has asked to be a friend of Sam's
mira      a Member of the server, and a friend of Sam's
ines      a friend of Sam's who is not in the server
newcomer  an account that is not set up yet
Beacon    the server's robot, with every permission; `robot_key` is its key
========  =================================================================================

The server has three rooms. In the first, `room_id`, a conversation has begun, and so has
one between Sam and Mira.
"""

from __future__ import annotations

from typing import Dict, List, get_args

from lagclient.sandbox.portal import make_robot, sign_up, token_for
from lagclient.sandbox.rules import dm_messages, room_messages, servers
from lagclient.sandbox.rules.composing import Draft
from lagclient.sandbox.rules.conversation import between
from lagclient.sandbox.rules.friendship import relate
from lagclient.sandbox.rules.members import join
from lagclient.sandbox.world.clock import written
from lagclient.sandbox.world.world import World

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


def facts_of(world: World) -> Dict[str, str]:
    """What a sandbox tells about its world; the world is made first where there is none."""
    with world.store.transaction():
        if not world.store.one("SELECT 1 FROM facts"):
            for name, value in _begin(world).items():
                world.store.insert("facts", name=name, value=value)
        return {row["name"]: row["value"] for row in world.store.all("SELECT * FROM facts")}


def tokens_in(facts: Dict[str, str]) -> Dict[str, str]:
    """Everybody's tokens by the username that they began with."""
    return {name[len(_TOKEN) :]: token for name, token in facts.items() if name.startswith(_TOKEN)}


def _begin(world: World) -> Dict[str, str]:
    from lagclient.models import RobotPermission

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
    robot = make_robot(world, server_id, "Beacon", get_args(RobotPermission))
    tokens = {name: token_for(world, user) for name, user in people.items()}
    return {
        "token": tokens["sam"],
        "robot_key": token_for(world, robot),
        "server_id": server_id,
        "room_id": room_ids[0],
        **{_TOKEN + name: token for name, token in tokens.items()},
    }

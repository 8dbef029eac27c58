"""Credentials: what a token is, which routes it may use, and where those are for it."""

from __future__ import annotations

import copy
import operator
import pickle
import re
from typing import Any

import pytest

from lagclient import Client
from lagclient.calls.auth import Credential
from lagclient.errors import LagAPIError, LagInvalidRequestError, LagInvalidTokenError
from lagclient.resources import TABLE
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, settings_of
from tests.kit.every import every

USER = Credential.from_token(USER_TOKEN)
ROBOT = Credential.from_token(ROBOT_TOKEN)
ROBOT_ROUTES = [name for name, route in TABLE.items() if route.robot_scopes]
OTHER_ROUTES = [name for name, route in TABLE.items() if not route.robot_scopes]
ROBOTS_ONLY = [name for name, route in TABLE.items() if not {"user", "public"} & {*route.scope}]


@pytest.mark.parametrize(
    ("token", "kind", "header"),
    [
        ("lag_pat_x", "user", "Bearer lag_pat_x"),
        ("lag_robot_x_y", "robot", "Robot lag_robot_x_y"),
        ("eyJhbGciOi.J9.x-_~", "user", "Bearer eyJhbGciOi.J9.x-_~"),
        ("xlag_robot_x", "user", "Bearer xlag_robot_x"),
        ("LAG_ROBOT_x", "user", "Bearer LAG_ROBOT_x"),
    ],
)
def test_the_prefix_tells_the_kind(token: str, kind: str, header: str) -> None:
    """A robot key goes into the scheme Robot, everything else is a bearer token."""
    credential = Credential.from_token(token)
    assert (credential.kind, credential.authorization) == (kind, header)


@pytest.mark.parametrize("token", ["", None, b""], ids=repr)
def test_no_token_is_a_value_error(token: Any) -> None:
    """No token is a ValueError, as in 0.2.0, that says where tokens come from."""
    with pytest.raises(ValueError, match="LAG_TOKEN") as caught:
        Credential.from_token(token)
    assert isinstance(caught.value, LagInvalidRequestError)


@pytest.mark.parametrize("header", ["Bearer lag_pat_secret", "Robot lag_robot_secret"])
def test_a_header_is_not_a_token(header: str) -> None:
    """A whole header as the token is refused with what to leave out, and is not shown."""
    with pytest.raises(LagInvalidTokenError, match="remove Bearer or Robot before it") as caught:
        Credential.from_token(header)
    assert "secret" not in str(caught.value)


def test_a_credential_shows_and_pickles_no_token() -> None:
    """The token is in no repr of what holds it, and no copy of it can be made by pickle."""
    for credential in (USER, ROBOT):
        assert "canary" not in repr(credential)
        assert "canary" not in str(credential)
        for copied in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError, match="not pickled") as caught:
                copied(credential)
            assert "canary" not in str(caught.value)
    assert "canary" not in repr(settings_of())
    with pytest.raises(TypeError):
        pickle.dumps(settings_of())


@every("name", TABLE)
def test_each_route_is_admitted_to_whom_it_is_for(name: str) -> None:
    """A route admits users, robots or both, as its scope says, and nobody else."""
    scope = {text.split(":")[0] for text in TABLE[name].scope}
    for credential in (USER, ROBOT):
        if {"public", credential.kind} & scope:
            credential.admit(TABLE[name], TABLE)
        else:
            with pytest.raises(LagInvalidTokenError, match=re.escape(TABLE[name].method_name)):
                credential.admit(TABLE[name], TABLE)


def test_both_kinds_are_refused_something() -> None:
    """The table has routes for robots alone and routes without robots."""
    assert "robots.events.poll" in ROBOTS_ONLY
    assert {"users.me", "servers.create", "dms.list"} <= {*OTHER_ROUTES}
    assert {"identity", "servers.rooms.list", "system.health"} <= {*ROBOT_ROUTES}


@pytest.mark.parametrize("name", ["users.me", "servers.get", "dms.list"])
def test_the_refusal_of_a_robot_names_what_it_can_call(name: str) -> None:
    """The refusal names robots' methods of the same namespace, and counts others, or names all."""
    with pytest.raises(LagAPIError) as caught:
        ROBOT.admit(TABLE[name], TABLE)
    message = caught.value.message
    assert message.startswith(f"{name} is not available to robots: use a personal access token")
    listed, _, more = message.partition("Robots can call ")[2].partition(", and ")
    first, *names = listed.split(", ")
    assert first == "identity (which has the server_id of the robot)"
    every = sorted(TABLE[each].method_name for each in ROBOT_ROUTES if each != "identity")
    of_servers = [each for each in every if each.startswith("servers.")]
    assert names == (of_servers if name == "servers.get" else every)
    count = len(every) - len(of_servers)
    assert more == (f"{count} more in robots and system" if name == "servers.get" else "")
    client = Client(token=ROBOT_TOKEN)
    assert all(callable(operator.attrgetter(name)(client)) for name in names)


def test_the_refusal_of_a_user_asks_for_a_robot_key() -> None:
    """The refusal of a method that only robots have says which token it needs."""
    with pytest.raises(LagInvalidTokenError, match=r"only to robots: .*\(lag_robot_\.\.\.\)"):
        USER.admit(TABLE["robots.events.poll"], TABLE)


@every("name", TABLE)
def test_the_path_for_users_is_the_route_as_it_stands(name: str) -> None:
    """Users have every route where the table says."""
    assert TABLE[name].path_for("user") == TABLE[name].path


@every("name", ROBOT_ROUTES)
def test_the_path_for_robots_is_under_their_own(name: str) -> None:
    """Robots have their routes under /robots/@me, once, and public ones where they are."""
    path = TABLE[name].path_for("robot")
    if "public" in TABLE[name].scope:
        assert path == TABLE[name].path
    else:
        assert path.count("/robots/@me") == 1
        assert path.startswith("/robots/@me/")
        assert path.endswith(TABLE[name].path)

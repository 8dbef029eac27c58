from __future__ import annotations

import pytest

from lagclient.sandbox import Sandbox


@pytest.fixture(scope="module")
def lag():
    """One for all: nothing here minds what the others did."""
    with Sandbox() as lag:
        yield lag


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer nobody",
        "Bearer {robot}",
        "Robot {user}",
        "Basic {user}",
        "{user}",
        "Bearer {user} {user}",
        "Bearer \xe9",
    ],
)
def test_tokens_that_are_not_accepted(authorization, lag, wire):
    """No token, an unknown one or the wrong scheme for it is a 401."""
    headers = {}
    if authorization is not None:
        text = authorization.format(user=lag.token, robot=lag.robot_key)
        headers["Authorization"] = text.encode("latin-1")
    response = wire("GET /users/me", who="", headers=headers)
    assert response.status_code == 401
    assert response.json()["error"] == "unauthorized"
    assert lag.token not in response.text


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_schemes_have_no_case(scheme, lag, wire):
    """The scheme may be written in any case."""
    headers = {"Authorization": f"{scheme} {lag.token}"}
    assert wire("GET /users/me", who="", headers=headers).status_code == 200


@pytest.mark.parametrize("who", ["", "sam", "robot", "no-such-token"])
def test_public_routes_ask_for_nothing(who, wire):
    """A public route answers everybody, at the same path, whatever token is sent along."""
    for line in ("GET /health", "GET /version", "GET /system-status"):
        assert wire(line, who=who).status_code == 200


def test_everybody_has_a_token(lag, wire):
    """All seeded people can be acted for."""
    assert set(lag.tokens) == {"sam", "jun", "mira", "ines", "newcomer"}
    for name in lag.tokens:
        assert wire.ok("GET /users/me", who=name)["username"] == name
    assert lag.token == lag.tokens["sam"]


def test_shapes_of_tokens(lag):
    """Tokens look like the real ones, for the SDK tells by that what they are."""
    assert lag.token.startswith("lag_pat_")
    assert len(lag.robot_key.split("_")) == 4
    assert lag.robot_key.startswith("lag_robot_")

from __future__ import annotations

import pytest

from lagclient.sandbox import Sandbox


@pytest.fixture(scope="module")
def lag():
    """One sandbox for all tests, because none depends on the state of another."""
    with Sandbox() as lag:
        yield lag


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer unknown",
        "Bearer {robot}",
        "Robot {user}",
        "Basic {user}",
        "{user}",
        "Bearer {user} {user}",
        "Bearer \xe9",
    ],
)
def test_wrong_token(authorization, lag, wire):
    """A missing token, an unknown one and the wrong scheme for it are a 401."""
    headers = {}
    if authorization is not None:
        text = authorization.format(user=lag.token, robot=lag.robot_key)
        headers["Authorization"] = text.encode("latin-1")
    response = wire("GET /users/me", who="", headers=headers)
    assert response.status_code == 401
    assert response.json()["error"] == "unauthorized"
    assert lag.token not in response.text


def test_token_of_an_earlier_sandbox(wire):
    """A token of a sandbox that has ended is the usual unknown one, and the message says so."""
    headers = {"Authorization": "Bearer lag_pat_earlier"}
    message = wire("GET /users/me", who="", headers=headers).json()["message"]
    assert message == "The token is unknown to this sandbox: each new one has new tokens"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_scheme_in_any_case(scheme, lag, wire):
    """The scheme may be written in any case."""
    headers = {"Authorization": f"{scheme} {lag.token}"}
    assert wire("GET /users/me", who="", headers=headers).status_code == 200


@pytest.mark.parametrize("who", ["", "sam", "robot", "no-such-token"])
def test_public_routes(who, wire):
    """A public route answers every caller at the same path, with any token or none."""
    for line in ("GET /health", "GET /version", "GET /system-status"):
        assert wire(line, who=who).status_code == 200


def test_users_of_the_first_world(lag, wire):
    """All users of the first world have a token."""
    assert set(lag.tokens) == {"sam", "jun", "mira", "ines", "newcomer"}
    for name in lag.tokens:
        assert wire.ok("GET /users/me", who=name)["username"] == name
    assert lag.token == lag.tokens["sam"]


def test_prefixes_of_tokens(lag):
    """Tokens have the prefixes of real ones, by which the SDK tells users from robots."""
    assert lag.token.startswith("lag_pat_")
    assert len(lag.robot_key.split("_")) == 4
    assert lag.robot_key.startswith("lag_robot_")

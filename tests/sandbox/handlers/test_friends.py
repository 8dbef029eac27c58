from __future__ import annotations

import pytest


def ask(wire, who, other):
    return wire.ok("POST /friends/request", {"username": other}, who=who)


def names(wire, who):
    return [friend["user"]["username"] for friend in wire.ok("GET /friends", who=who)]


def pending(wire, who):
    """Return the usernames of a user's incoming and outgoing requests."""
    requests = wire.ok("GET /friends/requests", who=who)
    return (
        [request["from"]["username"] for request in requests["incoming"]],
        [request["to"]["username"] for request in requests["outgoing"]],
    )


def test_first_friends(wire):
    """Sam begins with two friends and a request from Jun."""
    assert names(wire, "sam") == ["mira", "ines"]
    assert names(wire, "mira") == ["sam"]
    assert pending(wire, "sam") == (["jun"], [])
    assert pending(wire, "jun") == ([], ["sam"])


def test_accepted_request(wire, clock):
    """A request is pending for both users, who are friends once it is accepted."""
    request = ask(wire, "mira", "JUN")
    assert (request["status"], request["requesterId"]) == ("pending", wire.id_of("mira"))
    assert request["addresseeId"] == wire.id_of("jun")
    assert "jun" not in names(wire, "mira")
    assert pending(wire, "mira") == ([], ["jun"])
    clock.forward(hours=1)
    accepted = wire.ok("POST /friends/accept", {"requestId": request["id"]}, who="jun")
    moved = {"status": "accepted", "updatedAt": "2024-05-01T13:00:00.000Z"}
    assert accepted == {**request, **moved}
    assert pending(wire, "mira") == ([], [])
    assert names(wire, "mira") == ["sam", "jun"]
    (friend,) = wire.ok("GET /friends", who="jun")
    assert (friend["id"], friend["friendshipId"]) == (wire.id_of("mira"), request["id"])
    assert friend["since"] == moved["updatedAt"]


def test_declined_request(wire):
    """A declined request is deleted, and may be sent again; the response has a body."""
    request = ask(wire, "mira", "jun")
    response = wire("POST /friends/decline", {"requestId": request["id"]}, who="jun")
    assert (response.status_code, response.json()) == (200, {"ok": True})
    assert pending(wire, "mira") == ([], [])
    assert wire.refused("POST /friends/decline", {"requestId": request["id"]}, who="jun") == 404
    assert ask(wire, "mira", "jun")["id"] != request["id"]


@pytest.mark.parametrize("answer", ["accept", "decline"])
@pytest.mark.parametrize(("who", "status"), [("mira", 403), ("sam", 404), ("jun", 200)])
def test_request_of_another_user(answer, who, status, wire):
    """Only the user who was asked accepts or declines; for others the request is a 404."""
    request = ask(wire, "mira", "jun")
    response = wire(f"POST /friends/{answer}", {"requestId": request["id"]}, who=who)
    assert response.status_code == status
    assert pending(wire, "mira")[1] == (["jun"] if status != 200 else [])


def test_second_decision_about_a_request(wire):
    """Accepting or declining again is a 409, and keeps the friendship."""
    request = ask(wire, "mira", "jun")
    for answer, status in (("accept", 200), ("accept", 409), ("decline", 409)):
        response = wire(f"POST /friends/{answer}", {"requestId": request["id"]}, who="jun")
        assert response.status_code == status
    assert names(wire, "jun") == ["mira"]


@pytest.mark.parametrize(
    ("who", "other", "status"),
    [
        pytest.param("sam", "sam", 400, id="oneself"),
        pytest.param("sam", "stranger", 404, id="unknown"),
        pytest.param("sam", "mira", 409, id="a friend"),
        pytest.param("mira", "sam", 409, id="a friend who had asked"),
        pytest.param("jun", "sam", 409, id="again"),
        pytest.param("sam", "jun", 409, id="a user who has asked"),
    ],
)
def test_refused_request(who, other, status, wire):
    """A refused request changes nothing."""
    before = pending(wire, who), names(wire, who)
    assert wire.refused("POST /friends/request", {"username": other}, who=who) == status
    assert (pending(wire, who), names(wire, who)) == before


@pytest.mark.parametrize("who", ["sam", "mira"])
def test_end_of_a_friendship(who, wire):
    """Both users may end a friendship, and then ask again."""
    friendship = wire.ok("GET /friends", who="mira")[0]["friendshipId"]
    assert wire.refused(f"DELETE /friends/{friendship}", who="ines") == 404
    assert wire(f"DELETE /friends/{friendship}", who=who).status_code == 204
    assert names(wire, "mira") == []
    assert wire.refused(f"DELETE /friends/{friendship}", who=who) == 404
    ask(wire, "mira", "sam")


def test_withdrawn_request(wire):
    """The requester withdraws a pending request; the other user declines it."""
    request = ask(wire, "mira", "jun")["id"]
    assert wire.refused(f"DELETE /friends/{request}", who="jun") == 403
    assert wire(f"DELETE /friends/{request}", who="mira").status_code == 204
    assert pending(wire, "jun")[0] == []


@pytest.mark.parametrize(
    ("who", "other"), [("sam", "mira"), ("mira", "sam"), ("sam", "jun"), ("jun", "ines")]
)
def test_block(who, other, wire):
    """A block ends requests and friendship for both users; neither can ask again or remove it."""
    blocked = wire.ok("POST /friends/block", {"userId": wire.id_of(other)}, who=who)
    assert blocked["status"] == "blocked"
    assert {blocked["requesterId"], blocked["addresseeId"]} == {wire.id_of(who), wire.id_of(other)}
    for one, peer in ((who, other), (other, who)):
        assert peer not in names(wire, one)
        incoming, outgoing = pending(wire, one)
        assert peer not in incoming + outgoing
        assert wire.refused("POST /friends/request", {"username": peer}, who=one) == 403
        assert wire.refused(f"DELETE /friends/{blocked['id']}", who=one) == 404
        body = {"requestId": blocked["id"]}
        assert wire.refused("POST /friends/accept", body, who=one) == 404


def test_repeated_block(wire, clock):
    """Blocking again changes nothing; blocking oneself is a 400, an unknown user a 404."""
    line, body = "POST /friends/block", {"userId": wire.id_of("mira")}
    first = wire.ok(line, body)
    clock.forward(hours=1)
    assert wire.ok(line, body) == first
    assert wire.ok(line, {"userId": wire.id_of("sam")}, who="mira") == first
    assert wire.refused(line, {"userId": wire.id_of("sam")}) == 400
    assert wire.refused(line, {"userId": "stranger"}) == 404


def test_pair_has_one_relation(lag, wire):
    """Two users have at most one relation, whichever asked."""
    import sqlite3

    from lagclient.sandbox.rules.friendship import relate

    sam, mira = wire.id_of("sam"), wire.id_of("mira")
    for pair in ((sam, mira), (mira, sam)):
        with pytest.raises(sqlite3.IntegrityError), lag._world.store.transaction():
            relate(lag._world, "2024-05-01T12:00:00.000Z", *pair, "pending")

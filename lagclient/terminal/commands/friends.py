"""Friends and friend requests: `friends`."""

from __future__ import annotations

from typing import Any, Callable, List, Tuple

import click

from lagclient.errors import LagNotFoundError
from lagclient.terminal import completing
from lagclient.terminal.command import Group
from lagclient.terminal.invocation import current
from lagclient.terminal.names import NotThere, person
from lagclient.terminal.typed import confirm

Found = Tuple[str, Any]
"""The id of a friendship or of a request, and its user."""


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def friends(context: click.Context) -> None:
    """List your friends, and answer friend requests."""
    if context.invoked_subcommand is not None:
        return
    run = current()
    with run.client() as client:
        run.output.items(
            client.friends.list(),
            [
                ("NAME", lambda one: one.user.display_name or one.user.username),
                ("USERNAME", lambda one: one.user.username),
                ("STATUS", lambda one: one.user.status),
            ],
            "No friends yet: `lag friends add USERNAME`.",
        )


@friends.command()
@click.argument("username")
def add(username: str) -> None:
    """Send a friend request to a username."""
    run = current()
    with run.client() as client:
        try:
            sent = client.friends.send_request(username.lstrip("@"))
        except LagNotFoundError:
            raise NotThere(
                f"No user has the username {username!r}; `lag api users.search {username[:3]}` "
                f"searches by the start of names"
            ) from None
    run.output.one(sent, f"Friend request sent to {username}.")


@friends.command("requests")
def requests_() -> None:
    """List the friend requests that wait, both ways."""
    run = current()
    with run.client() as client:
        every = client.friends.requests()
    if run.output.is_for_scripts:
        run.output.one(every, "")
        return
    rows: List[Tuple[str, Any, Any]] = [("from", one.from_user, one) for one in every.incoming]
    rows += [("to", one.to_user, one) for one in every.outgoing]
    run.output.items(
        rows,
        [
            ("", lambda row: row[0]),
            ("USERNAME", lambda row: row[1].username),
            ("NAME", lambda row: row[1].display_name),
            ("SINCE", lambda row: f"{row[2].created_at.astimezone():%Y-%m-%d %H:%M}"),
        ],
        "No friend requests.",
    )


@friends.command()
@click.argument("user")
def accept(user: str) -> None:
    """Accept the friend request of a person."""
    run = current()
    with run.client() as client:
        id, who = _incoming(client, user)
        done = client.friends.accept(id)
    run.output.one(done, f"{who.username} is your friend now.")


@friends.command()
@click.argument("user")
def decline(user: str) -> None:
    """Decline the friend request of a person."""
    run = current()
    with run.client() as client:
        id, who = _incoming(client, user)
        client.friends.decline(id)
    run.output.one({"declined": who.username}, f"Declined the request of {who.username}.")


def _leave(command: Callable[..., Any]) -> click.Command:
    """Add the arguments of a command that cannot be undone."""
    command = click.option("--yes", "-y", is_flag=True, help="Do not ask.")(command)
    command = click.argument("user", shell_complete=completing.people)(command)
    return friends.command()(command)


@_leave
def remove(user: str, yes: bool) -> None:
    """Remove a friend, or withdraw your request."""
    run = current()
    with run.client() as client:
        every: List[Found] = [(one.friendship_id, one.user) for one in client.friends.list()]
        every += [(one.id, one.to_user) for one in client.friends.requests().outgoing]
        id, who = _confirmed(user, every, "Remove {}?", yes)
        client.friends.remove(id)
    run.output.one({"removed": who.username}, f"Removed {who.username}.")


@_leave
def block(user: str, yes: bool) -> None:
    """Block a friend, or a person who asked you. The API cannot unblock."""
    run = current()
    with run.client() as client:
        every: List[Found] = [(one.user.id, one.user) for one in client.friends.list()]
        every += [(one.from_user.id, one.from_user) for one in client.friends.requests().incoming]
        id, who = _confirmed(user, every, "Block {}? The API cannot unblock", yes)
        done = client.friends.block(id)
    run.output.one(done, f"Blocked {who.username}.")


def _confirmed(user: str, every: List[Found], question: str, yes: bool) -> Found:
    one = person(user, every, lambda one: one[1])
    confirm(question.format(one[1].username), yes)
    return one


def _incoming(client: Any, user: str) -> Found:
    every: List[Found] = [(one.id, one.from_user) for one in client.friends.requests().incoming]
    return person(user, every, lambda one: one[1])

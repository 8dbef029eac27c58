"""Log in and out, and the account of this run: `login`, `logout`, `whoami`, `status`."""

from __future__ import annotations

import os
import sys
import threading
import time
import webbrowser
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple

import click

from lagclient.terminal import profiles
from lagclient.terminal.command import Command
from lagclient.terminal.invocation import Invocation, current
from lagclient.terminal.output import note

if TYPE_CHECKING:
    from lagclient.client import Client

CONFIRM_SECONDS = 10.0
REVOKE = "The token stays valid until you revoke it: https://trylag.com/developers"


def _no_token(_context: click.Context, _param: click.Parameter, value: Tuple[str, ...]) -> None:
    if value:
        raise click.UsageError(
            "The token must come from the standard input, not from the command line, which other "
            "users of this computer and the shell's history can see. Revoke it if it is there now"
        )


@click.command(cls=Command)
@click.option("--browser", is_flag=True, help="Log in with the browser.")
@click.option("--no-keyring", is_flag=True, help="Keep the token in a file that only you can read.")
@click.argument("stray", nargs=-1, metavar="", expose_value=False, callback=_no_token)
def login(browser: bool, no_keyring: bool) -> None:
    """Log in, in the browser or with a token.

    Paste the token when lag asks for it, or pipe it in: `lag login < token.txt`. The token is a
    personal access token, or the key of a robot.
    """
    run = current()
    from lagclient.client import DEFAULT_BASE_URL

    base_url = run.base_url or DEFAULT_BASE_URL
    name = run.profile_name
    token = "" if browser else _typed_token()
    token = token or _browser_token(run, base_url)
    with run.client_for(token, base_url) as client:
        me = _myself(client)
    old = profiles.read(name)
    profile = profiles.Profile(name, base_url, _account(me))
    place = profiles.save(profile, token, in_file=no_keyring)
    if old is not None and old.who != profile.who:
        note(f"The profile {name} was {old.who} before.")
    if os.environ.get("LAG_TOKEN"):
        note("LAG_TOKEN is set, and comes before every profile.")
    run.output.one(
        {"profile": name, "account": _account(me), "apiUrl": base_url, "stored": place},
        f"Logged in as {_account(me)}, profile {name}. The token is in {place}.",
    )


def _typed_token() -> str:
    """Return the token that is typed or piped in; empty if a person prefers the browser."""
    if sys.stdin.isatty():
        prompt = "Paste a token (it is not shown), or press Enter for the browser"
        typed = click.prompt(prompt, default="", hide_input=True, show_default=False, err=True)
        return str(typed).strip()
    token = sys.stdin.readline().strip()
    if not token:
        raise click.UsageError("The standard input must be a token, not empty; or use --browser")
    return token


def _browser_token(run: Invocation, base_url: str) -> str:
    from lagclient.routing._terminal import ROWS
    from lagclient.routing.route import Route
    from lagclient.terminal.browser import BrowserError, Callback, page_of

    callback = Callback()
    try:
        address = callback.address(page_of(base_url))
        note(f"Log in with your browser, on this computer: {address}")
        # In a thread, because a browser in the terminal returns only when it is closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        session = callback.wait()
    finally:
        callback.close()
    route = Route(namespace="tokens", name="create", **ROWS["tokens"]["create"])
    with run.client_for(session, base_url) as client:
        created: Any = client.request(route.method, route.path).data
    try:
        return str(created["token"])
    except (TypeError, KeyError):
        raise BrowserError("The API did not return a token") from None


@click.command(cls=Command)
def logout() -> None:
    """Forget the token of a profile."""
    run = current()
    name = run.profile_name
    was_logged_in = profiles.read(name) is not None
    text = f"Logged out of {name}. {REVOKE}" if was_logged_in else ""
    if was_logged_in:
        profiles.remove(name)
    else:
        note(f"The profile {name} is not logged in.")
    run.output.one({"profile": name, "wasLoggedIn": was_logged_in}, text)
    if os.environ.get("LAG_TOKEN"):
        note("LAG_TOKEN is set, so lag goes on with it.")


@click.command(cls=Command)
def whoami() -> None:
    """Show who you are."""
    run = current()
    with run.client() as client:
        me = _myself(client)
    text = _account(me)
    if "permissions" in me:
        text += f"\nMay: {' '.join(me['permissions']) or 'nothing'}"
    else:
        text += f" - {me['status']}"
    run.output.one(me, text)


@click.command(cls=Command)
@click.argument(
    "to", required=False, metavar="[online|idle]", type=click.Choice(["online", "idle"])
)
def status(to: Optional[str]) -> None:
    """Show your status, or set it."""
    run = current()
    token, base_url = run.credential()
    with run.client_for(token, base_url) as client:
        me = client.users.me()
        if to is None:
            run.output.one({"status": me.status}, f"Current status: {me.status}")
            return
        _set_status(client, token, to)
    run.output.one({"status": to}, f"Status set to {to}.")


def _set_status(client: Client, token: str, to: str) -> None:
    """Set the status by the WebSocket, and wait until the API shows it."""
    from lagclient.terminal.live import Live

    live = Live(client._settings.base_url, token)
    try:
        frames = live.frames()  # ends the connection when it is collected
        next(frames)
        live.send({"type": "set_status", "status": to})
        ends = time.monotonic() + CONFIRM_SECONDS
        while client.users.me().status != to:
            if time.monotonic() > ends:
                raise click.ClickException(f"The API did not confirm the status {to}")
            time.sleep(0.2)
    finally:
        live.close()


def _myself(client: Any) -> Dict[str, Any]:
    """Return the user or the robot, in the names of the API."""
    from lagclient.terminal.output import data_of

    me: Dict[str, Any] = data_of(client.identity() if client.is_robot else client.users.me())
    return me


def _account(me: Dict[str, Any]) -> str:
    """Return the name of a user or a robot, with what tells it from others."""
    if me.get("kind") == "robot":
        return f"{me['displayName']} (robot of {me['serverId']})"
    return f"{me.get('displayName') or me['username']} ({me['username']})"

"""One run of the command: its options, its account, its client."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple, cast

import attrs
import click

from lagclient.errors import LagInvalidRequestError
from lagclient.terminal import exits, profiles
from lagclient.terminal.output import Output, query_of

if TYPE_CHECKING:
    from lagclient.client import AsyncClient, Client

SETTINGS = {
    "profile": "The profile to use without --profile and LAG_PROFILE.",
    "api_url": "The address of the API without --api-url and LAG_BASE_URL; a profile has its own.",
    "timeout_seconds": "The limit of each request without --timeout.",
}
"""What `lag config set` accepts. Each is read in this module."""


class NotLoggedIn(click.ClickException):
    """No token for this run."""

    exit_code = exits.AUTH


@attrs.define
class Invocation:
    """The options of one run, from the command line and from the environment."""

    as_json: bool = False
    query: Optional[str] = None
    profile: Optional[str] = None
    api_url: Optional[str] = None
    timeout_seconds: Optional[float] = None
    _settings: Optional[Dict[str, Any]] = None

    @property
    def output(self) -> Output:
        """Where results go."""
        return Output(self.as_json, query_of(self.query))

    def setting(self, name: str) -> Any:
        """Return a setting; None if it is not set, or if no folder has settings."""
        if self._settings is None:
            try:
                self._settings = profiles.read_settings()
            except profiles.StorageError:
                if not os.environ.get("LAG_TOKEN"):
                    raise
                self._settings = {}  # a token in the environment must be enough
        value = self._settings.get(name)
        try:
            return None if value is None else checked_setting(name, value)
        except (click.UsageError, LagInvalidRequestError) as error:
            reason = error.message.partition(" must be ")[2]
            raise profiles.StorageError(
                f"{profiles.settings_file()}: {name} must be {reason}: "
                f"run `lag config unset {name}`"
            ) from None

    @property
    def profile_name(self) -> str:
        """The name of the profile of this run."""
        name = self.profile or os.environ.get("LAG_PROFILE") or self.setting("profile")
        return profiles.checked_name(str(name or profiles.DEFAULT))

    @property
    def base_url(self) -> Optional[str]:
        """The address of the API, if this run has one of its own."""
        url = self.api_url or os.environ.get("LAG_BASE_URL") or self.setting("api_url")
        return cast("Optional[str]", url)

    def credential(self) -> Tuple[str, str]:
        """Return the token, and the address of the API that it is for.

        Raises:
            NotLoggedIn: Neither the environment nor the profile has a token.
            click.UsageError: The options contradict each other.
        """
        from lagclient.client import DEFAULT_BASE_URL

        token = os.environ.get("LAG_TOKEN")
        if token:
            if self.profile:
                raise click.UsageError(
                    "--profile must be without LAG_TOKEN, because LAG_TOKEN comes first: unset it"
                )
            return token, self.base_url or DEFAULT_BASE_URL
        profile = profiles.read(self.profile_name)
        if profile is None:
            named = (
                "" if self.profile_name == profiles.DEFAULT else f" --profile {self.profile_name}"
            )
            raise NotLoggedIn(f"You are not logged in: run `lag login{named}`, or set LAG_TOKEN")
        wanted = self.api_url or os.environ.get("LAG_BASE_URL")
        if wanted and wanted.rstrip("/") != profile.base_url.rstrip("/"):
            # It may be another's machine, which must not get the token.
            raise NotLoggedIn(
                f"The token of the profile {profile.name} is for {profile.base_url}, not {wanted}: "
                f"log in there with another --profile, or set LAG_TOKEN"
            )
        token = profiles.token_of(profile)
        if token is None:
            raise NotLoggedIn(f"The keyring has no token of {profile.name}: run `lag login` again")
        return token, profile.base_url

    def client(self, **options: Any) -> Client:
        """Return a client of this run's account, for a ``with`` block."""
        token, base_url = self.credential()
        return self.client_for(token, base_url, **options)

    def client_for(self, token: str, base_url: str, **options: Any) -> Client:
        """Return a client of another account."""
        from lagclient.client import Client

        return Client(token=token, base_url=base_url, **self._options(), **options)

    def async_client_for(self, token: str, base_url: str) -> AsyncClient:
        """Return an asynchronous client of an account."""
        from lagclient.client import AsyncClient

        return AsyncClient(token=token, base_url=base_url, **self._options())

    def _options(self) -> Dict[str, Any]:
        from lagclient.client import USER_AGENT

        options: Dict[str, Any] = {"user_agent": f"{USER_AGENT} (lag)"}
        timeout = self.timeout_seconds or self.setting("timeout_seconds")
        if timeout is not None:
            options["timeout_seconds"] = float(timeout)
        return options


def checked_setting(name: str, value: Any) -> Any:
    """Return the value of a setting, from the command line or from the file.

    Raises:
        click.UsageError: No command could use it.
        LagInvalidRequestError: It is not an address of an API.
    """
    if name == "profile":
        return profiles.checked_name(str(value))
    if name == "api_url":
        from lagclient.transport.urls import checked_base_url

        return checked_base_url(str(value), allow_http=True)
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise click.UsageError(
            f"timeout_seconds must be a number of seconds, more than 0, not {value!r}"
        )
    return seconds


def current() -> Invocation:
    """Return the run that a command belongs to."""
    return click.get_current_context().ensure_object(Invocation)

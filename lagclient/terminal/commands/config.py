"""The settings: `config`, `config get`, `config set`, `config unset`, `config profiles`."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import click

from lagclient.terminal import profiles
from lagclient.terminal.command import Group
from lagclient.terminal.invocation import SETTINGS, Invocation, checked_setting, current
from lagclient.terminal.output import note


def _name_of(_context: click.Context, _param: click.Parameter, value: Optional[str]) -> Any:
    """Return the name of a setting, which may be typed with `-`."""
    name = value and value.replace("-", "_")
    if name is not None and name not in SETTINGS:
        raise click.BadParameter(f"must be one of {', '.join(SETTINGS)}, not {value!r}")
    return name


def _names(_context: click.Context, _param: click.Parameter, typed: str) -> List[str]:
    return [name for name in SETTINGS if name.startswith(typed.replace("-", "_"))]


@click.group(cls=Group, invoke_without_command=True)
@click.pass_context
def config(context: click.Context) -> None:
    """Show and change the settings."""
    if context.invoked_subcommand is not None:
        return
    run = current()
    rows = [
        {"name": name, "value": run.setting(name), "about": about}
        for name, about in SETTINGS.items()
    ]
    run.output.items(
        rows,
        [
            ("SETTING", lambda row: row["name"]),
            ("VALUE", lambda row: row["value"]),
            ("", lambda row: row["about"]),
        ],
        "",
    )
    if not run.output.is_for_scripts:
        click.echo(f"\nFile: {profiles.settings_file()}")


@config.command()
@click.argument("name", callback=_name_of, shell_complete=_names)
def get(name: str) -> None:
    """Print a setting."""
    run = current()
    value = run.setting(name)
    if value is None and not run.output.is_for_scripts:
        note(f"{name} is not set.")
    run.output.one({name: value}, "" if value is None else str(value))


# So that a negative number is a value, and refused as one.
@config.command("set", context_settings={"ignore_unknown_options": True})
@click.argument("name", callback=_name_of, shell_complete=_names)
@click.argument("value")
def set_(name: str, value: str) -> None:
    """Change a setting: profile, api_url or timeout_seconds."""
    run = current()
    settings: Dict[str, Any] = {**profiles.read_settings(), name: checked_setting(name, value)}
    profiles.write_settings(settings)
    run.output.one({name: settings[name]}, f"{name} is {settings[name]} now.")
    _warn(run, name, settings[name])


def _warn(run: Invocation, name: str, value: Any) -> None:
    """Say why a setting does not have the effect that its user may expect."""
    if name == "profile" and profiles.read(value) is None:
        note(f"The profile {value} is not logged in: run `lag login`.")
    profile = profiles.read(run.profile_name) if name == "api_url" else None
    if profile is not None and profile.base_url.rstrip("/") != value.rstrip("/"):
        note(
            f"The profile {profile.name} keeps {profile.base_url}, because its token is for that "
            f"API. The setting is for `lag login` and LAG_TOKEN."
        )


@config.command()
@click.argument("name", callback=_name_of, shell_complete=_names, required=False)
def unset(name: Optional[str]) -> None:
    """Remove a setting, or all of them."""
    settings = profiles.read_settings() if name else {}
    settings.pop(name or "", None)
    profiles.write_settings(settings)
    current().output.one({"unset": name}, f"{name or 'Every setting'} has its default now.")


@config.command("profiles")
def profiles_() -> None:
    """List the profiles."""
    run = current()
    every: List[Optional[profiles.Profile]] = []
    damaged: List[str] = []
    for name in profiles.names():
        try:
            every.append(profiles.read(name))
        except profiles.StorageError as error:
            damaged.append(error.message)
    rows = [
        {
            "name": one.name,
            "account": one.who,
            "apiUrl": one.base_url,
            "stored": "file" if one.token else "keyring",
            "active": one.name == run.profile_name,
        }
        for one in every
        if one is not None
    ]
    run.output.items(
        rows,
        [
            ("PROFILE", lambda row: row["name"] + ("*" if row["active"] else "")),
            ("ACCOUNT", lambda row: row["account"]),
            ("API", lambda row: row["apiUrl"]),
            ("TOKEN", lambda row: row["stored"]),
        ],
        "No profiles: run `lag login`.",
    )
    if damaged:
        raise profiles.StorageError("; ".join(damaged))

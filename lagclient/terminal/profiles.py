"""Profiles: who acts, and where. Each is a file that only its user can read.

A profile's token is in the system's keyring if one works, else in the file itself. The folder is
not that of the published client of the same name, whose files have other contents.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Dict, Generator, List, Mapping, Optional, cast

import attrs
import click

from lagclient.terminal import exits
from lagclient.terminal.output import note
from lagclient.types import path_of

DEFAULT = "default"
SERVICE = "lagclient"
"""The name of the entries in the keyring."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


class StorageError(click.ClickException):
    """The folder of the profiles cannot be used."""


class KeyringError(StorageError):
    """The keyring does not return the token of a profile."""

    exit_code = exits.AUTH


@attrs.frozen
class Profile:
    """An account of this user of the computer."""

    name: str
    base_url: str
    who: str
    """The name of the user or the robot, when it logged in."""
    token: Optional[str] = attrs.field(default=None, repr=False)
    """None if it is in the keyring."""


def checked_name(name: str) -> str:
    """Return the name of a profile.

    Raises:
        click.UsageError: It cannot be the name of a file on every system.
    """
    if not _NAME.fullmatch(name):
        raise click.UsageError(
            f"--profile must be 1 to 64 letters, digits, '_', '.' or '-', not {name!r}"
        )
    return name


def folder() -> Path:
    """Return the folder of profiles and settings, which may not exist.

    Raises:
        StorageError: The system does not say where it is.
    """
    own = os.environ.get("LAG_CONFIG_DIR")
    path = Path(path_of(own or click.get_app_dir(SERVICE)) or "")
    if not own and not path.is_absolute():
        raise StorageError(
            "This user has no home directory: set LAG_TOKEN, or LAG_CONFIG_DIR to a folder"
        )
    return path


def read(name: str) -> Optional[Profile]:
    """Return a profile; None if it does not exist.

    Raises:
        StorageError: Its file cannot be read, or is damaged.
    """
    data = _read(_file(name))
    if data is None:
        return None
    base_url, who, token = data.get("base_url"), data.get("who", ""), data.get("token")
    if not (base_url and isinstance(base_url, str) and isinstance(token, (str, type(None)))):
        raise StorageError(f"{_file(name)} must have base_url and token; delete it or mend it")
    return Profile(name, base_url, str(who), token)


def names() -> List[str]:
    """Return the names of all profiles."""
    files = (folder() / "profiles").glob("*.json")
    return sorted(file.stem for file in files if _NAME.fullmatch(file.stem))


def token_of(profile: Profile) -> Optional[str]:
    """Return the token of a profile; None if the keyring has lost it.

    Raises:
        KeyringError: The keyring is locked, missing or switched off.
    """
    if profile.token is not None:
        _warn_of_readers(_file(profile.name))
        return profile.token
    keyring = _keyring()
    if keyring is None:
        raise KeyringError(
            f"The token of {profile.name} is in the keyring, which is missing or switched off: "
            "run `lag login` again, or set LAG_TOKEN"
        )
    try:
        return cast("Optional[str]", keyring.get_password(SERVICE, profile.name))
    except Exception as error:  # the backends raise errors of their own
        raise KeyringError(
            f"The keyring cannot be read ({type(error).__name__}): unlock it, or set LAG_TOKEN"
        ) from None


def _warn_of_readers(path: Path) -> None:
    """Say that others can read a file with a token; not while a shell completes a word."""
    if os.name == "nt" or "_LAG_COMPLETE" in os.environ:
        return
    with contextlib.suppress(OSError):
        if path.stat().st_mode & 0o077:
            note(f"Others can read or change the token in {path}: run `chmod 600` on it.")


def save(profile: Profile, token: str, in_file: bool = False) -> str:
    """Store a profile and its token; return where the token is.

    Args:
        profile: The profile.
        token: Its token.
        in_file: Do not use the keyring.
    """
    path = _file(profile.name)
    stored = not in_file and _store(profile.name, token)
    data = {"base_url": profile.base_url, "who": profile.who}
    if not stored:
        data["token"] = token
    _write(path, data)
    return "the keyring" if stored else str(path)


def remove(name: str) -> None:
    """Delete a profile and its token."""
    profile = read(name)
    if profile is not None and profile.token is None:
        try:
            if token_of(profile) is not None:
                _keyring().delete_password(SERVICE, name)
        except Exception:  # the backends raise errors of their own
            note(f"The keyring keeps the token of {name}: it is locked, missing or switched off.")
    with _errors("remove", _file(name)), contextlib.suppress(FileNotFoundError):
        _file(name).unlink()


def read_settings() -> Dict[str, Any]:
    """Return the settings of `lag config`."""
    return _read(settings_file()) or {}


def write_settings(settings: Mapping[str, Any]) -> None:
    """Replace the settings."""
    _write(settings_file(), settings)


def settings_file() -> Path:
    """Return the path of the settings."""
    return folder() / "config.json"


def _file(name: str) -> Path:
    return folder() / "profiles" / f"{name}.json"


def _read(path: Path) -> Optional[Dict[str, Any]]:
    data: Any = None
    with _errors("read", path), contextlib.suppress(ValueError):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
    if not isinstance(data, dict):
        raise StorageError(f"{path} must be a JSON object; delete it or mend it")
    return cast("Dict[str, Any]", data)


def _write(path: Path, data: Mapping[str, Any]) -> None:
    """Replace a file at once, so that a crash leaves the old one or the new one."""
    with _errors("write", path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp creates it with mode 0600, so no moment exists when others can read it.
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with open(handle, "w", encoding="utf-8") as file:
                file.write(json.dumps(data, indent=2) + "\n")
            os.replace(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise


@contextlib.contextmanager
def _errors(verb: str, path: Path) -> Generator[None, None, None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"Cannot {verb} {path}: {error.strerror}. Set LAG_TOKEN, or LAG_CONFIG_DIR to a "
            "folder that can be written"
        ) from None


def _keyring() -> Any:
    """Return the keyring library; None if it is missing, switched off, or has no real backend."""
    if os.environ.get("LAG_KEYRING", "1") == "0":
        return None
    try:
        keyring = import_module("keyring")
        # Its null and fail backends have a priority of at most 0.
        return keyring if keyring.get_keyring().priority > 0 else None
    except Exception:
        return None


def _store(name: str, token: str) -> bool:
    """Store a token in the keyring; return whether it can be read from there again."""
    keyring = _keyring()
    if keyring is None:
        return False
    try:
        keyring.set_password(SERVICE, name, token)
        return bool(keyring.get_password(SERVICE, name) == token)
    except Exception:  # a locked keyring, or one without a desktop
        return False

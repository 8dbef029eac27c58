"""A server in a file: `export`."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any, Dict, Generator, List, Optional, Tuple, Union

import click

from lagclient.listening.lock import locked
from lagclient.terminal import completing
from lagclient.terminal.archive import Archive, time_of
from lagclient.terminal.command import Command
from lagclient.terminal.exporting import Meter
from lagclient.terminal.invocation import current
from lagclient.terminal.names import room_of, server_id
from lagclient.terminal.output import data_of, json_of, note
from lagclient.terminal.printable import one_line
from lagclient.terminal.wording import counted


@click.command(cls=Command)
@click.argument("server", shell_complete=completing.servers)
@click.option("--to", "-o", type=click.Path(path_type=Path), help="File to write.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["ndjson", "sqlite"]),
    default="ndjson",
    show_default=True,
    help="One JSON object on a line, or a database.",
)
@click.option("--room", "rooms", multiple=True, help="Only this room; may be repeated.")
def export(server: str, to: Optional[Path], kind: str, rooms: Tuple[str, ...]) -> None:
    """Write the messages of a server to a file.

    An export that ends early goes on where it was when you run it again. A database that exists
    already gets the new messages. Only you can read the file.
    """
    if str(to) == "-":
        raise click.UsageError("--to must be a file, not the standard output")
    run = current()
    # More patient than a command that a person waits for: an export may take hours.
    with run.client(max_retries=8) as client:
        id = server_id(client, server)
        path = to or Path(f"{id}.{'db' if kind == 'sqlite' else 'ndjson'}")
        growing = path if kind == "sqlite" else path.with_name(path.name + ".partial")
        with _alone(growing), contextlib.ExitStack() as stack:
            if kind == "ndjson":
                # After the lock, because another export may have ended just now.
                _refuse_existing(path)
            facts, every = _described(client, id)
            words = [room_of(client, id, word) for word in rooms]
            chosen = list({room.id: room for room in words or every}.values())
            # Last, because a wrong name must leave no file behind.
            archive = stack.enter_context(_Opened(growing, id))
            archive.describe(facts, every)
            chosen, gone = _with_halves(archive, chosen, every)
            try:
                with Meter(len(chosen)) as meter:
                    for room in chosen:
                        _copy(client, archive, meter, room)
            except KeyboardInterrupt:
                note("Run it again to go on from here.")
                raise
            total = archive.count()
            if kind == "ndjson":
                _write(archive, path)
                stack.close()
                growing.unlink()
    numbers = {"messages": total, "fetched": meter.messages, "rooms": len(chosen)}
    run.output.one(
        {"file": str(path), **numbers, "incomplete": gone},
        f"{counted(total, 'message')} of {counted(len(chosen), 'room')} "
        f"{'is' if total == 1 else 'are'} in {path}.",
    )
    if gone:
        raise click.ClickException(
            f"{path} lacks older messages of {', '.join(gone)}, because an export ended early and "
            f"you cannot read that room now"
        )


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise click.UsageError(
            f"The export needs a new file, because {str(path)!r} exists: move it, or name another "
            f"one with --to"
        )


@contextlib.contextmanager
def _alone(path: Path) -> Generator[None, None, None]:
    """Keep other exports from a file."""
    with locked(path, remove=True) as is_free:
        if not is_free:
            raise click.ClickException(f"{path}: another export is running")
        yield


def _with_halves(
    archive: Archive, chosen: List[Any], every: List[Any]
) -> Tuple[List[Any], List[str]]:
    """Add the rooms that an earlier export left half-way, because a file must not have holes.

    Returns:
        The rooms to copy, and the names of those that cannot be copied any more.
    """
    halves = archive.halves()
    ids = {room.id for room in chosen}
    added = [room for room in every if room.id in halves and room.id not in ids]
    for room in added:
        note(f"{one_line(room.name or room.id)} is finished too: an export of it ended early.")
    present = {room.id for room in [*chosen, *every]}
    return [*chosen, *added], [one_line(halves[id]) for id in halves if id not in present]


class _Opened:
    """An archive of one server, for a ``with`` block."""

    def __init__(self, path: Path, server_id: str) -> None:
        self._path, self._server_id = path, server_id

    def __enter__(self) -> Archive:
        # SQLite would create it with the permissions of any file, but messages are private.
        os.close(_open_private(self._path, os.O_CREAT | os.O_RDWR))
        try:
            self._archive = archive = Archive(self._path)
            with contextlib.ExitStack() as on_failure:
                on_failure.callback(archive.close)
                other = archive.server_id
                if other not in (None, self._server_id):
                    raise click.UsageError(
                        f"{self._path} must be an export of this server, not of {other}"
                    )
                on_failure.pop_all()
        except sqlite3.Error as error:
            raise click.ClickException(f"{self._path}: {error}") from None
        return archive

    def __exit__(self, kind: object, error: Optional[BaseException], trace: object) -> None:
        self._archive.close()
        if isinstance(error, sqlite3.Error):
            raise click.ClickException(f"{self._path}: {error}") from None


def _described(client: Any, id: str) -> Tuple[Dict[str, Any], List[Any]]:
    """Return the facts of a server, and its rooms. A robot knows only the id."""
    if client.is_robot:
        return {"id": id}, client.servers.rooms.list(id)
    server = client.servers.get(id)
    return data_of(server), server.rooms


def _copy(client: Any, archive: Archive, meter: Meter, room: Any) -> None:
    """Copy what is missing of a room: the rest of a pass that was killed, then what is new."""
    cursor, _ = archive.place(room.id)
    if cursor is not None:
        _pass(client, archive, meter, room, cursor)
    _pass(client, archive, meter, room, None)
    meter.finish_room()


def _pass(client: Any, archive: Archive, meter: Meter, room: Any, cursor: Optional[str]) -> None:
    _, until = archive.place(room.id)
    options = {} if cursor is None else {"cursor": cursor}
    pages = client.servers.rooms.messages.paginate(room.server_id, room.id, limit=100, **options)
    newest: Optional[datetime] = None
    for page in pages:
        is_known = until is not None and any(time_of(one) <= until for one in page.items)
        archive.add_page(room.id, page.items, None if is_known else page.next_cursor)
        times: List[datetime] = [one.created_at for one in page.items]
        newest = newest or max(times, default=None)
        share = _share(room, newest, min(times, default=None))
        meter.add(one_line(room.name or room.id), len(page.items), share)
        if is_known:
            return


def _share(room: Any, newest: Optional[datetime], oldest: Optional[datetime]) -> float:
    if newest is None or oldest is None:
        return 1.0
    began = min(room.created_at, oldest)
    whole = (newest - began).total_seconds()
    return (newest - oldest).total_seconds() / whole if whole > 0 else 1.0


def _write(archive: Archive, path: Path) -> None:
    """Write all lines, and give the file its name once it is whole."""
    unfinished = path.with_name(path.name + ".tmp")
    with open(unfinished, "w", encoding="utf-8", newline="\n", opener=_open_private) as file:
        for line in archive.lines():
            file.write(json_of(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(unfinished, path)


def _open_private(path: Union[str, Path], flags: int) -> int:
    """Open a file; if it is new, only its user can read it."""
    return os.open(path, flags, 0o600)

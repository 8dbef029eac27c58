"""What a robot remembers: values by name, saved together with how far it has come.

What a handler changes becomes visible to others, and is saved, when the handlers of its event have
ended: in one transaction with the note that the event is done. A handler that raises changes
nothing. So an event that is handled again after the process was killed changes the state once.

Events of other rooms are handled meanwhile. `set` overwrites what they have changed; `update` is
applied to the value as it is when it is saved, so counters and lists want `update`.
"""

from __future__ import annotations

import contextlib
import contextvars
import json
import os
import sqlite3
from typing import (
    Any,
    Callable,
    Dict,
    Generator,
    Iterable,
    List,
    Mapping,
    Optional,
    Protocol,
    Tuple,
    Type,
    TypeVar,
    get_origin,
    overload,
)

from lagclient.bot.announcement import logger
from lagclient.database import claim, connect
from lagclient.errors import LagInvalidRequestError

T = TypeVar("T")

Effect = Tuple[str, Callable[[Any], Any]]
"""A name, and what makes the new value from the old one."""


class Effects(List[Effect]):
    """What a handler has changed."""

    is_over: bool = False
    """Whether the handler has ended well; its tasks that run on change the state themselves."""
    outer: Optional[Effects] = None
    """What the handler has changed that has passed the event on."""

    def all(self) -> List[Effect]:
        """Return what the handler sees and others do not."""
        return self if self.outer is None or self.outer.is_over else [*self.outer.all(), *self]


_effects: contextvars.ContextVar[Optional[Effects]] = contextvars.ContextVar(
    "effects", default=None
)
_MISSING: Any = object()
_HANDLED = "lagclient.handled."
"""The names of values that mark events as handled begin like this."""
_MOST_HANDLED = 10_000
_UNMARKED = """
SELECT value FROM state WHERE name = ''
UNION SELECT 1 WHERE NOT EXISTS (SELECT name, value FROM state)
"""
"""A file of a state has its progress; one whose first robot was killed may be empty."""


class Store(Protocol):
    """A place for the state. Its methods may block: they are called in threads, one at a time."""

    def load(self) -> Tuple[str, Dict[str, str]]:
        """Return the progress and the values that were saved last; "" and {} at first."""
        ...

    def commit(self, progress: str, changes: Mapping[str, Optional[str]], /) -> None:
        """Save the progress and the values that changed, all or nothing; None removes a value."""
        ...


class SqliteStore:
    """A state in a file of SQLite."""

    def __init__(self, path: object) -> None:
        self._path: str = os.fspath(path)  # type: ignore[call-overload]

    def load(self) -> Tuple[str, Dict[str, str]]:
        """Return the progress and all values, after trying to save them.

        Raises:
            LagInvalidRequestError: The file is something else, or it cannot be written.
        """
        try:
            with contextlib.closing(connect(self._path)) as db, db:
                claim(db, b"LagB", unmarked=_UNMARKED)
                db.execute("CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT)")
                values: Dict[str, str] = dict(db.execute("SELECT name, value FROM state"))
                progress = values.pop("", "")
                db.execute("INSERT OR REPLACE INTO state VALUES ('', ?)", (progress,))
        except sqlite3.Error as error:
            raise LagInvalidRequestError(
                f"`state` must be a file of its own, not {self._path!r}: {error}"
            ) from error
        return progress, values

    def commit(self, progress: str, changes: Mapping[str, Optional[str]], /) -> None:
        """Save in one transaction.

        Raises:
            sqlite3.Error: It cannot be written; what was saved before is still there.
        """
        with contextlib.closing(sqlite3.connect(self._path)) as db, db:
            db.execute("INSERT OR REPLACE INTO state VALUES ('', ?)", (progress,))
            for name, value in changes.items():
                if value is None:
                    db.execute("DELETE FROM state WHERE name = ?", (name,))
                else:
                    db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


class State:
    """Values by name: anything that JSON can carry."""

    def __init__(self, store: Optional[Store]) -> None:
        self.store: Optional[Store] = store
        self.progress: str = ""
        self.is_loaded: bool = False
        self._values: Dict[str, str] = {}
        self._unsaved: Dict[str, Optional[str]] = {}
        self._handled: Dict[str, int] = {}
        """The marks of events without a cursor, numbered, the oldest first."""

    @overload
    def get(self, name: str, default: Type[T]) -> T: ...
    @overload
    def get(self, name: str, default: T) -> T: ...
    def get(self, name: str, default: Any) -> Any:
        """Return a value, as the handler that runs sees it.

        Args:
            name: Name of the value.
            default: The result if it is not set; it also says of which type the value is. A class,
                such as ``list[str]``, stands for an empty value of it.

        Raises:
            LagInvalidRequestError: The value is of another type.
        """
        value, default = self._current(name), _made(default)
        if value is _MISSING:
            return default
        is_number = isinstance(default, float) and isinstance(value, int)
        if default is not None and not is_number and not isinstance(value, type(default)):
            raise LagInvalidRequestError(
                f"`default` must be of the type of {name!r}, which is {type(value).__name__}, "
                f"not {default!r}"
            )
        return value

    def set(self, name: str, value: Any) -> None:
        """Set a value.

        Raises:
            LagInvalidRequestError: JSON cannot carry it, or the name is empty.
        """
        text = _text(name, value)
        self._change(name, lambda _: json.loads(text))

    @overload
    def update(self, name: str, change: Callable[[T], T], default: Type[T]) -> T: ...
    @overload
    def update(self, name: str, change: Callable[[T], T], default: T) -> T: ...
    def update(self, name: str, change: Callable[[Any], Any], default: Any) -> Any:
        """Replace a value by what a function makes of it: ``update("count", lambda n: n + 1, 0)``.

        The function is called again when the value is saved, so it must do nothing else.

        Returns:
            The new value, as the handler that runs sees it.
        """
        result = change(self.get(name, default))
        _text(name, result)
        self._change(name, lambda old: change(_made(default) if old is _MISSING else old))
        return result

    def delete(self, name: str) -> None:
        """Remove a value; nothing happens if it is not set."""
        self._change(name, lambda _: _MISSING)

    def _current(self, name: str) -> Any:
        value = _value(self._read(name))
        own = _own()
        for changed, change in () if own is None else own.all():
            if changed == name:
                value = change(value)
        return value

    def _read(self, name: str) -> Optional[str]:
        return self._values.get(name)

    def _change(self, name: str, change: Callable[[Any], Any]) -> None:
        own = _own()
        if own is None:
            self.apply([(name, change)])
        else:
            own.append((name, change))

    def apply(self, changes: List[Effect]) -> None:
        """Make what handlers have changed visible to all; it is saved with the next commit."""
        for name, text in _written(changes, self._values).items():
            self._unsaved[name] = text
            if text is None:
                self._values.pop(name, None)
            else:
                self._values[name] = text

    def take_over(self, handlers: List[Effects]) -> None:
        """Make what handlers have changed visible to all, or to the handler that called them."""
        outer = _own()
        for own in handlers:
            own.is_over = True
            (self.apply if outer is None else outer.extend)(own)

    def load(self) -> None:
        """Read what was saved; without a store, nothing is."""
        self.progress, self._values = ("", {}) if self.store is None else self.store.load()
        self._unsaved, self.is_loaded = {}, True
        marks = [(int(text), name) for name, text in self._values.items() if _HANDLED in name]
        self._handled = {name: number for number, name in sorted(marks)}

    def is_handled(self, mark: str) -> bool:
        """Whether an event was handled, of the newest ones that have no cursor."""
        return f"{_HANDLED}{mark}" in self._handled

    def note_handled(self, mark: str) -> None:
        """Mark an event as handled; that is saved with the next commit."""
        number = next(reversed(self._handled.values()), 0) + 1
        changes: List[Effect] = [(f"{_HANDLED}{mark}", lambda _: number)]
        self._handled[f"{_HANDLED}{mark}"] = number
        if len(self._handled) > _MOST_HANDLED:
            oldest = next(iter(self._handled))
            del self._handled[oldest]
            changes.append((oldest, lambda _: _MISSING))
        self.apply(changes)

    def take(self) -> Dict[str, Optional[str]]:
        """Return what is to be saved, which is no longer unsaved then."""
        changes, self._unsaved = self._unsaved, {}
        return changes

    def give_back(self, changes: Mapping[str, Optional[str]]) -> None:
        """Take back what could not be saved."""
        self._unsaved = {**changes, **self._unsaved}


@contextlib.contextmanager
def collected() -> Generator[Effects, None, None]:
    """Collect what the block changes, instead of making it visible to all."""
    own = Effects()
    own.outer = _own()
    before = _effects.set(own)
    try:
        yield own
    finally:
        _effects.reset(before)


@contextlib.contextmanager
def undone_by_errors() -> Generator[None, None, None]:
    """Forget what the block changes if it raises, also where the error is not the handler's."""
    own = _own()
    size = len(own or ())
    try:
        yield
    except BaseException:
        if own is not None:
            del own[size:]
        raise


def _own() -> Optional[Effects]:
    own = _effects.get()
    return None if own is None or own.is_over else own


class Snapshot:
    """The state as it was when an event was taken, and what its handlers have changed."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values: Mapping[str, str] = values
        self.changes: List[Effect] = []
        self.is_over: bool = False
        """Whether the changes are being saved, so later ones would be lost."""

    def writes(self, values: Mapping[str, str]) -> Dict[str, Optional[str]]:
        """Return the new values that the changes make of others; None removes a value."""
        return _written(self.changes, values)


snapshot: contextvars.ContextVar[Optional[Snapshot]] = contextvars.ContextVar(
    "snapshot", default=None
)
"""Of the event that this task handles, if several processes share the state."""


class SharedState(State):
    """The state of a robot in several processes.

    A handler sees the values as they were when its event was taken. What it has changed is saved
    with the end of its event.
    """

    def __init__(self) -> None:
        super().__init__(None)

    def _read(self, name: str) -> Optional[str]:
        return self._snapshot().values.get(name)

    def apply(self, changes: List[Effect]) -> None:
        """Keep what handlers have changed until their event ends."""
        if changes:
            self._snapshot().changes += changes

    @staticmethod
    def _snapshot() -> Snapshot:
        current = snapshot.get()
        if current is None or current.is_over:
            raise LagInvalidRequestError(
                "`state` must be used in a handler or a timer with `workers`, not in a hook or a "
                "task of its own"
            )
        return current


def _written(
    changes: Iterable[Effect], values: Mapping[str, Optional[str]]
) -> Dict[str, Optional[str]]:
    """The new values that changes make of others; None for one that is removed."""
    new: Dict[str, Optional[str]] = {}
    try:
        for name, change in changes:
            value = change(_value(new[name] if name in new else values.get(name)))
            new[name] = None if value is _MISSING else _text(name, value)
    except Exception:  # of a function that does not take what another handler has set meanwhile
        logger.exception("What a handler has changed in the state is lost")
        return {}
    return new


def _value(text: Optional[str]) -> Any:
    return _MISSING if text is None else json.loads(text)


def _made(default: Any) -> Any:
    make = get_origin(default) or default  # typing.List[str] cannot be called
    return make() if callable(make) else default


def _text(name: str, value: Any) -> str:
    key: Any = name
    if not isinstance(key, str) or not key:
        raise LagInvalidRequestError(f"`name` must be text, not {name!r}")
    try:
        return json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise LagInvalidRequestError(f"`value` must be JSON: {error}, not {value!r:.80}") from None

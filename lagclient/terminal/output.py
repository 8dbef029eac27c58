"""Results on the standard output: tables for people, JSON for scripts.

Lists and streams are NDJSON: one object on a line. `--query` is a JMESPath expression, as in `aws`:
of a list it reads the whole list, of a stream each item. A text that results is printed without
quotes, because scripts want the text.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import stat
import sys
import threading
from importlib import import_module
from typing import (
    Any,
    Callable,
    Dict,
    Generator,
    Iterable,
    Iterator,
    List,
    Optional,
    Sequence,
    Tuple,
    cast,
)

import attrs
import click

from lagclient.terminal.exits import BROKEN_PIPE, OUTPUT
from lagclient.terminal.printable import one_line, printable
from lagclient.terminal.streams import describe_output_error

Columns = Sequence[Tuple[str, Callable[[Any], object]]]
"""The heading of each column, and the function that returns its value from an item."""

LONGEST_REASON = 200
"""Number of characters of an error of `--query`: the library's has the whole data."""


class OutputFailed(click.ClickException):
    """The command has succeeded, but its result could not be printed."""

    exit_code = OUTPUT


class QueryError(Exception):
    """An expression does not fit the data."""


_WHOLE = ("ID", "SERVER")
"""Columns of ids, which are copied."""
NARROW, WIDE = 8, 40
"""Cells that a column keeps in a terminal, and that it is padded to elsewhere."""


def data_of(value: Any) -> Any:
    """Return a result of the SDK as JSON data, in the names of the API."""
    if isinstance(value, (str, int, float, type(None))):
        return value
    if isinstance(value, (list, tuple)):
        return [data_of(item) for item in cast("Iterable[Any]", value)]
    if isinstance(value, dict):
        return {name: data_of(item) for name, item in cast("Dict[str, Any]", value).items()}
    from pydantic import BaseModel
    from pydantic_core import to_jsonable_python

    from lagclient.answer import Page

    if isinstance(value, BaseModel):
        # A field that the API did not send is not null: it is not there.
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    page: Any = value
    if isinstance(value, Page):
        return {
            page._items_key: data_of(page.items),
            "hasMore": page.has_more,
            "nextCursor": page.next_cursor,
        }
    return to_jsonable_python(value, by_alias=True, fallback=str)


def query_of(expression: Optional[str]) -> Optional[Callable[[Any], Any]]:
    """Return the function of a JMESPath expression.

    Raises:
        click.UsageError: The expression is invalid, or the library is not installed.
    """
    if expression is None:
        return None
    try:
        jmespath: Any = import_module("jmespath")
    except ImportError:
        raise click.UsageError(
            "--query needs its library: python -m pip install 'lagclient[terminal]'"
        ) from None
    try:
        compiled: Any = jmespath.compile(expression)
        for name in _functions_of(compiled.parsed):
            if name not in jmespath.functions.Functions.FUNCTION_TABLE:
                raise ValueError(f"Unknown function: {name}()")
    except ValueError as error:
        reason = one_line(str(error))
        raise click.UsageError(f"--query must be JMESPath, not {expression!r}: {reason}") from None
    search: Callable[[Any], Any] = compiled.search

    def ask(data: Any) -> Any:
        try:
            return search(data)
        except Exception as error:  # the library lets some errors of Python out
            raise QueryError(f"--query cannot read the result: {_short(error)}") from None

    return ask


def _functions_of(node: Any) -> Iterator[str]:
    """Yield the functions of an expression, which the library looks up only when it calls them."""
    if isinstance(node, dict):
        fields = cast("Dict[str, Any]", node)
        if fields["type"] == "function_expression":
            yield fields["value"]
        for child in fields["children"]:
            yield from _functions_of(child)


@attrs.define
class Output:
    """How the results of one run are printed."""

    as_json: bool = False
    query: Optional[Callable[[Any], Any]] = None

    @property
    def is_for_scripts(self) -> bool:
        """Whether the results are JSON."""
        return self.as_json or self.query is not None

    def items(self, items: Iterable[Any], columns: Columns, empty: str) -> None:
        """Print a finite list: a table, or one line of JSON for each item."""
        with _printing():
            if self.query is not None:
                self._answer(self.query(data_of(list(items))))
            elif self.as_json:
                for item in items:
                    self._line(data_of(item))
            else:
                reads = [read for _, read in columns]
                rows = [[one_line(str(_blank(read(item)))) for read in reads] for item in items]
                if rows:
                    self.table([heading for heading, _ in columns], rows)
                else:
                    note(empty)

    def one(self, value: Any, text: str) -> None:
        """Print one result: a sentence, or its JSON."""
        is_sentence = text and "\n" not in text
        with _printing(f"{DONE}: {text}" if is_sentence else f"{DONE}."):
            if self.query is not None:
                self._answer(self.query(data_of(value)))
            elif self.as_json:
                self._line(data_of(value))
            elif text:
                click.echo(printable(text))

    def event(self, value: Any, text: str) -> None:
        """Print one item of a stream, immediately."""
        with _printing(""):
            if self.query is not None:
                answer = self.query(data_of(value))
                if answer is not None:
                    self._answer(answer)
            elif self.as_json:
                self._line(data_of(value))
            else:
                click.echo(printable(text))
            sys.stdout.flush()

    def data(self, value: Any) -> None:
        """Print a result that has no other form than JSON: indented, if a person reads it."""
        data = data_of(value)
        with _printing():
            if self.query is not None:
                self._answer(self.query(data))
            elif self.as_json or not sys.stdout.isatty():
                for item in _each(data):
                    self._line(item)
            else:
                click.echo(printable(json_of(data, indent=2)))

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Print columns. In a terminal the widest are cut so that lines fit, but ids stay whole."""
        from rich.cells import cell_len

        widths = [max(map(cell_len, column)) for column in zip(headings, *rows)]
        is_terminal = sys.stdout.isatty()
        names = [index for index, heading in enumerate(headings) if heading not in _WHOLE]
        if is_terminal:
            room = shutil.get_terminal_size().columns - 2 * (len(widths) - 1)
            while sum(widths) > room and names:
                widest = max(names, key=lambda index: widths[index])
                if widths[widest] <= NARROW:
                    break
                widths[widest] -= 1
        else:
            for index in names:  # one long name would move the columns of all rows
                widths[index] = min(widths[index], WIDE)
        for row in [headings, *rows]:
            cells = [_cut(cell, width) for cell, width in zip(row, widths)] if is_terminal else row
            padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths)]
            line = "  ".join(padded).rstrip()
            click.echo(click.style(line, bold=True) if row is headings and is_styled() else line)

    def _answer(self, answer: Any) -> None:
        for item in _each(answer):
            self._line(item)

    def _line(self, data: Any) -> None:
        is_text = isinstance(data, str) and self.query is not None
        text = data if is_text else json_of(data)
        click.echo(printable(text) if sys.stdout.isatty() else text)


DONE = "The command itself succeeded"


@contextlib.contextmanager
def _printing(done: str = f"{DONE}.") -> Generator[None, None, None]:
    """Say what has succeeded if its result cannot be printed, so that it is not done twice.

    Raises:
        OutputFailed: The result cannot be written, or `--query` does not fit it.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = describe_output_error(error)
    except QueryError as error:
        reason = str(error)
    else:
        return
    raise OutputFailed(f"{reason}. {done}".strip())


def require_output() -> None:
    """Refuse to follow events for a standard output that is closed.

    Raises:
        click.UsageError: It is closed.
    """
    if sys.__stdout__ is None:  # lag writes to the null device then
        raise click.UsageError("The standard output must be open, not closed")


def end_with_reader() -> None:
    """End this process once the reader of its output has left, although nothing is written then.

    A stream that waits for the next message would notice it only when that comes.
    """
    try:
        output = sys.stdout.fileno()
    except (OSError, ValueError):  # it is closed, or has no file
        return
    if not hasattr(select, "poll") or not stat.S_ISFIFO(os.fstat(output).st_mode):
        return
    poll = select.poll()
    poll.register(output, 0)  # only that the other end is closed

    def watch() -> None:
        poll.poll()
        os._exit(BROKEN_PIPE)

    threading.Thread(target=watch, daemon=True).start()


def is_styled() -> bool:
    """Return whether the terminal, if there is one, may get escape sequences."""
    return os.environ.get("TERM") != "dumb" and not os.environ.get("NO_COLOR")


def note(text: str) -> None:
    """Print something that is not a result: on the standard error."""
    click.echo(printable(text), err=True)


def json_of(data: Any, indent: Optional[int] = None) -> str:
    """Return data as JSON that the standard output can carry."""
    is_unicode = sys.stdout.encoding.lower().startswith("utf")
    text = json.dumps(data, ensure_ascii=not is_unicode, indent=indent)
    return text.encode(errors="replace").decode()  # half a character cannot be printed


def _short(error: Exception) -> str:
    """Return the reason of an error without most of the data, which is in its middle."""
    text = one_line(str(error))
    half = LONGEST_REASON // 2
    return text if len(text) <= LONGEST_REASON else f"{text[:half]} … {text[-half:]}"


def _cut(cell: str, width: int) -> str:
    from rich.cells import cell_len, set_cell_size

    return cell if cell_len(cell) <= width else set_cell_size(cell, width - 1).rstrip() + "…"


def _each(data: Any) -> List[Any]:
    return cast("List[Any]", data) if type(data) in (list,) else [data]


def _blank(value: object) -> object:
    return "" if value is None else value

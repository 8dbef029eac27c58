"""Every method of the SDK as a command: `lag api servers.rooms.messages.send SERVER ROOM`.

The commands are built from the table of routes, as the SDK's methods are: a route that is new in
the table, or in a route file of the user, is a command without any code.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Tuple, get_args

import click

from lagclient.errors import LagCursorError, LagInvalidRequestError
from lagclient.resources import TABLE, extended_table
from lagclient.routing.method import Method
from lagclient.routing.route import Param
from lagclient.terminal import completing
from lagclient.terminal.command import Command, Group, common_options
from lagclient.terminal.invocation import current
from lagclient.terminal.output import note, require_output
from lagclient.terminal.typed import confirm, standard_input
from lagclient.terminal.uploading import Bar
from lagclient.types import UNSET

if TYPE_CHECKING:
    from lagclient.routing.table import Table

_UNUSED = ("prefetch", "progress")
"""Client-side options without a use here: an option for speed, and a function."""

_PLAIN: Dict[str, Any] = {
    "str": click.STRING,
    "int": click.INT,
    "float": click.FLOAT,
    "seconds": click.FLOAT,
    "limit": click.FLOAT,
    "count": click.INT,
    "datetime": click.STRING,
    "id": click.STRING,
    "place": click.STRING,
    "on_gap": click.Choice(["raise", "continue"]),
    "image": click.Path(exists=True, dir_okay=False, allow_dash=True),
    "cursor": click.Path(dir_okay=False),
    "target": click.Path(allow_dash=True),
}
"""The type of an option, by that of the parameter. All others are enums of `lagclient.models`."""

_METAVARS = {"datetime": "TIME", "place": "TIME|ID", "image": "FILE", "target": "FILE"}

_COMPLETE = {"server_id": completing.server_ids, "room_id": completing.room_ids}

_ALL = " All pages."


class _Methods(Group):
    """A group whose commands are the methods of a table."""

    def table(self, context: click.Context) -> Table:
        """Return the table of this run: that of the API, and the user's own files."""
        files = context.params.get("routes") or ()
        if not files:
            return TABLE
        here = os.getcwd()
        if here not in sys.path:
            sys.path.insert(0, here)  # where the models of a route file are, as for `python -m`
        return extended_table(files)

    def list_commands(self, ctx: click.Context) -> List[str]:
        """Return the methods, as a program writes them after ``client.``."""
        return [method.full_name for method in _methods(self.table(ctx))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> Optional[click.Command]:
        """Build the command of one method."""
        table = self.table(ctx)
        namespace, _, name = cmd_name.rpartition(".")
        if name in table.kinds(namespace):
            return command_of(table.method(namespace, name))
        return None

    def resolve_command(
        self, ctx: click.Context, args: List[str]
    ) -> Tuple[Optional[str], Optional[click.Command], List[str]]:
        """Find the command; a namespace in its place is a question for its methods."""
        table, name = self.table(ctx), args[0]
        if name not in self.list_commands(ctx):
            inside = [m.full_name for m in _methods(table) if m.full_name.startswith(f"{name}.")]
            if inside:
                raise click.UsageError(
                    f"{name} must be a method, not a namespace: {', '.join(inside)}", ctx
                )
            similar = _similar(name, self.list_commands(ctx))
            hint = f"; similar: {', '.join(similar)}" if similar else "; `lag api` lists them"
            raise click.UsageError(f"METHOD must be a method of the API, not {name!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the methods with the first sentence of each."""
        with formatter.section("Methods"):
            formatter.write_dl(
                [(method.full_name, _first_line(method)) for method in _methods(self.table(ctx))]
            )


@click.command(cls=_Methods, invoke_without_command=True)
@click.option(
    "--routes",
    multiple=True,
    envvar="LAG_ROUTES",
    type=click.Path(exists=True, dir_okay=False),
    help="Route file with endpoints of your own; may be repeated.  [LAG_ROUTES]",
)
@click.pass_context
def api(context: click.Context, routes: Tuple[str, ...]) -> None:  # noqa: ARG001
    """Call any method of the API.

    `lag api METHOD --help` describes one. The result is JSON: a list is one object on a line.
    A text that is `-` is read from the standard input.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _methods(table: Table) -> Iterator[Method]:
    for namespace in table.namespaces:
        yield from table.methods(namespace)


def _similar(name: str, names: List[str]) -> List[str]:
    import difflib

    last = name.rpartition(".")[2]
    by_end = [one for one in names if one.rpartition(".")[2] == last]
    return difflib.get_close_matches(name, names, 3) or by_end[:3]


def _first_line(method: Method) -> str:
    from lagclient.methods.docstring import description

    # `paginate` iterates over pages for a program; here it prints what is on them.
    texts = [method.route.doc] if method.kind == "pages" else description(method)
    return _plain(texts[0].partition("\n")[0]) + (_ALL if method.kind == "pages" else "")


def _plain(text: str) -> str:
    return text.replace("``", "`")


# The command of a method


def command_of(method: Method) -> click.Command:
    """Return the command that calls a method."""
    from lagclient.methods.docstring import description

    *texts, requests = description(method)
    if method.kind == "pages":
        texts[0] = _first_line(method)
    arguments = [f"{_label(one)}: {one.full_doc}" for one in method.params if _is_argument(one)]
    # click keeps the lines of a paragraph that begins with \b.
    texts += ["\b\n" + "\n".join(lines) for lines in ([requests], arguments) if lines]
    params = [one for param in method.params for one in _inputs(param)]
    is_destructive = method.kind == "call" and method.route.destructive
    if is_destructive:
        params.append(click.Option(["--yes"], is_flag=True, help="Do not ask."))

    def call(**values: Any) -> None:
        if is_destructive:
            confirm(_question(method, values), values.pop("yes"))
        _call(method, values)

    return Command(
        method.full_name,
        callback=call,
        params=params,
        help="\n\n".join(_plain(text) for text in texts),
        short_help=_first_line(method),
    )


def _question(method: Method, values: Dict[str, Any]) -> str:
    """Return what is asked before a call that removes or ends something."""
    ids = [str(values[param.name]) for param in method.params if _is_argument(param)]
    return f"{_first_line(method).rstrip('.')}: {' '.join([method.full_name, *ids])}?"


def _inputs(param: Param) -> Iterator[click.Parameter]:
    """Return the argument or the options of one parameter."""
    if param.name in _UNUSED:
        return
    kind = _type_of(param)
    if _is_argument(param):
        complete = _COMPLETE.get(param.name)
        yield click.Argument(
            [param.name], metavar=_label(param), type=kind, shell_complete=complete
        )
        return
    flag = option_of(param.name)
    text = param.limits_doc if param.type == "datetime" else ""
    doc = " ".join(part for part in (_plain(param.doc), text or param.limits_doc) if part)
    if param.type == "bool":
        default = None if param.default in (UNSET, None) else param.default
        declared = f"--{flag}/--no-{flag}"
        yield click.Option([declared, param.name], default=default, help=doc)
    else:
        yield click.Option(
            [f"--{flag}", param.name],
            type=kind,
            required=param.required,
            metavar=_METAVARS.get(param.type),
            help=doc,
        )
    if param.null:
        yield click.Option(
            [f"--clear-{flag}", f"clear_{param.name}"],
            is_flag=True,
            help=f"Remove the {param.name.replace('_', ' ')}.",
        )


def _is_argument(param: Param) -> bool:
    return param.positional and param.required


def _label(param: Param) -> str:
    """Return the name of an argument, such as SERVER for `server_id`."""
    return re.sub("_id$", "", param.name).upper()


def option_of(name: str) -> str:
    """Return the option of a parameter, without its dashes; common options have theirs already."""
    flag = name.replace("_", "-")
    taken = {option for one in common_options() for option in one.opts}
    return f"arg-{flag}" if f"--{flag}" in taken else flag


def _type_of(param: Param) -> Any:
    if param.type in _PLAIN:
        return _PLAIN[param.type]
    if param.type == "bool":
        return click.BOOL
    from lagclient import models

    return click.Choice(list(get_args(getattr(models, param.type))))


def _call(method: Method, values: Dict[str, Any]) -> None:
    run = current()
    context = click.get_current_context()
    assert context.parent is not None
    files = context.parent.params.get("routes") or ()
    arguments, options = _arguments(method, values)
    if method.kind == "events":
        require_output()
    with run.client(routes=list(files)) as client:
        target: Any = client
        for step in method.full_name.split("."):
            target = getattr(target, step)
        bar = Bar(method.full_name)
        if any(param.name == "progress" for param in method.params):
            options["progress"] = bar
        try:
            with bar:
                result = target(*arguments, **options)
            _show(method, result)
        except LagInvalidRequestError as error:
            raise _in_words_of_options(error, method) from error


def _arguments(method: Method, values: Dict[str, Any]) -> Tuple[List[Any], Dict[str, Any]]:
    """Return the arguments of the method: positional ones, and others by name."""
    positional: List[Any] = []
    named: Dict[str, Any] = {}
    for param in method.params:
        value = values.get(param.name)
        if values.get(f"clear_{param.name}"):
            if value is not None:
                flag = option_of(param.name)
                raise click.UsageError(f"--{flag} must be without --clear-{flag}")
            named[param.name] = None
        elif _is_argument(param):
            positional.append(_read(param, value))
        elif value is not None:
            named[param.name] = _read(param, value)
    return positional, named


def _read(param: Param, value: Any) -> Any:
    """Return the value of a parameter; `-` is the standard input."""
    if param.type == "on_gap":
        return value if value == "raise" else _note_gap
    if value != "-" or param.where not in ("body", "form", "option"):
        return value
    if param.type == "target":
        return sys.stdout.buffer
    if param.type == "image":
        return sys.stdin.buffer.read()
    return standard_input() if param.type == "str" else value


def _note_gap(error: LagCursorError) -> None:
    note(str(error))


def _show(method: Method, result: Any) -> None:
    output = current().output
    if method.kind == "pages":
        for item in result.items():
            output.event(item, _text(item))
    elif method.kind in ("events", "history"):
        with result if hasattr(result, "__enter__") else _nothing():
            for item in result:
                output.event(item, _text(item))
    elif method.kind == "download":
        pass  # the file is the result
    elif result is not None:
        output.data(result)
    elif output.is_for_scripts:
        output.data(None)
    sys.stdout.flush()


def _nothing() -> Any:
    import contextlib

    return contextlib.nullcontext()


def _text(item: Any) -> str:
    from lagclient.terminal.output import data_of, json_of

    return json_of(data_of(item))


def _in_words_of_options(error: LagInvalidRequestError, method: Method) -> click.UsageError:
    """Return the refusal of an argument in the words of the command."""
    names: Dict[str, str] = {}
    for param in method.params:
        is_argument = _is_argument(param)
        names[param.name] = _label(param) if is_argument else f"--{option_of(param.name)}"

    def name_of(match: re.Match[str]) -> str:
        return names.get(match[1]) or match[0]

    message = re.sub(r"`(\w+)`", name_of, error.message)
    return click.UsageError(message, click.get_current_context())

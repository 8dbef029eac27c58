"""The ``lagclient`` command: demo, sandbox, routes, generate."""

from __future__ import annotations

import contextlib
import difflib
import json
import os
import re
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Tuple, Union, cast

try:
    import click
    from rich.console import Console
except ImportError:  # pragma: no cover  # the test environments have them
    _extras = {"demo": "sandbox", "sandbox": "sandbox", "run": "sandbox,bot", "mcp": "mcp"}
    _extra = _extras.get(sys.argv[1] if sys.argv[1:] else "", "cli")
    sys.exit(f"This command needs an extra: python -m pip install 'lagclient[{_extra}]'")

import lagclient
from lagclient.errors import LagAPIError, LagAuthError, LagRouteError
from lagclient.resources import TABLE
from lagclient.routing.method import ADDED, Method
from lagclient.routing.route import Route
from lagclient.terminal.wording import counted
from lagclient.transport.urls import is_loopback


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(lagclient.__version__, prog_name="lagclient")
def main() -> None:
    """The Lag API for Python: a sandbox to try it, and the table that it is built from."""


@main.command()
@click.option("--open", "is_open", is_flag=True, help="Show the sandbox in a browser meanwhile.")
def demo(is_open: bool) -> None:
    """Run five programs against a sandbox on this machine."""
    from lagclient.sandbox.demo import Trimmed, demonstrate

    try:
        console = Console() if sys.stdout.isatty() else Console(file=cast("Any", Trimmed()))
        sys.exit(demonstrate(console, click.launch if is_open else None))
    except ModuleNotFoundError as error:
        raise click.ClickException(str(error)) from error


def _usernames(_context: Any, _param: Any, value: Any) -> Any:
    """Refuse names that an account cannot have."""
    for name in (value,) if isinstance(value, str) else value:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,32}", name):
            raise click.BadParameter(
                f"must be 1 to 32 letters, digits, '_', '.' or '-', not {name!r}"
            )
    return value


class _WrongOption(click.ClickException):
    """An option that must be something else, as one line."""

    exit_code = 2


@main.group(invoke_without_command=True)
@click.option(
    "--port",
    default=0,
    metavar="NUMBER",
    type=click.IntRange(0, 65535),
    help="Port to listen on.  [default: a free one]",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--allow-remote", is_flag=True, help="Allow a --host that other machines can reach.")
@click.option(
    "--db",
    type=click.Path(),
    help="File that keeps the data between runs; without it, the data ends with the sandbox.",
)
@click.option(
    "--token", metavar="TOKEN", help="Token of the user Sam.  [default: a new one, or that of --db]"
)
@click.option("--robot-key", metavar="KEY", help="Key of the robot.  [default: likewise]")
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="NAME",
    callback=_usernames,
    help="Add a person who is not in the server yet; may be repeated.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON instead of text.")
@click.option("--no-rate-limits", is_flag=True, help="Let robots send as often as they like.")
@click.option(
    "--cors",
    multiple=True,
    metavar="ORIGIN",
    help="Let web pages of an origin call the sandbox, e.g. http://localhost:5173, or * for all "
    "pages; may be repeated.",
)
@click.option(
    "--faults",
    multiple=True,
    metavar="KIND[:ROUTES[:PROBABILITY[:VALUE]]]",
    help="Let requests fail, e.g. drop_after:servers.rooms.messages.*:0.2; may be repeated.",
)
@click.option(
    "--fault-seed",
    default=0,
    show_default=True,
    help="Seed of the random choice of requests that fail.",
)
@click.option("--webhook", metavar="URL", help="Post all events to this address, as webhooks.")
@click.option(
    "--webhook-pace",
    default=1.0,
    show_default=True,
    help="Factor of the waits between the attempts of a webhook.",
)
def sandbox(
    host: str,
    users: Tuple[str, ...],
    as_json: bool,
    no_rate_limits: bool,
    faults: Tuple[str, ...],
    fault_seed: int,
    webhook: Optional[str],
    **options: Any,
) -> None:
    """Serve a stand-in for the Lag API until Ctrl+C."""
    if click.get_current_context().invoked_subcommand is not None:
        return
    try:
        # Ctrl+C ends it at any moment, also while it prints.
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(KeyboardInterrupt))
            from lagclient.listening.lock import locked
            from lagclient.sandbox import Faults, Sandbox, added_users
            from lagclient.sandbox.http.serving import sigterm_as_ctrl_c

            stack.enter_context(sigterm_as_ctrl_c())
            with warnings.catch_warnings():
                # With --allow-remote, the output says that other machines can reach it.
                warnings.simplefilter("ignore")
                server = Sandbox(
                    host=host,
                    faults=Faults(faults, seed=fault_seed),
                    rate_limits=not no_rate_limits,
                    routes=[added_users.ROUTE],
                    handlers={added_users.ROUTE.full_name: added_users.add_user},
                    **options,
                )
            db = options["db"]
            if db is not None and not stack.enter_context(locked(db)):
                raise ValueError(
                    f"`db` must be a file that no other sandbox serves, not {db!r}: end the other "
                    "one, or name another file"
                )
            lag = stack.enter_context(server)
            facts: Dict[str, Any] = {
                **{name: getattr(lag, name) for name in _FACTS},
                "tokens": dict(lag.tokens),
            }
            with lag._world.store.transaction():
                for name in users:
                    facts["tokens"][name] = added_users.account(lag._world, name)
            if webhook is not None:
                key = lag.post_webhooks(webhook)
                secret = lag.webhook_secret(key)
                facts["webhook"] = {"url": webhook, "robot_key": key, "secret": secret}
            click.echo(
                json.dumps(facts) if as_json else _introduction(facts, users, not is_loopback(host))
            )
            sys.stdout.flush()
            lag.wait()
    except ValueError as error:
        raise _WrongOption(_with_options(str(error))) from error
    except (ModuleNotFoundError, OSError) as error:
        raise click.ClickException(re.sub(r"^\[Errno -?\d+\] ", "", str(error))) from error


@sandbox.command("add-user")
@click.argument("name", callback=_usernames)
@click.option("--url", envvar="LAG_BASE_URL", help="Address of the sandbox.  [LAG_BASE_URL]")
@click.option("--token", envvar="LAG_TOKEN", help="Token of Sam.  [LAG_TOKEN]")
@click.option("--no-join", is_flag=True, help="Stay outside of the server.")
def add_user(name: str, url: Optional[str], token: Optional[str], no_join: bool) -> None:
    """Add a person to a running sandbox, who joins the server of Sam.

    NAME may also be a person who is there already. Robots of the server receive a member.join.
    """
    from lagclient.errors import (
        LagConflictError,
        LagConnectionError,
        LagInvalidRequestError,
        LagInvalidTokenError,
        LagNotFoundError,
        LagPermissionError,
    )
    from lagclient.sandbox.added_users import ROUTE

    if url is None or token is None:
        missing = "--token" if url else "--url"
        raise click.UsageError(
            f"{missing} is missing: pass it, or paste the lines that `lagclient sandbox` prints"
        )
    where = "added"
    try:
        with lagclient.Client(token=token, base_url=url, max_retries=0) as sam:
            answer = sam.request(ROUTE.method, ROUTE.path, json={"username": name})
            added = str(answer.data["token"])
            if not no_join:
                server = sam.servers.list()[0]
                invite = sam.servers.invites.create(server.id, max_uses=1)
                with lagclient.Client(token=added, base_url=url) as person:
                    where = f"joined {server.name}"
                    try:
                        person.servers.invites.join(invite.code)
                    except LagConflictError:
                        where = f"is in {server.name} already"
    except (LagAuthError, LagPermissionError, LagInvalidTokenError) as error:
        raise _WrongOption(
            f"--token must be the LAG_TOKEN that the sandbox at {url} printed: {error.message}"
        ) from error
    except (LagNotFoundError, LagConnectionError) as error:
        why = "" if error.status else f": {error.message}. {error.advice}".rstrip()
        raise _WrongOption(f"--url must be the address of a sandbox, not {url!r}{why}") from error
    except LagInvalidRequestError as error:
        raise _WrongOption(
            error.message.replace("`base_url`", "--url").replace("`token`", "--token")
        ) from error
    except LagAPIError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} {where}. In another terminal, act as {name}:")
    click.echo(_export(_variable(name), added))


@main.command()
@click.argument("target", metavar="MODULE:NAME")
@click.option("--reload", is_flag=True, help="Start it again when a module of this folder changes.")
@click.option("--live", is_flag=True, help="Use the API and the key of the environment.")
@click.option("--in-memory", is_flag=True, hidden=True, help="Leave files of the robot alone.")
def run(target: str, reload: bool, live: bool, in_memory: bool) -> None:
    """Run a Bot, such as my_bot:bot, against a sandbox of its own.

    Its cursor and its state are in memory meanwhile: the files are those of the live API. The
    module may read LAG_SERVER and LAG_ROOM, which are those of the sandbox.
    """
    from lagclient import development
    from lagclient.sandbox import Sandbox

    try:
        development.check(target)
        with contextlib.ExitStack() as stack, contextlib.suppress(KeyboardInterrupt):
            introduction = ""
            if not live:
                lag = stack.enter_context(Sandbox())
                facts = {name: getattr(lag, name) for name in _FACTS}
                introduction = _introduction(facts, (), is_remote=False)
                own = {**_variables(facts), "LAG_TOKEN": lag.robot_key}
                os.environ.update(own)
            if reload:
                click.echo(introduction, nl=not live)
                command = ["run", "--live", *(() if live else ("--in-memory",)), target]
                development.run_again_and_again(target, command, os.environ, Path.cwd())
            else:
                bot = development.load(target)
                click.echo(introduction, nl=not live)
                if in_memory or not live:
                    bot._leave_the_disk_alone()
                bot.run()
    except LagAPIError as error:
        raise _WrongOption(str(error)) from error
    except ValueError as error:
        raise _WrongOption(str(error).replace("`target`", "MODULE:NAME")) from error


_FACTS = ("url", "token", "robot_key", "server_id", "room_id")
"""What the introduction of a sandbox says, by its attributes."""


def _variables(facts: Dict[str, Any]) -> Dict[str, str]:
    """Return the environment variables of programs that use a sandbox."""
    return {
        "LAG_BASE_URL": facts["url"],
        "LAG_TOKEN": facts["token"],
        "LAG_ROBOT_KEY": facts["robot_key"],
        "LAG_SERVER": facts["server_id"],
        "LAG_ROOM": facts["room_id"],
    }


@main.command()
@click.option("--read-only", is_flag=True, help="Offer only tools that change nothing.")
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Offer only these methods, such as 'servers.rooms.*'; may be repeated.",
)
@click.option(
    "--routes",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Offer the routes of your own file, too; may be repeated.",
)
@click.option(
    "--files",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Let tools upload images from this folder, by their paths.",
)
@click.option(
    "--yes",
    is_flag=True,
    help="Call destructive tools without asking, because your client asks before each call.",
)
@click.option("--robot", is_flag=True, help="Use LAG_ROBOT_KEY, also if LAG_TOKEN is set.")
@click.option("--http", is_flag=True, help="Serve over HTTP on this machine, not stdin and stdout.")
@click.option(
    "--port",
    default=0,
    metavar="NUMBER",
    type=click.IntRange(0, 65535),
    help="Port of --http.  [default: a free one]",
)
@click.option(
    "--allow-origin",
    multiple=True,
    metavar="ORIGIN",
    help="Let web pages of an origin call --http, such as http://localhost:6274; may be repeated.",
)
@click.option(
    "--no-token",
    is_flag=True,
    help="Let every program and every account of this machine call --http, without a token.",
)
def mcp(
    read_only: bool,
    only: Tuple[str, ...],
    routes: Tuple[str, ...],
    files: Optional[Path],
    yes: bool,
    robot: bool,
    http: bool,
    port: int,
    allow_origin: Tuple[str, ...],
    no_token: bool,
) -> None:
    """Offer the methods as tools of a language model (MCP).

    The token is that of LAG_TOKEN, or else of LAG_ROBOT_KEY. Clients of --http must send
    LAG_MCP_TOKEN, or else a token that is printed at the start.
    """
    try:
        import anyio
        from mcp.types import Tool as _  # noqa: F401  # another package may have the name mcp

        from lagclient.mcp import serving
        from lagclient.mcp.selection import Options, Selection
        from lagclient.mcp.server import create_server
    except ImportError as error:
        needed = "python -m pip install 'lagclient[mcp]'"
        if sys.version_info < (3, 10):
            version = ".".join(map(str, sys.version_info[:2]))
            needed = f"Python 3.10 or newer, not {version}; there: {needed}"
        raise _WrongOption(f"`lagclient mcp` needs {needed}") from error
    key = os.environ.get("LAG_ROBOT_KEY") if robot or "LAG_TOKEN" not in os.environ else None
    if robot and not key:
        raise _WrongOption("LAG_ROBOT_KEY must be set for --robot")
    if not (key or os.environ.get("LAG_TOKEN")):
        raise _WrongOption(
            "LAG_TOKEN or LAG_ROBOT_KEY must be set, in the configuration of the client that "
            "starts `lagclient mcp`: clients do not pass on the variables of your shell"
        )
    if (port or allow_origin or no_token) and not http:
        raise click.UsageError("--port, --allow-origin and --no-token must be used with --http")
    try:
        client = lagclient.AsyncClient(token=key, routes=routes)
        options = Options(read_only=read_only, only=only, files=files, ask=not yes)
        server = create_server(client, Selection.of(client._settings.routes, options))
        chosen = os.environ.get(serving.TOKEN_VARIABLE)
        bearer = serving.bearer_token(chosen) if http and not no_token else None
    except LagAPIError as error:
        raise _WrongOption(_with_options(error.message)) from error
    try:
        unreached = anyio.run(serving.reach, client)
    except LagAuthError as error:
        variable = "LAG_ROBOT_KEY" if key else "LAG_TOKEN"
        where = client._settings.base_url
        raise _WrongOption(
            f"{variable} must be a token that {where} accepts: {error.message}"
        ) from error
    if unreached:
        click.echo(
            f"Warning: the tools may fail, because the first request did: {unreached}", err=True
        )
    if not http:
        anyio.run(serving.serve_stdio, server, client)
        return
    try:
        listener = serving.listen(port)
    except OSError as error:
        raise click.ClickException(f"--port must be free: {error}") from error
    with listener:
        address = f"http://{serving.HOST}:{listener.getsockname()[1]}{serving.PATH}"
        lines = [f"Serving the Model Context Protocol at {address}"]
        if bearer is None:
            lines.append("Every account of this machine can call it, because of --no-token.")
        elif chosen is not None:
            lines.append(f"Clients must send the token of {serving.TOKEN_VARIABLE}.")
        else:
            lines += [
                f"Clients must send this header; set {serving.TOKEN_VARIABLE} to choose the token:",
                f"  Authorization: Bearer {bearer}",
            ]
        click.echo("\n".join([*lines, "Ctrl+C ends it."]), err=True)
        anyio.run(serving.serve_http, server, client, listener, bearer, allow_origin)


def _introduction(facts: Dict[str, Any], users: Tuple[str, ...], is_remote: bool) -> str:
    url = facts["url"]
    host, _, port = url[len("http://") :].rpartition(":")
    variables = {
        **_variables(facts),
        **{_variable(name): facts["tokens"][name] for name in users},
    }
    if not is_loopback(host.strip("[]")):
        variables["LAG_ALLOW_HTTP"] = "1"
    lines = [
        f"A sandbox Lag API, not the live one, at {url}",
        "Open that address in a browser to see its rooms and requests.",
        "Paste this into another terminal; programs there use the sandbox:",
        "",
        *(_export(name, value) for name, value in variables.items()),
        "",
        "LAG_TOKEN is Sam, who owns the server; LAG_ROBOT_KEY is its robot. For example:",
        "",
        "  python                           Client() is Sam's",
        "  lagclient sandbox add-user nora  a person joins, and robots receive it",
        "",
    ]
    if "webhook" in facts:
        lines += [
            f"Its events are posted to {facts['webhook']['url']}",
            f"  robot key   {facts['webhook']['robot_key']}",
            f"  secret      {facts['webhook']['secret']}",
        ]
    if is_remote:
        lines.append(f"Other machines can reach it at port {port}, with LAG_ALLOW_HTTP=1.")
    return "\n".join([*lines, "Ctrl+C ends it."])


def _export(name: str, value: str) -> str:
    """Return the line that sets a variable in the shell of this system."""
    return f"$env:{name} = '{value}'" if os.name == "nt" else f"export {name}={value}"


def _variable(username: str) -> str:
    return "LAG_TOKEN_" + re.sub(r"\W", "_", username).upper()


def _with_options(message: str) -> str:
    """Return a message with the names of the command's options in place of arguments."""
    options = {"webhook_url": "--webhook"}
    for part in ("kind", "routes", "probability", "value"):
        options[part] = f"{part.upper()} of --faults"
    for param in click.get_current_context().command.params:
        options[param.name or ""] = param.opts[0]
    return re.sub(r"`(\w+)`", lambda match: options.get(match[1], match[0]), message)


class _Filtered(click.Group):
    """A group whose first argument is a subcommand, or a filter."""

    def parse_args(self, ctx: click.Context, args: List[str]) -> List[str]:
        """Insert an empty filter before the name of a subcommand."""
        has_command = bool(args) and args[0] in self.commands
        ctx.allow_interspersed_args = not has_command
        return super().parse_args(ctx, ["", *args] if has_command else args)


class _Filter(click.Argument):
    """An argument that the usage of a subcommand does not show, because it cannot have both."""

    def get_usage_pieces(self, ctx: click.Context) -> List[str]:
        """Return the text for the usage line of a command."""
        return super().get_usage_pieces(ctx) if self in ctx.command.params else []


@main.group(cls=_Filtered, invoke_without_command=True)
@click.argument("filter", cls=_Filter, required=False, default="")
@click.option("--scope", metavar="SCOPE", help="public, user, robot, or robot:PERMISSION.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.pass_context
def routes(context: click.Context, filter: str, scope: Optional[str], as_json: bool) -> None:
    """List the routes of the API and the methods that call them.

    FILTER is a part of a method's name, of its path or of its model: `lagclient routes messages`.
    It also finds methods of several requests, such as `history`, with the route that they call.
    """
    if context.invoked_subcommand is not None:
        return
    scopes = sorted(
        {part for route in TABLE.values() for one in route.scope for part in _parts(one)}
    )
    if scope is not None and scope not in scopes:
        raise click.UsageError(f"--scope must be one of {', '.join(scopes)}, not {scope!r}")
    every = [
        _fields(route, name)
        for route, name in _matches(filter.lower())
        if scope is None or any(scope in _parts(one) for one in route.scope)
    ]
    if as_json:
        click.echo(json.dumps(every, indent=2))
        return
    if not every:
        both = {"FILTER": filter, "--scope": scope}
        chosen = {name: value for name, value in both.items() if value}
        values = " and ".join(map(repr, chosen.values()))
        raise click.ClickException(f"{' and '.join(chosen)} must match a route, not {values}")
    rows = [[_text_of(value) for value in list(fields.values())[:5]] for fields in every]
    rows.insert(0, ["Method", "Path", "Scope", "Python", "Model"])
    widths = [max(map(len, column)) for column in zip(*rows)]
    if sys.stdout.isatty() and sum(widths) + 2 * len(widths) > shutil.get_terminal_size().columns:
        # A narrow terminal would wrap the columns in the middle of a word.
        for method, path, scopes_of, name, model in rows[1:]:
            click.echo(f"{name}\n  {method} {path}\n  {scopes_of} -> {model}")
        return
    for row in rows:
        click.echo("  ".join(map(str.ljust, row, widths)).rstrip())


def _matches(text: str) -> Iterator[Tuple[Route, str]]:
    """Yield the routes that a text is a part of, each with the method whose name has it.

    A text also selects methods of several requests by their namespace, but iterators by name alone.
    """
    others: Dict[str, List[Method]] = {}
    for namespace in TABLE.namespaces:
        for method in TABLE.methods(namespace):
            others.setdefault(method.route.full_name, []).append(method)
    for route in TABLE.values():
        methods = others.get(route.full_name, [])
        if text in f"{route.method_name} {route.path} {route.model}".lower():
            yield route, route.method_name
            methods = [
                each for each in methods if text and each.name in ADDED.get(route.namespace, ())
            ]
        yield from ((route, each.full_name) for each in methods if text in each.full_name.lower())


def _parts(scope: str) -> List[str]:
    """Return what selects a scope: itself, and its kind."""
    return [scope, scope.partition(":")[0]]


def _fields(route: Route, name: str) -> Dict[str, Any]:
    return {
        "method": route.method,
        "path": route.path,
        "scope": list(route.scope),
        "python": name,
        "model": route.model,
        "iterators": list(route.iterators),
        "replay": route.replay,
        "doc": route.doc.partition("\n")[0],
    }


def _text_of(value: Union[str, List[str]]) -> str:
    return value if isinstance(value, str) else " ".join(value)


@routes.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))
def lint(files: Tuple[str, ...]) -> None:
    """Check route files: the named ones, or all of this checkout.

    Models that a file names as ``module:Class`` are imported from here, as `python -m` would.
    In a checkout it also lists what its routes lack before they can be shipped.
    """
    from lagclient.generate import PACKAGE, route_files
    from lagclient.generate.shipping import missing
    from lagclient.routing.load import load

    own = route_files()
    paths = {Path(file).resolve() for file in files}
    ours = {file.resolve() for file in own}
    if not files and not own:
        raise click.UsageError(
            "Name the files to check, because this is not a checkout with a routes/ folder"
        )
    # A file of the checkout is checked together with the others, not as an addition to them.
    alone = bool(paths) and not paths & ours
    sources = list(files) if alone else [os.path.relpath(file) for file in own]
    if not alone:
        sources += [file for file in files if Path(file).resolve() not in ours]
    here = os.getcwd()
    sys.path.insert(0, here)
    try:
        table = load(sources, TABLE if alone else None, imports_models=True)
    except LagRouteError as error:
        if not alone and any(
            "`model` must be in lagclient.models" in problem for problem in error.problems
        ):
            click.echo(
                "A model is a class in lagclient/models/, named in `_EXPORTS` of its __init__.py",
                err=True,
            )
        raise _listed(error) from error
    finally:
        sys.path.remove(here)
    added = len(table) - (len(TABLE) if alone else 0)
    click.echo(f"{counted(len(sources), 'file')}, {counted(added, 'route')}: valid")
    if alone or not (PACKAGE.parent / "tests").is_dir():
        return
    for route in table.values():
        lines = missing(route, PACKAGE.parent)
        if lines:
            click.echo("\n  ".join([f"{route.full_name} still needs:", *lines]))


def _listed(error: LagRouteError) -> click.ClickException:
    """Print the problems of route files, each on a line; return the error that counts them."""
    for problem in error.problems:
        click.echo(problem, err=True)
    return click.ClickException(counted(len(error.problems), "problem"))


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False))
@click.option("--stubs", metavar="FILE.pyi", help="Write the types of your own route FILES.")
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is stale.")
def generate(files: Tuple[str, ...], stubs: Optional[str], check: bool) -> None:
    """Compile route files: your own, or those of this checkout.

    Without FILES, the generated files of this checkout are written. With FILES and --stubs, the
    stub gets a Client and an AsyncClient that have the methods of these files, and the module
    beside it is written once if it does not exist.
    """
    from lagclient.generate import generated_files
    from lagclient.generate.clients import client_files

    if bool(files) != bool(stubs):
        raise click.UsageError(
            "FILES and --stubs must be used together, such as: my_routes.yaml --stubs my_client.pyi"
        )
    if stubs and not stubs.endswith(".pyi"):
        raise click.UsageError(f"`--stubs` must be a file that ends in .pyi, not {stubs!r}")
    try:
        texts = client_files(files, Path(stubs)) if stubs else generated_files()
    except FileNotFoundError as error:
        raise click.UsageError(
            "Name route files of your own, such as: my_routes.yaml --stubs my_client.pyi. Without "
            "FILES, this lagclient must be a checkout that was installed with pip install -e"
        ) from error
    except LagRouteError as error:
        raise _listed(error) from error
    stale = {path: text for path, text in texts.items() if _text(path) != text}
    for path, text in stale.items():
        shown = os.path.relpath(path)
        if check:
            click.echo("\n".join(_first_changes(shown, _text(path), text)), err=True)
        else:
            try:
                path.write_text(text, encoding="utf-8")
            except OSError as error:
                raise click.ClickException(
                    f"{shown} cannot be written: {error.strerror}"
                ) from error
            click.echo(f"wrote {shown}")
    if check and stale:
        raise click.ClickException("stale: run `lagclient generate` and commit what it writes")
    if not stale:
        click.echo(f"{counted(len(texts), 'file')}, all up to date")


def _first_changes(name: str, old: str, new: str) -> List[str]:
    lines = difflib.unified_diff(
        old.splitlines(),
        new.splitlines(),
        f"{name} (as it is)",
        f"{name} (as it must be)",
        "",
        "",
        1,
        "",
    )
    return [line[:160] for line, _ in zip(lines, range(20))]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""

"""Commands with the options that all have, and groups that import a command when it runs."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Type, Union

import click

from lagclient.terminal.invocation import Invocation, current
from lagclient.terminal.output import query_of
from lagclient.terminal.profiles import checked_name

FEW = 8
"""Number of commands that an error lists when none is similar to what was typed."""


def _set(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _param: click.Parameter, value: Any) -> None:
        # The innermost mention wins, and an omitted option changes nothing.
        if value not in (None, False):
            setattr(context.ensure_object(Invocation), name, value)

    return callback


def _set_timeout(context: click.Context, param: click.Parameter, value: Optional[float]) -> None:
    if value is not None and not 0 < value < float("inf"):
        raise click.BadParameter(f"must be more than 0, not {value:g}")
    _set("timeout_seconds")(context, param, value)


def _set_query(context: click.Context, param: click.Parameter, value: Optional[str]) -> None:
    query_of(value)  # before anything is sent
    _set("query")(context, param, value)


def _set_profile(context: click.Context, param: click.Parameter, value: Optional[str]) -> None:
    # An empty one, such as that of an unset variable, must not be the current profile.
    _set("profile")(context, param, None if value is None else checked_name(value))


def _set_api_url(context: click.Context, param: click.Parameter, value: Optional[str]) -> None:
    if value == "":
        raise click.BadParameter("must be a URL, not ''")
    _set("api_url")(context, param, value)


def common_options() -> List[click.Parameter]:
    """Return the options of every command; they may stand before or after its name.

    Their values have names of their own, because a method may have a parameter `query`.
    """

    def option(name: str, field: str, help: str, **settings: Any) -> click.Option:
        settings = {"callback": _set(field), "expose_value": False, **settings}
        own_name = f"common_{name[2:].replace('-', '_')}"
        return click.Option([name, own_name], help=help, **settings)

    return [
        option("--json", "as_json", "Print JSON, one object on a line.", is_flag=True),
        option(
            "--query",
            "query",
            "Print this JMESPath of the JSON: of each message, page item or event, else of all.",
            metavar="EXPR",
            callback=_set_query,
        ),
        option(
            "--profile",
            "profile",
            "Act as this profile.  [LAG_PROFILE]",
            metavar="NAME",
            callback=_set_profile,
            shell_complete=_profiles,
        ),
        option(
            "--api-url",
            "api_url",
            "Address of the API.  [LAG_BASE_URL]",
            metavar="URL",
            callback=_set_api_url,
        ),
        option(
            "--timeout",
            "timeout_seconds",
            "Limit of each request.  [default: 30]",
            metavar="SECONDS",
            type=click.FLOAT,
            callback=_set_timeout,
        ),
    ]


def _profiles(_context: click.Context, _param: click.Parameter, typed: str) -> List[str]:
    from lagclient.terminal.profiles import names

    return [name for name in names() if name.startswith(typed)]


class Command(click.Command):
    """A command with the common options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {option for param in self.params for option in param.opts}
        self.params.extend(one for one in common_options() if own.isdisjoint(one.opts))


class Group(click.Group):
    """A group of commands. It has the common options too."""

    command_class: Optional[Type[click.Command]] = Command
    group_class: Union[Type[click.Group], Type[type], None] = type  # of its own kind

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params.extend(common_options())
        if self.invoke_without_command:  # click 8.1 writes it without brackets
            self.subcommand_metavar = "[COMMAND] [ARGS]..."

    def resolve_command(
        self, ctx: click.Context, args: List[str]
    ) -> Tuple[Optional[str], Optional[click.Command], List[str]]:
        """Return the command that the first word names.

        Raises:
            click.UsageError: It has no such command; the message has the nearest ones.
        """
        word = args[0]
        if word.startswith("-") or self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        names = self.list_commands(ctx)
        similar = get_close_matches(word.lower(), names, cutoff=0.65)
        if similar:
            advice = f"did you mean {' or '.join(map(repr, similar))}?"
        elif len(names) <= FEW:
            advice = f"there are {', '.join(names)}; `lag api` has every method"
        else:
            advice = "`lag api` has every method"
        raise click.UsageError(f"No such command {word!r}: {advice}", ctx)


Place = Tuple[str, str]
"""The module of a command, and its line in the list of commands."""


class LazyGroup(Group):
    """A group that imports the module of a command when the command runs.

    The name of the command is that of a function in the module.
    """

    def __init__(self, *args: Any, places: Optional[Mapping[str, Place]] = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.places: Dict[str, Place] = dict(places or {})

    def list_commands(self, ctx: click.Context) -> List[str]:  # noqa: ARG002
        """Return the names in the order of their list."""
        return [*self.places]

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> Optional[click.Command]:
        """Import one command."""
        if cmd_name not in self.places:
            return None
        module = import_module(self.places[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.places.items()])


__all__ = ["Command", "Group", "LazyGroup", "current"]

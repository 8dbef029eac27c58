"""One command of a robot, and who may use it when: each rule is a check of its context."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from typing import Any, Callable, Literal, Mapping, Optional, Sequence, Tuple

import attrs

from lagclient.bot.arguments import Parameter, converted, quoted
from lagclient.bot.context import CommandError, Context
from lagclient.bot.handlers import invoke
from lagclient.bot.state import undone_by_errors

Role = Literal["owner", "admin"]
"""Who may use a command: the owner of the server, or admins and the owner."""

_RANKS = {"owner": ("owner",), "admin": ("owner", "admin")}
_TITLES = {"owner": "the owner of the server", "admin": "admins"}


class Cooldown:
    """A wait for each key, such as the id of an author."""

    def __init__(self, seconds: float) -> None:
        self.seconds: float = seconds
        self._ready: OrderedDict[str, float] = OrderedDict()
        """When it may happen again, the earliest first."""

    def left(self, key: str, now: float) -> float:
        """Return the seconds that are left; 0.0 if it may happen, which begins the next wait."""
        while self._ready and next(iter(self._ready.values())) <= now:
            self._ready.popitem(last=False)
        if key in self._ready:
            return self._ready[key] - now
        self._ready[key] = now + self.seconds
        return 0.0

    def clear(self) -> None:
        """Let everything happen at once."""
        self._ready.clear()


@attrs.frozen(eq=False)
class Command:
    """A command and its options, which are those of `Bot.command`."""

    name: str
    function: Callable[..., Any]
    parameters: Sequence[Parameter]
    aliases: Tuple[str, ...]
    role: Optional[Role]
    check: Optional[Callable[[Any], Any]]
    cooldown: Cooldown
    timeout_seconds: Optional[float]
    hidden: bool

    @property
    def about(self) -> str:
        """The docstring of the function."""
        return inspect.getdoc(self.function) or ""

    def usage(self, prefix: str) -> str:
        """Return how to write the command."""
        return " ".join([f"{prefix}{self.name}", *map(str, self.parameters)])

    def page(self, prefix: str) -> str:
        """Return how the command is written, its whole docstring, and its options."""
        lines = [self.usage(prefix), self.about]
        if self.aliases:
            lines.append(f"Also: {', '.join(prefix + alias for alias in self.aliases)}")
        if self.role is not None:
            lines.append(f"Only for {_TITLES[self.role]}.")
        if self.cooldown.seconds:
            lines.append(f"Once in {self.cooldown.seconds:g} s for each author.")
        return "\n".join(filter(None, lines))

    async def run(self, ctx: Context, hooks: Mapping[str, Sequence[Any]], prefix: str) -> None:
        """Call the function if its author may use it now; else reply with the reason."""
        try:
            await self._check_role(ctx)
            for check in (*hooks["check"], *filter(None, [self.check])):
                if not await invoke(check, ctx):
                    raise CommandError(f"You may not use {quoted(self.name)}.")
            try:
                args, named = await converted(self.parameters, ctx)
            except CommandError as error:
                raise CommandError(f"{error} Usage: {self.usage(prefix)}") from None
            if left := self.cooldown.left(ctx.author_id, ctx.bot._monotonic()):
                raise CommandError(f"{quoted(self.name)} can be used again in {left:.0f} s.")
            for hook in hooks["before"]:
                await invoke(hook, ctx)
            try:
                with undone_by_errors():
                    await invoke(self.function, ctx, *args, **named)
            finally:
                for hook in hooks["after"]:
                    await invoke(hook, ctx)
        except CommandError as error:
            await ctx.reply(str(error))

    async def _check_role(self, ctx: Context) -> None:
        """Refuse an author without the role, or without an id, because names are not unique."""
        if self.role is None:
            return
        author = ctx.event.data.user_id
        members = await ctx.client.servers.members.list(ctx.bot.server_id)
        ranks = _RANKS[self.role]
        if not any(author and m.user_id == author and m.role in ranks for m in members):
            raise CommandError(f"{quoted(self.name)} is for {_TITLES[self.role]}.")

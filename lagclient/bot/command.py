"""One command of a robot: who may use it, and how it is called."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Dict, List, Literal, Optional, Sequence, Tuple

import attrs

from lagclient.bot.arguments import Parameter, converted, quoted
from lagclient.bot.context import CommandError, Context
from lagclient.bot.handlers import invoke

Role = Literal["owner", "admin"]
"""Who may use a command: the owner of the server, or admins and the owner."""

_RANKS = {"owner": ("owner",), "admin": ("owner", "admin")}
_MOST_AUTHORS = 1000


@attrs.frozen(eq=False)
class Command:
    """A command and its options, which are those of `Bot.command`."""

    name: str
    function: Callable[..., Any]
    parameters: Sequence[Parameter] = ()
    aliases: Tuple[str, ...] = ()
    role: Optional[Role] = None
    check: Optional[Callable[[Any], Any]] = None
    cooldown_seconds: float = 0.0
    timeout_seconds: Optional[float] = None
    hidden: bool = False
    _ready: Dict[str, float] = attrs.field(factory=dict[str, float])
    """When each author may use it again."""

    @property
    def about(self) -> str:
        """The docstring of the function."""
        return inspect.getdoc(self.function) or ""

    def usage(self, prefix: str) -> str:
        """Return how to write the command."""
        return " ".join([f"{prefix}{self.name}", *map(str, self.parameters)])

    async def run(
        self,
        ctx: Context,
        hooks: Callable[[str], List[Callable[..., Any]]],
        prefix: str,
        clock: Callable[[], float],
    ) -> None:
        """Call the function if its author may use it now; else reply with the reason."""
        try:
            await self._admit(ctx, hooks("check"))
            try:
                args, named = await converted(self.parameters, ctx)
            except CommandError as error:
                raise CommandError(f"{error} Usage: {self.usage(prefix)}") from None
            self._wait(ctx, clock())
            for hook in hooks("before"):
                await invoke(hook, ctx)
            try:
                await invoke(self.function, ctx, *args, **named)
            finally:
                for hook in hooks("after"):
                    await invoke(hook, ctx)
        except CommandError as error:
            await ctx.reply(str(error))

    async def _admit(self, ctx: Context, checks: List[Callable[..., Any]]) -> None:
        if self.role is not None and await _role_of(ctx) not in _RANKS[self.role]:
            who = "the owner of the server" if self.role == "owner" else "admins"
            raise CommandError(f"{quoted(self.name)} is for {who}.")
        for check in (*checks, *filter(None, [self.check])):
            if not await invoke(check, ctx):
                raise CommandError(f"You may not use {quoted(self.name)}.")

    def _wait(self, ctx: Context, now: float) -> None:
        if not self.cooldown_seconds:
            return
        author = ctx.event.data.user_id or ctx.event.data.sender_name or ""
        left = self._ready.get(author, now) - now
        if left > 0:
            raise CommandError(f"{quoted(self.name)} can be used again in {left:.0f} s.")
        if len(self._ready) >= _MOST_AUTHORS:
            for name in [name for name, ready in self._ready.items() if ready <= now]:
                del self._ready[name]
        self._ready[author] = now + self.cooldown_seconds


async def _role_of(ctx: Context) -> Optional[str]:
    """The role of the author; None if the event has no id of one, because names are not unique."""
    server, _ = await ctx.bot._room_of(ctx.event)
    members = await ctx.client.servers.members.list(server)
    author = ctx.event.data.user_id
    return next((m.role for m in members if author and m.user_id == author), None)

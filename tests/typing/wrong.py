"""Programs that type checkers must refuse: each line says with what. Checked, not run.

An ignore that ignores nothing is an error too (`warn_unused_ignores`), so every mistake listed here
is one that is found.
"""

# pyright: strict, reportUnnecessaryTypeIgnoreComment=true

from __future__ import annotations

import httpx

from lagclient import AsyncClient, Bot, Client, Context, MemberJoinEvent, MemberLeaveEvent


def blocking(client: Client) -> None:
    client.servers.get(5)  # type: ignore[arg-type]
    client.servers.get()  # type: ignore[call-arg]
    client.servers.get("s", "t")  # type: ignore[call-arg]
    client.servers.nowhere("s")  # type: ignore[attr-defined]
    client.nowhere.get("s")  # type: ignore[attr-defined]
    client.servers.rooms.messages.send("s", "r", text="hi")  # type: ignore[call-arg]
    client.servers.rooms.messages.edit("s", "r", "m")  # type: ignore[call-arg]
    client.servers.rooms.messages.edit("s", "r", "m", content=None)  # type: ignore[arg-type]
    client.servers.rooms.messages.delete(None, "r", "m")  # type: ignore[arg-type]
    client.servers.rooms.messages.list("s", "r", limit="5")  # type: ignore[arg-type]
    client.events.rsvp("s", "e", status="perhaps")  # type: ignore[arg-type]
    client.images.upload(5, purpose="chat")  # type: ignore[arg-type]
    client.users.me().nickname.upper()  # type: ignore[attr-defined]
    client.users.me().created_at.upper()  # type: ignore[attr-defined]
    client.raw.users.me().username  # type: ignore[attr-defined]
    client.with_options(timeout=5)  # type: ignore[call-arg]
    Client(token=5)  # type: ignore[arg-type]
    Client(http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    Client(max_connections="9", verify=5)  # type: ignore[arg-type]


async def asynchronous(client: AsyncClient) -> None:
    client.users.me().username  # type: ignore[attr-defined]
    await client.servers.paginate()  # type: ignore[misc]
    for page in client.servers.paginate():  # type: ignore[attr-defined]
        del page
    await client.servers.get(5)  # type: ignore[arg-type]
    AsyncClient(http_client=httpx.Client())  # type: ignore[arg-type]
    with client:  # type: ignore[attr-defined]
        pass


async def leave(event: MemberLeaveEvent) -> None: ...


async def ping(ctx: Context, sides: int) -> None:
    ctx.reply("pong")  # type: ignore[unused-coroutine]
    ctx.reply(5)  # type: ignore[arg-type, unused-coroutine]


def plain(ctx: Context) -> None: ...


async def robot(bot: Bot, joined: MemberJoinEvent) -> None:
    Bot("lag_robot_x", tiemout_seconds=5)  # type: ignore[call-arg]
    Bot("lag_robot_x", source="pigeon")  # type: ignore[arg-type]
    bot.on(MemberJoinEvent)(leave)  # type: ignore[arg-type]
    bot.on("member.join")(leave)  # type: ignore[arg-type]
    bot.on("member.joined")  # type: ignore[call-overload]
    bot.on(leave)  # type: ignore[call-overload]
    bot.command("ping")(plain)  # type: ignore[arg-type]
    bot.command("ping", role="boss")  # type: ignore[arg-type]
    bot.command("ping", cooldown=5)  # type: ignore[call-arg]
    bot.on_start(ping)  # type: ignore[type-var]
    bot.wait_for(MemberJoinEvent)  # type: ignore[unused-coroutine]
    await bot.send(joined, "Welcome")  # type: ignore[arg-type]

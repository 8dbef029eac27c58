"""Programs that type checkers must accept, as strict as they are. Checked, not run."""

# pyright: strict

from __future__ import annotations

import mmap
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from typing import (
    Any,
    AsyncIterator,
    Callable,
    Coroutine,
    Iterator,
    List,
    Optional,
    Tuple,
    Union,
    cast,
)

import httpx
from typing_extensions import assert_type

import lagclient
import lagclient.webhooks
from lagclient import (
    UNSET,
    Answer,
    AnyRobotEvent,
    AsyncClient,
    AsyncHistory,
    AsyncListening,
    BlockingContext,
    Bot,
    Client,
    Context,
    Failure,
    Listening,
    MemberJoinEvent,
    Page,
    RobotEvent,
    RoomMessageEvent,
    UnknownEvent,
    Unset,
)
from lagclient.errors import Outcome
from lagclient.models import (
    DmMessage,
    EditedRoomMessage,
    EventSummary,
    Friend,
    ImageMetadata,
    ImageStatus,
    Ok,
    RobotIdentity,
    Room,
    RoomMessage,
    Server,
    ServerWithDetails,
    User,
    UserIdentity,
)
from lagclient.sandbox import Sandbox
from lagclient.telemetry import OpenTelemetry
from lagclient.transport.protocol import PoolStats


class Team(Client):
    name = "red"


class AsyncTeam(AsyncClient):
    name = "red"


class World(Sandbox):
    name = "red"


class Robot(Bot):
    name = "red"


def everyday(client: Client, async_client: AsyncClient) -> None:
    async def token() -> str:
        return "lag_pat_x"

    Client(token=lambda: "lag_pat_x", observer=OpenTelemetry())
    AsyncClient(token=token)
    messages = client.servers.rooms.messages
    since = datetime(2026, 1, 1, tzinfo=timezone.utc)
    for message in messages.history("s", "r", after=since, before="msg_1", limit=5):
        assert_type(message, RoomMessage)
    assert_type(async_client.dms.history("dm"), AsyncHistory[DmMessage])
    assert_type(client.images.wait("img", deadline_seconds=None), ImageStatus)
    assert_type(client.raw.images.wait("img"), Answer[ImageStatus])
    downloaded = client.images.download("img", Path("x"), progress=lambda done, total: None)
    assert_type(downloaded, ImageMetadata)
    with tempfile.TemporaryFile() as target:
        client.images.download("img", target, variant="thumb")
    page = messages.list("s", "r")
    assert_type((page[0], page[:2]), Tuple[RoomMessage, List[RoomMessage]])
    assert_type(len(page), int)


async def subclasses(team: Team, async_team: AsyncTeam) -> None:
    with team as entered:
        assert_type(entered.name, str)
    async with async_team as async_entered:
        assert_type(async_entered.name, str)
    assert_type(team.with_options(max_retries=0), Team)
    with World() as world:
        assert_type(world.name, str)
    async with Robot() as robot:
        assert_type(robot.name, str)


def blocking(client: Client) -> None:
    me = client.identity()
    assert_type(me, Union[UserIdentity, RobotIdentity])
    client.servers.rooms.messages.send(me.server_id, "r", content="hi")
    if me.kind == "robot":
        assert_type(me.server_id, str)
        assert_type(me.permissions, List[str])
    assert_type(client.users.me(), User)
    assert_type(client.servers.list(), List[Server])
    assert_type(client.servers.get("s"), ServerWithDetails)
    assert_type(client.servers.rooms.list("s"), List[Room])
    messages = client.servers.rooms.messages
    assert_type(messages.send("s", "r", content="hi"), RoomMessage)
    assert_type(messages.edit("s", "r", "m", content="hi"), EditedRoomMessage)
    assert_type(messages.list("s", "r", limit=5), Page[RoomMessage])
    messages.delete("s", room_id="r", message_id="m")
    assert_type(client.users.remove_push_token("t"), Ok)
    assert_type(client.images.upload(Path("a.png"), purpose="chat"), ImageMetadata)
    client.images.upload(("a.png", b"...", "image/png"), purpose="avatar", alt=None)
    with tempfile.SpooledTemporaryFile() as spooled, open("a.png", "rb") as file:
        client.images.upload(("a.png", spooled, "image/png"), purpose="chat")
        client.images.upload(mmap.mmap(file.fileno(), 0), purpose="chat")
        client.images.upload(memoryview(file.read()), purpose="chat")
    starts = datetime.now(timezone.utc)
    assert_type(client.events.create("s", title="t", starts_at=starts), EventSummary)
    client.events.create("s", title="t", starts_at="2026-01-01T00:00:00Z", ends_at=starts)
    assert_type(client.with_options(deadline_seconds=5), Client)
    assert_type(client.is_robot, bool)


def connecting() -> None:
    client = Client(http_client=httpx.Client(), max_connections=5, proxy="http://p:1", verify=False)
    assert_type(client.pool_stats(), Optional[PoolStats])
    AsyncClient(http_client=httpx.AsyncClient(), max_connections=5, verify=Path("file.pem"))


def walking(client: Client) -> None:
    for page in client.servers.rooms.messages.paginate("s", "r"):
        assert_type(page, Page[RoomMessage])
    for message in client.servers.rooms.messages.paginate("s", "r").items():
        assert_type(message, RoomMessage)
    for friend in client.friends.paginate().items():
        assert_type(friend, Friend)
    pages: Iterator[Page[Server]] = client.servers.paginate()
    assert_type(next(pages).items, List[Server])


def raw(client: Client) -> None:
    assert_type(client.raw.users.me(), Answer[User])
    assert_type(client.raw.servers.list(), Answer[List[Server]])
    assert_type(client.raw.users.me().data, User)
    for page in client.raw.servers.rooms.messages.paginate("s", "r"):
        assert_type(page, Answer[Page[RoomMessage]])
    for message in client.raw.servers.rooms.messages.paginate("s", "r").items():
        assert_type(message, RoomMessage)


async def asynchronous(client: AsyncClient) -> None:
    assert_type(await client.identity(), Union[UserIdentity, RobotIdentity])
    assert_type(await client.servers.list(), List[Server])
    async for page in client.servers.paginate():
        assert_type(page, Page[Server])
    pages: AsyncIterator[Page[Server]] = client.servers.paginate()
    async for server in client.servers.paginate().items():
        assert_type(server, Server)
    assert_type(await client.raw.servers.get("s"), Answer[ServerWithDetails])
    async with AsyncClient(token="lag_pat_x") as other:
        assert_type(other, AsyncClient)
    del pages


def listening(client: Client) -> None:
    with client.robots.events.stream(cursor="file", on_gap=print) as events:
        assert_type(events, Listening)
        for event in events:
            assert_type(event, AnyRobotEvent)
            if isinstance(event, RoomMessageEvent):
                assert_type(event.data.content, Optional[str])
            if event.type == "member.join":
                assert_type(event, MemberJoinEvent)
            elif event.type == "room.message" or event.type == "room.message.edited":
                assert_type(event.data.content, Optional[str])
            elif isinstance(event, UnknownEvent):
                assert_type(event.event_type, str)
    assert_type(client.robots.events.poll(), List[AnyRobotEvent])
    for polled in client.robots.events.poll():
        if polled.type == "member.join":
            assert_type(polled, MemberJoinEvent)
    assert_type(next(client.robots.events.polling(pause_seconds=1)), AnyRobotEvent)


async def asynchronous_listening(client: AsyncClient) -> None:
    async with client.robots.events.stream(cursor=(str, print)) as events:
        assert_type(events, AsyncListening)
        async for event in events:
            assert_type(event, AnyRobotEvent)
            if event.type == "member.join":
                assert_type(event, MemberJoinEvent)


def webhooks(body: bytes) -> None:
    event = lagclient.webhooks.verify(body, {}, "whsec_x")
    if event.type != "member.join":
        return
    assert_type(event, MemberJoinEvent)

    def handle_any(event: AnyRobotEvent) -> None: ...

    def handle_base(event: RobotEvent) -> None: ...

    lagclient.webhooks.WebhookApp(handle_any, "whsec_x")
    lagclient.webhooks.WebhookApp(handle_base, "whsec_x")


def robot() -> None:
    bot = Bot("lag_robot_x", cursor="file", timeout_seconds=5)

    @bot.command("ping")
    async def ping(ctx: Context) -> None:
        """Answer."""
        await ctx.reply("pong")

    @bot.on("member.join")
    def welcome(event: MemberJoinEvent) -> None:
        assert_type(event.data.username, Optional[str])

    @bot.command("roll", aliases=["dice"], role="admin", cooldown_seconds=5)
    def roll(ctx: BlockingContext, sides: int = 6, *, why: str = "") -> None:
        assert_type(ctx.reply("x", quote=True), RoomMessage)
        assert_type(ctx.ask("why?").data.content, Optional[str])
        assert_type(bot.call(ctx.client.identity), Union[UserIdentity, RobotIdentity])

    @bot.on(MemberJoinEvent)
    async def joined(event: MemberJoinEvent) -> None:
        assert_type(await bot.wait_for(MemberJoinEvent), MemberJoinEvent)

    @bot.on(UnknownEvent)
    async def future(event: RobotEvent) -> None: ...

    @bot.on_error("ping")
    async def failed(failure: Failure) -> None: ...

    @bot.every(minutes=5)
    async def tick() -> None: ...

    roll(cast("BlockingContext", None), 5, why="x")
    still: Callable[[Context], Coroutine[Any, Any, None]] = ping
    too: Callable[[MemberJoinEvent], None] = welcome
    del still, too


def wrapper(client: Client, text: Optional[str] = None, *, to: str | Unset = UNSET) -> RoomMessage:
    return client.servers.rooms.messages.send("s", "r", content=text, reply_to_id=to)


def errors() -> None:
    try:
        Client(token="lag_pat_x").users.me()
    except lagclient.LagRateLimitError as error:
        assert_type(error.retry_after_seconds, Optional[float])
    except lagclient.LagAPIError as error:
        assert_type(error.attempts, int)
        assert_type(error.outcome, Outcome)

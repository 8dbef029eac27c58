"""Test programs that use the SDK: pytest fixtures, and settings for cassettes.

pytest loads this module as a plugin wherever lagclient is installed. The sandbox is imported only
for tests that use a fixture. The fixtures need the extra ``sandbox``::

    def test_greeting(lag_sandbox, lag_robot):
        welcome(lag_robot, lag_sandbox.room_id)

A suite that needs no new data for each test is faster with `lag_module_sandbox` or
`lag_session_sandbox`. All other fixtures use one of them if it takes the place of `lag_sandbox`::

    @pytest.fixture(scope="session")
    def lag_sandbox(lag_session_sandbox):
        return lag_session_sandbox

`vcr_config` and `CassetteYaml` are for suites that record their traffic with vcrpy, preferably
through pytest-recording. Their cassettes contain no credentials and can be read in a diff::

    @pytest.fixture
    def vcr_config():
        return testing.vcr_config()

    def pytest_recording_configure(config, vcr):
        vcr.register_serializer("yaml", testing.CassetteYaml)

vcrpy before 8.2, which Python 3.9 needs, records only requests of an httpx client: pass one as
`http_client`.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncGenerator,
    Callable,
    Dict,
    Generator,
    Iterator,
    List,
    Mapping,
    Optional,
    Set,
    cast,
)

try:
    import pytest
except ModuleNotFoundError as _error:
    raise ModuleNotFoundError(
        "lagclient.testing needs: python -m pip install pytest 'lagclient[sandbox]'",
        name=_error.name,
    ) from _error

from lagclient.scrubbing import Scrub

if TYPE_CHECKING:
    from lagclient import AsyncClient, Bot, Client, Failure
    from lagclient.calls.pacing import Pacing
    from lagclient.models import AnyRobotEvent, RobotEventType
    from lagclient.sandbox import Sandbox

__all__ = [
    "BotRoom",
    "CassetteYaml",
    "MakeEvent",
    "bot_test",
    "lag_async_client",
    "lag_async_robot",
    "lag_client",
    "lag_event",
    "lag_module_client",
    "lag_module_robot",
    "lag_module_sandbox",
    "lag_options",
    "lag_robot",
    "lag_sandbox",
    "lag_session_client",
    "lag_session_robot",
    "lag_session_sandbox",
    "vcr_config",
]


@pytest.fixture(scope="session")
def lag_options() -> Dict[str, Any]:
    """Arguments of `Sandbox` for all sandboxes of the fixtures; override it to set some.

    ::

        @pytest.fixture(scope="session")
        def lag_options():
            return {"rate_limits": False}
    """
    return {}


@pytest.fixture
def lag_sandbox(
    lag_options: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Sandbox]:
    """A new sandbox for this test, with its initial data.

    While the test runs, `LAG_BASE_URL`, `LAG_TOKEN` and `LAG_ROBOT_KEY` point to it, so a program
    that reads them cannot reach the live API.
    """
    from lagclient.sandbox import Sandbox

    with Sandbox(**lag_options) as lag:
        _point_to(lag, monkeypatch)
        yield lag


@pytest.fixture(scope="module")
def lag_module_sandbox(lag_options: Mapping[str, Any]) -> Iterator[Sandbox]:
    """A sandbox for all tests of a module, which see what earlier tests left in it.

    The environment points to it as for `lag_sandbox`. If several sandboxes are open, it points to
    the newest one.
    """
    with _serving(lag_options) as lag:
        yield lag


@pytest.fixture(scope="session")
def lag_session_sandbox(lag_options: Mapping[str, Any]) -> Iterator[Sandbox]:
    """A sandbox for the whole test run, or for each worker of pytest-xdist."""
    with _serving(lag_options) as lag:
        yield lag


@pytest.fixture
def lag_client(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam, who owns the sandbox's server."""
    with _client(lag_sandbox.token, lag_sandbox) as client:
        yield client


@pytest.fixture(scope="module")
def lag_module_client(lag_module_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam for `lag_module_sandbox`."""
    with _client(lag_module_sandbox.token, lag_module_sandbox) as client:
        yield client


@pytest.fixture(scope="session")
def lag_session_client(lag_session_sandbox: Sandbox) -> Iterator[Client]:
    """A client of Sam for `lag_session_sandbox`."""
    with _client(lag_session_sandbox.token, lag_session_sandbox) as client:
        yield client


@pytest.fixture
def lag_robot(lag_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the server's robot, which has every permission."""
    with _client(lag_sandbox.robot_key, lag_sandbox) as client:
        yield client


@pytest.fixture(scope="module")
def lag_module_robot(lag_module_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the robot for `lag_module_sandbox`."""
    with _client(lag_module_sandbox.robot_key, lag_module_sandbox) as client:
        yield client


@pytest.fixture(scope="session")
def lag_session_robot(lag_session_sandbox: Sandbox) -> Iterator[Client]:
    """A client of the robot for `lag_session_sandbox`."""
    with _client(lag_session_sandbox.robot_key, lag_session_sandbox) as client:
        yield client


# The async clients are not closed, because their connections end with the test's event loop. So
# these are plain fixtures, which work with and without any plugin for async tests. They are only
# for one test, because its event loop is.


@pytest.fixture
def lag_async_client(lag_sandbox: Sandbox) -> AsyncClient:
    """The async client of Sam, for the event loop of the test."""
    from lagclient import AsyncClient

    return AsyncClient(token=lag_sandbox.token, base_url=lag_sandbox.url)


@pytest.fixture
def lag_async_robot(lag_sandbox: Sandbox) -> AsyncClient:
    """The async client of the server's robot, for the event loop of the test."""
    from lagclient import AsyncClient

    return AsyncClient(
        token=lag_sandbox.robot_key, base_url=lag_sandbox.url, pacing=_pacing(lag_sandbox)
    )


_open: List[Sandbox] = []
"""The sandboxes of modules and of the run, the newest last."""
_environment: pytest.MonkeyPatch = pytest.MonkeyPatch()


@contextlib.contextmanager
def _serving(options: Mapping[str, Any]) -> Generator[Sandbox, None, None]:
    from lagclient.sandbox import Sandbox

    with Sandbox(**options) as lag:
        _open.append(lag)
        _point_to_newest()
        try:
            yield lag
        finally:
            # Maybe not the newest: pytest ends a module after it began the sandbox of the run.
            _open.remove(lag)
            _point_to_newest()


def _point_to_newest() -> None:
    _environment.undo()
    if _open:
        _point_to(_open[-1], _environment)


def _point_to(lag: Sandbox, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("LAG_BASE_URL", lag.url)
    environment.setenv("LAG_TOKEN", lag.token)
    environment.setenv("LAG_ROBOT_KEY", lag.robot_key)


def _client(token: str, lag: Sandbox) -> Client:
    from lagclient import Client

    return Client(token=token, base_url=lag.url, pacing=_pacing(lag))


def _pacing(lag: Sandbox) -> Pacing:
    """A client that kept limits would be slow where the sandbox has none."""
    return "wait" if lag._rate_limits else "off"


class _MovableClock:
    """A clock that a test can move on."""

    def __init__(self) -> None:
        import anyio

        self._ahead = timedelta(0)
        self._moved = anyio.Event()

    def now(self) -> datetime:
        from lagclient.sandbox.world.clock import system_clock

        return system_clock() + self._ahead

    def monotonic(self) -> float:
        from lagclient.sandbox.world.clock import uptime

        return uptime() + self._ahead.total_seconds()

    async def sleep(self, seconds: float) -> None:
        import anyio

        with anyio.move_on_after(min(seconds, 60)):
            await self._moved.wait()

    def advance(self, by: timedelta) -> None:
        import anyio

        self._ahead += by
        moved, self._moved = self._moved, anyio.Event()
        moved.set()


class MakeEvent:
    """Makes events of the server of a sandbox: see `lag_event`."""

    def __init__(self, lag: Sandbox) -> None:
        self._lag = lag

    def __call__(
        self, type: RobotEventType, data: Optional[Mapping[str, Any]] = None
    ) -> AnyRobotEvent:
        """Return an event, in the room of the sandbox if `data` has no other one.

        Args:
            type: Such as ``"room.message"``.
            data: The data of the event, with the API's names: ``{"content": "!ping"}``.

        Raises:
            LagInvalidRequestError: The type does not exist. Only a test refuses it: a robot has to
                live on with events that the API gains later.
        """
        from typing import get_args

        from lagclient import models
        from lagclient.calls.options import one_of
        from lagclient.errors import LagInvalidRequestError

        types = get_args(models.RobotEventType)
        if type not in types:
            raise LagInvalidRequestError(f"`type` must be {one_of(types, type)}")
        room = {"roomId": self._lag.room_id} if type.startswith(("room.", "voice.")) else {}
        return models.event_from(
            {"type": type, "serverId": self._lag.server_id, "data": {**room, **(data or {})}}
        )


@pytest.fixture
def lag_event(lag_sandbox: Sandbox) -> MakeEvent:
    """Make an event of the sandbox's server, to pass to `Bot.handle`.

    ::

        def test_ping(lag_event):
            event = lag_event("room.message", {"content": "!ping", "senderName": "Sam"})
            asyncio.run(bot.handle(event))
    """
    return MakeEvent(lag_sandbox)


class BotRoom:
    """A room in which a robot is tested: see `bot_test`."""

    def __init__(self, lag: Sandbox, bot: Bot, clock: _MovableClock) -> None:

        self.sandbox: Sandbox = lag
        self.bot: Bot = bot
        self._clock = clock
        self._clients: Dict[str, AsyncClient] = {}
        self._read: Set[str] = set()
        self._failures: List[Failure] = []

    def client(self, username: str = "sam") -> AsyncClient:
        """Return the client of a user, who is created if the sandbox does not have them."""
        from lagclient import AsyncClient

        lag = self.sandbox
        if username not in self._clients:
            token = lag.tokens.get(username) or lag.add_user(username)
            self._clients[username] = AsyncClient(token=token, base_url=lag.url)
        return self._clients[username]

    async def say(self, content: str, *, by: str = "sam") -> None:
        """Write a message in the room, as one of its members."""
        lag = self.sandbox
        messages = self.client(by).servers.rooms.messages
        await messages.send(lag.server_id, lag.room_id, content=content)

    async def reply(self, *, timeout_seconds: float = 5.0) -> str:
        """Return the oldest message of the robot that was not returned yet, or wait for it.

        Raises:
            AssertionError: The robot has written nothing in time. The message names the handlers
                that failed since the last reply, and the error of the last one is the cause.
            LagInvalidRequestError: The time is not a number of seconds above 0.
        """
        import anyio

        from lagclient.calls.options import SECONDS

        SECONDS.checked("timeout_seconds", timeout_seconds)
        with anyio.move_on_after(timeout_seconds):
            while True:
                for message in await self._messages():
                    if message.robot_id and message.id not in self._read:
                        self._read.add(message.id)
                        self._failures.clear()
                        return str(message.content)
                await anyio.sleep(0.01)
        text = f"The robot has not replied within {timeout_seconds:g} s"
        failures, self._failures = self._failures, []
        if not failures:
            raise AssertionError(f"{text}, and no handler has failed")
        failed = "; ".join(f"{each.handler} failed: {each.error!r}" for each in failures)
        raise AssertionError(f"{text}. {failed}") from failures[-1].error

    async def _note(self, failure: Failure) -> None:
        self._failures.append(failure)

    async def texts(self) -> List[str]:
        """Return all messages of the room, the oldest first, once the robot has handled them."""
        await self.idle()
        return [message.content for message in await self._messages()]

    async def _messages(self) -> List[Any]:
        lag = self.sandbox
        page = await self.client().servers.rooms.messages.list(
            lag.server_id, lag.room_id, limit=100
        )
        return sorted(page.items, key=lambda message: message.created_at)

    async def join(self, username: str) -> None:
        """Let a user become a member of the server."""
        invite = await self.client().servers.invites.create(self.sandbox.server_id)
        await self.client(username).servers.invites.join(invite.code)

    async def leave(self, username: str) -> None:
        """Let a member leave the server."""
        await self.client(username).servers.leave(self.sandbox.server_id)

    async def advance(
        self, *, seconds: float = 0, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> None:
        """Move the clock of the robot's timers and cooldowns on, and that of the sandbox."""
        self._clock.advance(timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds))

    async def idle(self) -> None:
        """Wait until the robot has received and handled all that has happened so far.

        Raises:
            AssertionError: A handler has not ended within 10 seconds.
        """
        import anyio

        lag = self.sandbox
        with lag._world.store.transaction(writes=False):
            newest: Any = lag._world.store.value("SELECT max(number) FROM journal")
        rooms = self.bot._rooms
        with anyio.move_on_after(10):
            while int((rooms.newest_id or "evt_0")[4:]) < newest or not rooms.is_idle:
                await anyio.sleep(0.005)
            return
        raise AssertionError("The robot has not handled all events within 10 s")


@contextlib.asynccontextmanager
async def bot_test(bot: Bot, **options: Any) -> AsyncGenerator[BotRoom, None]:
    """Run a robot in a sandbox of its own during the block.

    ::

        async def test_ping():
            async with bot_test(bot) as room:
                await room.say("!ping")
                assert await room.reply() == "pong"

    The robot is that of a program, with any token or without one. During the block it has the key
    and the address of the sandbox, receives its events by stream, and keeps its cursor and its
    state in memory. The test may run on asyncio or trio.

    Args:
        bot: The robot.
        **options: Those of `Sandbox`, such as ``faults``. Robots have no rate limits by default.
    """
    import anyio
    import anyio.to_thread

    from lagclient.sandbox import Sandbox

    clock = _MovableClock()
    options = {"rate_limits": False, "clock": clock.now, **options}
    sandbox = Sandbox(**options)
    lag = await anyio.to_thread.run_sync(sandbox.__enter__)
    try:
        async with bot._rehearse(lag.robot_key, lag.url, clock):
            room = BotRoom(lag, bot, clock)
            room._read = {message.id for message in await room._messages()}
            while not lag._world.bell._listeners:
                await anyio.sleep(0.005)
            hooks = bot._hooks.setdefault("error", [])
            hooks.insert(0, room._note)  # before those of the program, because they may fail too
            try:
                yield room
            finally:
                hooks.remove(room._note)
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(sandbox.__exit__, None, None, None)


def vcr_config(*, origin: Optional[str] = None, **changes: Any) -> Dict[str, Any]:
    """Return settings of vcrpy for cassettes that are strict, readable and without credentials.

    Requests match by method, URL, body, and the headers that are kept: `Authorization` (only its
    scheme) and `Content-Type`. Tokens, robot keys, device tokens, invite codes and share codes are
    replaced in URLs, headers and bodies. JSON is indented, and the boundary of forms is constant.

    Args:
        origin: Address of the recorded API, such as `Sandbox.url`; it is replaced by the live one.
        **changes: Other options of vcrpy, or other values of the options that are set here.
    """
    scrub = Scrub(origin)
    return {
        "match_on": ("method", "uri", "headers", "body"),
        "decode_compressed_response": True,
        "before_record_request": scrub.request,
        "before_record_response": scrub.response,
        **changes,
    }


class CassetteYaml:
    """A serializer of vcrpy whose files can be read, because texts keep their lines.

    pytest-recording names files by their serializer, so register it as ``yaml``.
    """

    @staticmethod
    def serialize(cassette: Any) -> str:
        """Return a cassette as text."""
        import yaml

        # Not libyaml's, which escapes emoji.
        class Dumper(yaml.SafeDumper):
            pass

        def text(_: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
            style = "|" if "\n" in value else None
            return yaml.ScalarNode("tag:yaml.org,2002:str", value, style=style)

        Dumper.add_representer(str, text)
        dump: Callable[..., str] = cast("Any", yaml).dump
        return dump(cassette, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1_000_000)

    @staticmethod
    def deserialize(text: str) -> Any:
        """Return the cassette of a text."""
        import yaml

        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506

"""The sandbox as programs use it: ``with`` begins and ends it."""

from __future__ import annotations

import contextlib
import os
import warnings
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, TypeVar, Union

from lagclient.resources import RouteSource, extended_table
from lagclient.sandbox import options, seed
from lagclient.sandbox.accounts import create_robot, sign_up, token_for, webhook_robot
from lagclient.sandbox.delivery import webhooks
from lagclient.sandbox.delivery.webhooks import Delivery
from lagclient.sandbox.faults import Faults, Luck
from lagclient.sandbox.registry import SERVED, Handler
from lagclient.sandbox.rules.presence import join_voice, leave_voice, set_status
from lagclient.sandbox.world.clock import Clock, Movable, system_clock
from lagclient.sandbox.world.ids import Ids, random_ids
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import World
from lagclient.transport.urls import is_loopback

SelfT = TypeVar("SelfT", bound="Sandbox")


class Sandbox:
    """A Lag API on this machine, for as long as the ``with`` block lasts.

    Every sandbox has a world, a port and a thread of its own, so one process can have many. It has
    an address and tokens only inside the block.
    """

    url: str
    """The address, for `Client(base_url=...)`."""
    token: str
    """The personal access token of Sam, who owns the server."""
    robot_key: str
    """The key of the server's robot, which has every permission."""
    server_id: str
    room_id: str
    """The server's first room."""
    tokens: Dict[str, str]
    """The tokens of all users, by username: see `lagclient.sandbox.seed`."""
    struck: Mapping[str, int]
    """How often each kind of fault has struck so far."""

    def __init__(
        self,
        *,
        db: Union[str, os.PathLike[str], None] = None,
        host: str = "127.0.0.1",
        port: int = 0,
        clock: Clock = system_clock,
        ids: Ids = random_ids,
        allow_remote: bool = False,
        faults: Optional[Faults] = None,
        webhook_pace: float = 1.0,
        keepalive_seconds: float = 30.0,
        journal_entries: int = 1000,
        token: Optional[str] = None,
        robot_key: Optional[str] = None,
        rate_limits: bool = True,
        cors: Union[str, Iterable[str]] = (),
        routes: Iterable[RouteSource] = (),
        handlers: Optional[Mapping[str, Handler]] = None,
    ) -> None:
        """Describe a sandbox; ``with`` starts it.

        Args:
            db: File that stores the world, tokens included, between runs. By default the world
                is in memory and ends with the block.
            host: Address to listen on.
            port: Port to listen on; 0 for a free one.
            clock: Returns the time; with `Ticking` a recording can be repeated.
            ids: Creates ids, tokens and codes; with `Counters` a recording can be repeated.
            allow_remote: Allow a `host` that other machines can reach, and webhooks to them.
            faults: The requests that fail, and how: see `lagclient.sandbox.faults`.
            webhook_pace: Factor for the waits between the ten attempts of a webhook: with 0.001,
                the 37 hours from the first to the last become two minutes.
            keepalive_seconds: Length of a silence in seconds after which a stream sends a
                keepalive.
            journal_entries: Number of events that are kept for robots that have not received them.
            token: The personal access token of Sam; by default a new one, or the one in `db`. The
                one in `db` stops working if it is another one.
            robot_key: The key of the server's robot, likewise.
            rate_limits: Whether robots have the API's rate limits. They follow `clock`, so with a
                clock that stands still they never end.
            cors: Origins of web pages that browsers let call the sandbox, such as
                ``http://localhost:5173``, or ``*`` for all pages; by default none.
            routes: Endpoints of your own: paths of route files, or `Route` objects, as for
                `Client`.
            handlers: Functions that answer routes, by the name of the route: your own, or routes of
                the API that should answer otherwise. Each takes a `Request` and returns the body,
                or raises an `ApiError`. It runs on the sandbox's event loop, inside its
                transaction, so it must neither wait nor call the sandbox.

        Raises:
            ValueError: An argument is invalid.
            LagRouteError: A route in `routes` is wrong.
            ModuleNotFoundError: The extra ``sandbox`` is not installed.
        """
        self._host, self._port = options.address(host, port, allow_remote)
        if not is_loopback(host):
            warnings.warn(f"Other machines may reach the sandbox at {host!r}", stacklevel=2)
        self._db = options.database(db)
        self._webhook_pace = options.number("webhook_pace", webhook_pace, 0)
        self._tokens = (
            options.token("token", token, "user"),
            options.token("robot_key", robot_key, "robot"),
        )
        self._table = extended_table(routes, SERVED)
        self._faults = options.faults(faults)
        self._faults.check_routes(self._table)
        self._own_handlers = options.own_handlers({} if handlers is None else handlers, self._table)
        self._cors = options.origins(cors)
        options.require_extra()
        self._clock = options.function("clock", clock)
        self._ids = options.function("ids", ids)
        self._allow_remote = options.flag("allow_remote", allow_remote)
        self._rate_limits = options.flag("rate_limits", rate_limits)
        self._limits: Dict[str, Any] = {
            "keepalive_seconds": options.number("keepalive_seconds", keepalive_seconds, 0.001),
            "journal_entries": int(options.number("journal_entries", journal_entries, 1)),
        }
        self._open: Optional[contextlib.ExitStack] = None

    if not TYPE_CHECKING:  # a type checker would accept every name

        def __getattr__(self, name: str) -> Any:
            text = f"{type(self).__name__!r} object has no attribute {name!r}"
            if name in Sandbox.__annotations__ or name in ("_world", "_serving"):
                text += " before it is open: write `with Sandbox() as lag:`"
            raise AttributeError(text)

    def __enter__(self: SelfT) -> SelfT:
        from lagclient.sandbox.delivery.delivering import Deliverer
        from lagclient.sandbox.handlers import Handlers
        from lagclient.sandbox.http.app import Service, application
        from lagclient.sandbox.http.serving import Serving
        from lagclient.sandbox.page.routes import page_routes

        if self._open is not None:
            raise RuntimeError("This sandbox is open already: make another one")
        with contextlib.ExitStack() as stack:
            store = stack.enter_context(contextlib.closing(Store(self._db)))
            listener = stack.enter_context(options.listen(self._host, self._port))
            url = options.url_of(self._host, listener.getsockname()[1])
            clock = Movable(self._clock)
            self._world = world = World(store, clock, self._ids, url, **self._limits)
            facts = seed.facts_of(world, *self._tokens)
            self._luck = luck = Luck(self._faults)
            service = Service(
                world,
                self._table,
                Handlers(self._own_handlers),
                luck,
                self._rate_limits,
                self._cors,
            )
            self._exchanges = service.exchanges
            deliverer = Deliverer(world, luck, self._webhook_pace, service.exchanges)
            page = page_routes(service, clock, self._host, self._allow_remote)
            self._serving = Serving(application(service, page), listener, deliverer.run)
            stack.callback(self._serving.stop)
            # Streams end first, because they would not end by themselves.
            stack.callback(world.bell.close)
            self._open = stack.pop_all()
        self.url, self.struck = url, luck.struck
        self.token, self.robot_key = facts["token"], facts["robot_key"]
        self.server_id, self.room_id = facts["server_id"], facts["room_id"]
        self.tokens = seed.tokens_in(facts)
        return self

    def __exit__(self, *exception: object) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def wait(self) -> None:
        """Serve until Ctrl+C or SIGTERM."""
        self._serving.wait()

    def add_user(
        self, username: str, display_name: Optional[str] = None, *, token: Optional[str] = None
    ) -> str:
        """Create another account, as the real service's web page does; return its token.

        Args:
            username: Name of the account.
            display_name: Name that others see.
            token: The account's token; by default a new one.

        Raises:
            ValueError: The username or the token is taken.
        """
        token = options.token("token", token, "user")
        options.text("username", username)
        if display_name is not None:
            options.text("display_name", display_name)
        with self._world.store.transaction():
            return token_for(self._world, sign_up(self._world, username, display_name), token)

    def add_robot(
        self,
        name: str,
        permissions: Optional[Iterable[str]] = None,
        *,
        server_id: Optional[str] = None,
        events: Optional[Iterable[str]] = None,
        transport: Optional[str] = None,
        webhook_url: Optional[str] = None,
        robot_key: Optional[str] = None,
    ) -> str:
        """Create another robot, as the real portal does for the owner of a server; return its key.

        Args:
            name: Name of the robot, up to 32 characters, new in the server.
            permissions: Permissions of the robot; by default all.
            server_id: The robot's server; by default the sandbox's first one.
            events: Types of events that the robot receives; by default all.
            transport: How it receives them: ``SSE``, ``long-poll`` or ``webhook``; by default it
                may use either of the first two.
            webhook_url: Address of its webhooks, on this machine unless `allow_remote`.
                `webhook_secret` returns their secret.
            robot_key: The robot's key; by default a new one.

        Raises:
            ValueError: The real service refuses an argument.
        """
        key = options.token("robot_key", robot_key, "robot")
        options.text("name", name)
        if server_id is not None:
            options.text("server_id", server_id)
        with self._world.store.transaction():
            robot = create_robot(
                self._world,
                server_id or self.server_id,
                name,
                permissions,
                events,
                transport,
                webhook_url,
                self._allow_remote,
            )
            return token_for(self._world, robot, key)

    def post_webhooks(self, url: str) -> str:
        """Post all events of the server to an address; return the key of the robot that gets them.

        The robot is created the first time, also across runs on the same file. After that it is
        moved to the address, and enabled if it was disabled.

        Raises:
            ValueError: `url` is not an address, or one of another machine without `allow_remote`.
        """
        options.text("url", url)
        with self._world.store.transaction():
            return webhook_robot(self._world, self.server_id, url, self._allow_remote)

    def webhook_secret(self, robot_key: str) -> str:
        """Return the secret that signs the webhooks of a robot, ``whsec_...``; the newest of two.

        Raises:
            ValueError: The key is unknown, or its robot has no webhook or is disabled.
        """
        options.text("robot_key", robot_key)
        with self._world.store.transaction():
            return webhooks.hook_with(self._world, robot_key)[1].secrets[0]

    def change_webhook_secret(self, robot_key: str) -> str:
        """Create and return a new secret of a robot; until the next change, both sign.

        Raises:
            ValueError: The key is unknown, or its robot has no webhook or is disabled.
        """
        options.text("robot_key", robot_key)
        with self._world.store.transaction():
            return webhooks.change_secret(self._world, robot_key)

    def deliveries(self, robot_key: str) -> List[Delivery]:
        """Return the webhooks of a robot, the oldest first.

        Those that have ended are kept while they are among the newest `journal_entries`.
        """
        options.text("robot_key", robot_key)
        with self._world.store.transaction(writes=False):
            return webhooks.deliveries_to(self._world, robot_key)

    def add_guest(self, event_id: str, display_name: str) -> str:
        """Let a guest come to an event, as people do by its share link; return the guest's id.

        Raises:
            ValueError: The event does not exist, its link is off, or it is over or cancelled.
        """
        from lagclient.sandbox.rules.guests import come

        options.text("event_id", event_id)
        options.text("display_name", display_name)
        with self._world.store.transaction():
            return come(self._world, event_id, display_name)

    def set_presence(self, username: str, status: str) -> None:
        """Change the status of a user, as apps do by the WebSocket.

        Raises:
            ValueError: The user or the status does not exist.
        """
        options.text("username", username)
        with self._world.store.transaction():
            set_status(self._world, username, status)

    def voice_join(self, username: str, room_id: Optional[str] = None) -> None:
        """Move a member into the voice of a room.

        Args:
            username: Name of the member.
            room_id: The room; by default the server's first one.

        Raises:
            ValueError: The user or the room does not exist, the user is not a member, or the room
                is full.
        """
        options.text("username", username)
        if room_id is not None:
            options.text("room_id", room_id)
        with self._world.store.transaction():
            join_voice(self._world, username, room_id or self.room_id)

    def voice_leave(self, username: str) -> None:
        """Take a user out of voice.

        Raises:
            ValueError: The user does not exist, or is not in voice.
        """
        options.text("username", username)
        with self._world.store.transaction():
            leave_voice(self._world, username)

    def __repr__(self) -> str:
        where = self.url if self._open else "not open"
        return f"<lagclient.sandbox.Sandbox: {where}>"

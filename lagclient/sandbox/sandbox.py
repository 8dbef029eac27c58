"""The sandbox as a program has it: begun and ended by ``with``."""

from __future__ import annotations

import contextlib
import os
import socket
import warnings
from typing import Any, Dict, Iterable, List, Mapping, Optional, Union, get_args

from lagclient.calls.settings import is_loopback
from lagclient.sandbox.delivery import webhooks
from lagclient.sandbox.delivery.webhooks import Delivery
from lagclient.sandbox.faults import Faults, Luck
from lagclient.sandbox.portal import make_robot, sign_up, token_for, webhook_robot
from lagclient.sandbox.rules.presence import join_voice, leave_voice, set_status
from lagclient.sandbox.seed import facts_of, tokens_in
from lagclient.sandbox.world.clock import Clock, system_clock
from lagclient.sandbox.world.ids import Ids, random_ids
from lagclient.sandbox.world.store import Store
from lagclient.sandbox.world.world import World


class Sandbox:
    """A Lag API on this machine, for as long as the ``with`` block lasts.

    Every sandbox has a world, a port and a thread of its own, so there can be many in one process.
    Outside of the block it has no address and no tokens.
    """

    url: str
    """Where it is, for `Client(base_url=...)`."""
    token: str
    """The personal access token of Sam, who owns the server."""
    robot_key: str
    """The key of the server's robot, which has every permission."""
    server_id: str
    room_id: str
    """The server's first room."""
    tokens: Dict[str, str]
    """Everybody's tokens, by username: see `lagclient.sandbox.seed`."""
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
    ) -> None:
        """Describe a sandbox; ``with`` begins it.

        Args:
            db: File that keeps the world, tokens included, for the next time. Left out: the world
                is gone at the end.
            host: Address to listen on.
            port: Port to listen on; 0 for a free one.
            clock: Tells the time; with `Ticking` a recording is repeatable.
            ids: Makes ids, tokens and codes; with `Counters` a recording is repeatable.
            allow_remote: Allow a `host` that other machines can reach, and webhooks to them.
            faults: Which requests are to fail, and how: see `lagclient.sandbox.faults`.
            webhook_pace: What the waits between the ten attempts of a webhook are multiplied by:
                with 0.001, the 37 hours from the first to the last become two minutes.
            keepalive_seconds: After how long a silence a stream has a sign of life.
            journal_entries: How many events are kept for robots that have not got them yet.

        Raises:
            ValueError: `host` is not this machine, and that is not allowed; or a number makes no
                sense.
            ModuleNotFoundError: The extra ``sandbox`` is not installed.
        """
        if not is_loopback(host):
            if not allow_remote:
                raise ValueError(
                    f"At {host!r} other machines could reach the sandbox, whose tokens protect "
                    "nothing: pass allow_remote=True if they may"
                )
            warnings.warn(f"Other machines may reach the sandbox at {host!r}", stacklevel=2)
        for name, value, least in (
            ("webhook_pace", webhook_pace, 0),
            ("keepalive_seconds", keepalive_seconds, 0.001),
            ("journal_entries", journal_entries, 1),
        ):
            if not value >= least:
                raise ValueError(f"{name} is {value!r}, expected {least} or more")
        _import_extra()
        self._db = db
        self._host = host
        self._port = port
        self._clock = clock
        self._ids = ids
        self._faults = faults or Faults()
        self._allow_remote = allow_remote
        self._webhook_pace = webhook_pace
        self._keeps: Dict[str, Any] = {
            "keepalive_seconds": keepalive_seconds,
            "journal_entries": journal_entries,
        }
        self._open: Optional[contextlib.ExitStack] = None

    def __enter__(self) -> Sandbox:
        from lagclient.sandbox.delivery.delivering import Deliverer
        from lagclient.sandbox.http.app import application
        from lagclient.sandbox.http.serving import Serving

        if self._open is not None:
            raise RuntimeError("This sandbox is open already: make another one")
        with contextlib.ExitStack() as stack:
            store = stack.enter_context(contextlib.closing(Store(self._db)))
            listener = stack.enter_context(_listener(self._host, self._port))
            host = f"[{self._host}]" if ":" in self._host else self._host
            url = f"http://{host}:{listener.getsockname()[1]}"
            self._world = World(store, self._clock, self._ids, url, **self._keeps)
            facts = facts_of(self._world)
            luck = Luck(self._faults)
            deliverer = Deliverer(self._world, luck, self._webhook_pace)
            self._serving = Serving(application(self._world, luck), listener, deliverer.run)
            stack.callback(self._serving.stop)
            # Streams end first: they would not by themselves.
            stack.callback(self._world.bell.close)
            self._open = stack.pop_all()
        self.url, self.struck = url, luck.struck
        self.token, self.robot_key = facts["token"], facts["robot_key"]
        self.server_id, self.room_id = facts["server_id"], facts["room_id"]
        self.tokens = tokens_in(facts)
        return self

    def __exit__(self, *exception: object) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def wait(self) -> None:
        """Serve until Ctrl+C."""
        # In pieces: on Windows, Ctrl+C does not interrupt a wait.
        with contextlib.suppress(KeyboardInterrupt):
            while not self._serving.wait(0.5):
                pass

    def add_user(self, username: str, display_name: Optional[str] = None) -> str:
        """Make another account, as one does at the real service's web page; its token.

        Raises:
            ValueError: The username is taken.
        """
        with self._world.store.transaction():
            return token_for(self._world, sign_up(self._world, username, display_name))

    def add_robot(
        self,
        name: str,
        permissions: Optional[Iterable[str]] = None,
        *,
        server_id: Optional[str] = None,
        events: Optional[Iterable[str]] = None,
        transport: Optional[str] = None,
        webhook_url: Optional[str] = None,
    ) -> str:
        """Make another robot, as the owner of a server does at the real portal; its key.

        Args:
            name: Name of the robot, up to 32 characters, one of its own in the server.
            permissions: What the robot may do; left out, everything.
            server_id: The robot's server; left out, the one that the sandbox begins with.
            events: Types of the events that it is subscribed to; left out, all.
            transport: How it gets them: ``SSE``, ``long-poll`` or ``webhook``; left out, it may ask
                for them in either of the first two ways.
            webhook_url: Where webhooks are posted to, on this machine unless `allow_remote`. What
                signs them is told by `webhook_secret`.

        Raises:
            ValueError: The real service would refuse it.
        """
        from lagclient.models import RobotPermission

        given: Any = get_args(RobotPermission) if permissions is None else permissions
        with self._world.store.transaction():
            robot = make_robot(
                self._world,
                server_id or self.server_id,
                name,
                given,
                events,
                transport,
                webhook_url,
                self._allow_remote,
            )
            return token_for(self._world, robot)

    def post_webhooks(self, url: str) -> str:
        """Post all events of the server to an address; the key of the robot that hears them there.

        The robot is made the first time, also if that was in another run on the same file; after
        that it is moved to the address, and is active again if it was disabled.

        Raises:
            ValueError: The address is none, or one of another machine without `allow_remote`.
        """
        with self._world.store.transaction():
            return webhook_robot(self._world, self.server_id, url, self._allow_remote)

    def webhook_secret(self, robot_key: str) -> str:
        """What signs the webhooks of a robot, ``whsec_...``: the newest, if it was changed.

        Raises:
            ValueError: No robot has this key, or it gets no webhooks, or none any more.
        """
        with self._world.store.transaction():
            return webhooks.hook_with(self._world, robot_key)[1].secrets[0]

    def change_webhook_secret(self, robot_key: str) -> str:
        """Give a robot a new secret, and tell it; the one before signs along until the next change.

        Raises:
            ValueError: No robot has this key, or it gets no webhooks, or none any more.
        """
        with self._world.store.transaction():
            return webhooks.change_secret(self._world, robot_key)

    def deliveries(self, robot_key: str) -> List[Delivery]:
        """What became of the webhooks of a robot, the oldest first.

        Those that have ended are kept as long as they are among the newest `journal_entries`.
        """
        with self._world.store.transaction(writes=False):
            return webhooks.deliveries_to(self._world, robot_key)

    def add_guest(self, event_id: str, display_name: str) -> str:
        """Let a guest come to an event, as people do by its share link; the guest's id.

        Raises:
            ValueError: There is no such event, its link is off, or it is over or cancelled.
        """
        from lagclient.sandbox.rules.guests import come

        with self._world.store.transaction():
            return come(self._world, event_id, display_name)

    def set_presence(self, username: str, status: str) -> None:
        """Let a user come online, go idle and so on, as apps do by the WebSocket.

        Raises:
            ValueError: There is no such user, or no such status.
        """
        with self._world.store.transaction():
            set_status(self._world, username, status)

    def voice_join(self, username: str, room_id: Optional[str] = None) -> None:
        """Let a member into the voice of a room, out of where they are.

        Args:
            username: Who it is.
            room_id: The room; left out, the server's first one.

        Raises:
            ValueError: There is no such user or room, they are no member, or it is full.
        """
        with self._world.store.transaction():
            join_voice(self._world, username, room_id or self.room_id)

    def voice_leave(self, username: str) -> None:
        """Let a user out of voice.

        Raises:
            ValueError: There is no such user, or they are in no voice.
        """
        with self._world.store.transaction():
            leave_voice(self._world, username)

    def __repr__(self) -> str:
        where = self.url if self._open else "not open"
        return f"<lagclient.sandbox.Sandbox: {where}>"


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio turns Nagle's algorithm off only for sockets that say they are
    # TCP, and with it every answer comes 40 ms late.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # Elsewhere it means that another program may take the port too.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise OSError(error.errno, f"Cannot listen on {host}:{port}: {error.strerror}") from error
    return listener


def _import_extra() -> None:
    try:
        import dateutil  # noqa: F401
        import imagesize  # type: ignore[import-untyped] # noqa: F401
        import standardwebhooks  # noqa: F401
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            "The sandbox needs: python -m pip install 'lagclient[sandbox]'", name=error.name
        ) from error

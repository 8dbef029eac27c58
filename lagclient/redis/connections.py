"""Clients of redis-py for one URL: one that blocks, and one for each event loop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
from importlib import resources
from typing import Any, Optional, Sequence
from urllib.parse import urlsplit

from lagclient.calls.options import SECONDS, Rule, refused
from lagclient.errors import LagInvalidRequestError
from lagclient.transport.sessions import Sessions, running_loop
from lagclient.transport.urls import without_user

TIMEOUT_SECONDS = 1.0
# Braces mark the part of a key by which a cluster chooses the node.
PREFIX = Rule(
    "text without braces", lambda value: isinstance(value, str) and not set(value) & set("{}")
)
NAME = Rule(
    "text without braces, of at least one character",
    lambda value: isinstance(value, str) and value != "" and not set(value) & set("{}"),
)


def keys_of(prefix: str, name: str) -> str:
    """Return what all keys of a robot begin with; one node of a cluster has them all.

    Raises:
        LagInvalidRequestError: `prefix` or `name` is invalid.
    """
    return f"{PREFIX.checked('prefix', prefix)}:{{{NAME.checked('name', name)}}}:"


def _is_url(value: object) -> bool:
    if not isinstance(value, str) or not value.startswith(("redis://", "rediss://", "unix://")):
        return False
    # redis-py takes the database 0 if the path is not a number.
    return value.startswith("unix://") or bool(re.fullmatch(r"/?\d*", urlsplit(value).path))


def _refused(url: object) -> LagInvalidRequestError:
    return refused(
        "url",
        "like redis://:password@host:6379/0, with rediss:// for TLS or unix://path, and with "
        "special characters of the password as %XX",
        without_user(url),
    )


def installed() -> Any:
    """Return the module `redis`.

    Raises:
        ImportError: The extra `redis` is not installed.
    """
    try:
        import redis
        import redis.asyncio
    except ImportError as error:
        raise ImportError(
            "Redis needs an extra: python -m pip install 'lagclient[redis]'"
        ) from error
    return redis


class _Session:
    """The client of one event loop."""

    def __init__(self, client: Any) -> None:
        self.client: Any = client

    async def close(self) -> None:
        """Close the connections."""
        await self.client.aclose()

    def abandon(self) -> None:
        """Forget the connections, because their event loop is closed."""
        self.client.connection_pool.reset()


class Connections:
    """Connections to one Redis.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``, as redis-py reads it.
        timeout_seconds: The limit of connecting, and of each response.

    Raises:
        LagInvalidRequestError: An argument is invalid.
        ImportError: The extra `redis` is not installed.
    """

    def __init__(self, url: str, timeout_seconds: float) -> None:
        self._redis: Any = installed()
        if not _is_url(url):
            raise _refused(url)
        self._timeout_seconds: float = SECONDS.checked("timeout_seconds", timeout_seconds)
        self._url = url
        self.place: str = without_user(url)
        """The URL without its password, for messages."""
        self.blocking: Any = self._open(self._redis)
        self._sessions: Sessions[_Session] = Sessions(self._session)

    def script(self, *names: str) -> Script:
        """Return a script of this package, whose text may be in several files."""
        return Script(self, "".join(map(_text, names)))

    async def execute(self, *command: Any) -> Any:
        """Run a command. redis-py has no client for trio, so trio gets a thread."""
        if not _is_asyncio():
            from anyio import to_thread

            return await to_thread.run_sync(self.blocking.execute_command, *command)
        return await (await self.client()).execute_command(*command)

    async def eviction(self) -> Optional[str]:
        """Return the policy by which this Redis may remove any key; None if it does not."""
        with contextlib.suppress(self._redis.RedisError):  # not all users may ask for it
            memory = await self.execute("INFO", "memory")
            policy = str(memory.get("maxmemory_policy"))
            if memory.get("maxmemory") and policy.startswith("allkeys"):
                return policy
        return None

    async def client(self) -> Any:
        """Return the client of this event loop."""
        session = self._sessions.here() or await self._sessions.opened()
        return session.client

    def _session(self) -> _Session:
        return _Session(self._open(self._redis.asyncio))

    def _open(self, module: Any) -> Any:
        from redis.backoff import NoBackoff

        # One more try, because an idle connection may have been closed by the server.
        retry = module.retry.Retry(NoBackoff(), 1)
        try:
            client = module.Redis.from_url(
                self._url,
                # A part of the URL may say otherwise. Scripts read bytes.
                protocol=2,
                retry=retry,
                socket_timeout=self._timeout_seconds,
                socket_connect_timeout=self._timeout_seconds,
            )
            pool = client.connection_pool
            pool.connection_class(**pool.connection_kwargs)
        except (TypeError, ValueError):
            # The error could show a part of the password.
            raise _refused(self._url) from None
        if pool.connection_kwargs.get("decode_responses"):
            raise refused("url", "one without decode_responses", self.place)
        return client


class Script:
    """A script in Lua, which Redis runs without any other command in between."""

    def __init__(self, connections: Connections, text: str) -> None:
        self._connections = connections
        self._text = text
        self._blocking: Any = connections.blocking.register_script(text)
        self._asynchronous: Any = None
        """Made once, because redis-py hashes the text each time; any loop's client can run it."""

    def run(self, keys: Sequence[str], arguments: Sequence[Any], client: Any = None) -> Any:
        """Run it, blocking; with a pipeline as `client`, when the pipeline is executed."""
        return self._blocking(keys, arguments, client)

    async def run_async(self, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Run it. redis-py has no client for trio, so trio gets a thread."""
        if not _is_asyncio():
            from anyio import to_thread

            return await to_thread.run_sync(self.run, keys, arguments)
        client = await self._connections.client()
        if self._asynchronous is None:
            self._asynchronous = client.register_script(self._text)
        return await self._asynchronous(keys, arguments, client)


@functools.cache
def _text(name: str) -> str:
    return (resources.files("lagclient.redis") / name).read_text(encoding="utf-8")


def _is_asyncio() -> bool:
    return isinstance(running_loop(), asyncio.AbstractEventLoop)

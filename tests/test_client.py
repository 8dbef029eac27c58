"""The clients: what they take, refuse, share and give back."""

from __future__ import annotations

import asyncio
import inspect
import pickle
import pydoc
import subprocess
import sys
from functools import cached_property
from pathlib import Path
from typing import Any, Callable, List, get_type_hints
from unittest.mock import create_autospec

import anyio
import httpx
import pytest

import lagclient
from lagclient import (
    Answer,
    AsyncClient,
    Client,
    LagDecodeError,
    LagInvalidRequestError,
    LagInvalidTokenError,
    LagRouteError,
    Page,
    Route,
    async_paginate,
    models,
    sync_paginate,
)
from lagclient.calls import decode

USER = {"id": "u", "username": "sam", "status": "online", "createdAt": "2026-01-01T00:00:00Z"}
CANARY = "lag_pat_canary_7f3a"
MakeClient = Callable[..., Client]


@pytest.fixture
def sent() -> List[httpx.Request]:
    """The requests that the clients of a test made."""
    return []


@pytest.fixture
def make(sent: List[httpx.Request]) -> MakeClient:
    """Makes a client that is answered with a user, or with `answer`."""

    def make(answer: Any = USER, status: int = 200, cls: Any = Client, **options: Any) -> Any:
        def handle(request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(status, json=answer, headers={"x-request-id": "req_1"})

        mock = httpx.MockTransport(handle)
        http = httpx.AsyncClient if cls is AsyncClient else httpx.Client
        return cls(**{"token": CANARY, "http_client": http(transport=mock), **options})

    return make


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("token", ["", None])
def test_missing_token_is_a_value_error(
    cls: Any, token: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty or missing token is refused with a ValueError that says where to get one."""
    monkeypatch.delenv("LAG_TOKEN", raising=False)
    with pytest.raises(ValueError, match="LAG_TOKEN"):
        cls(token=token)


def test_environment_replaces_missing_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """LAG_TOKEN and LAG_BASE_URL replace missing options, and no others."""
    monkeypatch.setenv("LAG_TOKEN", "lag_robot_x_y")
    monkeypatch.setenv("LAG_BASE_URL", "http://127.0.0.1:8080/lag/")
    assert Client().is_robot
    assert "http://127.0.0.1:8080/lag>" in repr(Client())
    assert not Client(token="lag_pat_x", base_url="https://lag.example").is_robot
    assert "https://lag.example" in repr(Client(base_url="https://lag.example"))


def test_environment_allows_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """LAG_ALLOW_HTTP decides about http:// to other machines if `allow_http` is left out."""
    url = "http://sandbox:8000"
    for value in ("1", "true", " YES "):
        monkeypatch.setenv("LAG_ALLOW_HTTP", value)
        assert url in repr(Client(token="lag_pat_x", base_url=url))
    with pytest.raises(LagInvalidRequestError, match=r"private addresses \(10\.0\.0\.0/8"):
        Client(token="lag_pat_x", base_url=url, allow_http=False)
    for value in ("0", "", "no"):
        monkeypatch.setenv("LAG_ALLOW_HTTP", value)
        with pytest.raises(LagInvalidRequestError, match="LAG_ALLOW_HTTP=1"):
            Client(token="lag_pat_x", base_url=url)
    monkeypatch.setenv("LAG_ALLOW_HTTP", "maybe")
    with pytest.raises(
        LagInvalidRequestError, match="`LAG_ALLOW_HTTP` must be 1 or 0, not 'maybe'"
    ):
        Client(token="lag_pat_x", base_url=url)


def test_empty_base_url_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty base URL is a mistake, whatever its source: it never means the live API."""
    with pytest.raises(LagInvalidRequestError, match="base_url"):
        Client(token="lag_pat_x", base_url="")
    monkeypatch.setenv("LAG_BASE_URL", "")
    with pytest.raises(LagInvalidRequestError, match="base_url"):
        Client(token="lag_pat_x")


def test_http_client_and_transport_exclude_each_other() -> None:
    """Only one of them can send."""
    options: Any = {"http_client": httpx.Client(), "transport": object()}
    with pytest.raises(LagInvalidRequestError, match="not both"):
        Client(token="lag_pat_x", **options)


def test_request_has_each_header_once(make: MakeClient, sent: List[httpx.Request]) -> None:
    """Each header goes out once, the caller's beside ours."""
    make(extra_headers={"X-Trace": "1", "Accept": "application/vnd.lag+json"}).users.me()
    (headers,) = (request.headers for request in sent)
    assert headers.get_list("authorization") == [f"Bearer {CANARY}"]
    assert headers.get_list("user-agent") == [lagclient.USER_AGENT]
    assert headers.get_list("accept") == ["application/vnd.lag+json"]
    assert headers["x-trace"] == "1"


def test_with_options_changes_a_copy(make: MakeClient, sent: List[httpx.Request]) -> None:
    """with_options returns a client with the new options, and leaves the first unchanged."""
    client = make()
    other = client.with_options(extra_headers={"X-Only": "other"}, max_retries=0)
    other.users.me()
    client.users.me()
    assert [request.headers.get("x-only") for request in sent] == ["other", None]
    other.close()
    client.users.me()
    with pytest.raises(LagInvalidRequestError, match="max_retries"):
        client.with_options(max_retries=-1)
    assert type(other) is Client


class Team(Client):
    """A subclass with an attribute and a property of its own."""

    def __init__(self, name: str) -> None:
        super().__init__(token="lag_pat_x")
        self.name = name

    @cached_property
    def owner(self) -> Client:
        """A value that belongs to this client."""
        return self


class AsyncTeam(AsyncClient):
    """The same for coroutines."""

    def __init__(self, name: str) -> None:
        super().__init__(token="lag_pat_x")
        self.name = name


@pytest.mark.parametrize("cls", [Team, AsyncTeam])
def test_with_options_keeps_the_attributes_of_a_subclass(cls: Any) -> None:
    """A derived client has the attributes of the first, but its own cached ones."""
    team = cls("red")
    tree = team.servers, team.raw
    other = team.with_options(max_retries=0)
    assert (type(other), other.name) == (cls, "red")
    assert (other.servers, other.raw) != tree
    assert other.raw.users._perform.__self__ is other.users._perform.__self__ is other
    if cls is Team:
        assert team.owner is team
        assert team.with_options().owner is not team


def test_with_keeps_the_type_of_a_subclass() -> None:
    """`with` and `async with` give the client itself; tests/typing holds its type."""
    team = Team("red")
    with team as entered:
        assert entered is team

    async def enter() -> None:
        async_team = AsyncTeam("red")
        async with async_team as async_entered:
            assert async_entered is async_team

    asyncio.run(enter())


def test_autospec_has_namespaces_and_methods() -> None:
    """`create_autospec` of a client's class knows its methods, their arguments and `raw`."""
    fake: Any = create_autospec(Client, instance=True)
    fake.users.me.return_value = "me"
    assert fake.users.me() == "me"
    fake.servers.rooms.messages.send("s", "r", content="hi")
    for tree in (fake, fake.raw):
        with pytest.raises(TypeError):
            tree.servers.rooms.messages.send("s", "r", text="hi")
        with pytest.raises(AttributeError):
            tree.servers.nowhere()
    asynchronous: Any = create_autospec(AsyncClient)
    asynchronous.return_value.users.me.return_value = "me"
    assert asyncio.run(asynchronous(token="x").users.me()) == "me"


def test_class_shows_its_namespaces() -> None:
    """`dir` and `help` of a client's class reach every method; calling one there says why not."""
    assert {"servers", "raw", "identity"} <= set(dir(Client))
    assert "send" in dir(Client.servers.rooms.messages)
    assert "servers = <lagclient.Servers>" in pydoc.plain(pydoc.render_doc(Client))
    with pytest.raises(TypeError, match=r"users\.me needs a client"):
        Client.users.me()
    with pytest.raises(TypeError, match=r"users\.me needs a client"):
        AsyncClient.raw.users.me().send(None)


def test_with_options_keeps_the_slots_of_a_subclass() -> None:
    """Attributes that have a slot are copied, those of base classes and private ones too."""

    class Named(Client):
        __slots__ = ("__name", "unset")

        def name(self) -> str:
            return self.__name

        def rename(self, name: str) -> None:
            self.__name = name

    class Tagged(Named):
        __slots__ = "tag"

    client: Any = Tagged(token="lag_pat_x")
    client.rename("team")
    client.tag = "red"
    other = client.with_options(max_retries=0)
    assert (other.name(), other.tag, hasattr(other, "unset")) == ("team", "red", False)
    client.close()


def test_with_options_of_a_closed_pool_is_closed() -> None:
    """A derived client lives as long as the one that it came from."""
    client = Client(token="lag_pat_x", base_url="http://127.0.0.1:9", max_retries=0)
    other = client.with_options(timeout_seconds=1)
    client.close()
    with pytest.raises(LagInvalidRequestError, match="closed") as caught:
        other.users.me()
    assert caught.value.outcome == "not_sent"


def test_raw_methods_return_answers(make: MakeClient) -> None:
    """client.raw has the same methods; each returns an `Answer` with the data."""
    client = make(answer=[USER])
    answer = client.raw.users.search("sam")
    assert isinstance(answer, Answer)
    assert [user.username for user in answer.data] == ["sam"]
    assert (answer.status, answer.attempts, answer.request_id) == (200, 1, "req_1")
    assert answer.headers["content-type"] == "application/json"
    assert answer.elapsed_seconds >= 0


def test_raw_pages_have_answers(make: MakeClient) -> None:
    """Pages of client.raw come with their answers; items are plain items."""
    client = make(answer={"messages": [], "hasMore": False, "nextCursor": None})
    (page,) = client.raw.servers.rooms.messages.paginate("s", "r")
    assert isinstance(page, Answer)
    assert page.data == Page([])
    assert list(client.raw.servers.rooms.messages.paginate("s", "r").items()) == []


def test_identity_reads_users_and_robots(make: MakeClient, sent: List[httpx.Request]) -> None:
    """identity() asks where the token's kind is known, and gives one shape."""
    robot = {
        "id": "rob",
        "name": "Bot",
        "serverId": "s",
        "avatarUrl": None,
        "permissions": ["send_messages"],
        "active": True,
        "createdAt": "2026-01-01T00:00:00Z",
    }
    who = make(answer=robot, token="lag_robot_x_y").identity()
    assert (who.kind, who.display_name, who.server_id, who.active) == ("robot", "Bot", "s", True)
    assert who.permissions == ["send_messages"]
    who = make().identity()
    assert (who.kind, who.display_name, who.username, who.server_id) == ("user", "sam", "sam", None)
    assert [request.url.path for request in sent] == ["/robots/@me/info", "/users/me"]


def test_rooms_are_listed_for_users_and_robots(make: MakeClient, sent: List[httpx.Request]) -> None:
    """rooms.list is a robot's own route, and a part of the server for a user."""
    room = {"id": "r", "serverId": "s", "createdBy": "u", "createdAt": "2026-01-01T00:00:00Z"}
    server = {
        "id": "s",
        "name": "S",
        "ownerId": "u",
        "memberCount": 1,
        "rooms": [room],
        "members": [],
        "myRole": "owner",
        "createdAt": "2026-01-01T00:00:00Z",
    }
    for answer, token in (
        (server, "lag_pat_x"),
        ([room], "lag_robot_x_y"),
        ({"rooms": [room]}, "lag_robot_x_y"),
    ):
        assert [r.id for r in make(answer=answer, token=token).servers.rooms.list("s")] == ["r"]
    robots_path = "/robots/@me/servers/s/rooms"
    assert [request.url.path for request in sent] == ["/servers/s", robots_path, robots_path]


def test_paginate_functions_iterate_over_a_listing(
    make: MakeClient, sent: List[httpx.Request]
) -> None:
    """sync_paginate and async_paginate iterate over a listing without a method."""
    empty = {"notes": [], "hasMore": False, "nextCursor": None}
    pages = sync_paginate(make(answer=empty), "/notes", models.User, "notes", limit=5)
    assert [page["notes"] for page in pages] == [[]]
    assert str(sent[0].url) == "https://api.trylag.com/notes?limit=5"

    async def walk() -> List[Any]:
        client: Any = make(answer=empty, cls=AsyncClient)
        return [page.items async for page in async_paginate(client, "/n", models.User, "notes")]

    assert asyncio.run(walk()) == [[]]


OWN_ROUTES = """\
namespace: servers.stats
doc: Statistics.
routes:
  get:
    doc: Get the statistics of a server.
    request: GET /servers/{server_id}/stats
    scope: [user, robot]
    model: tests.test_client:Stats
  reset:
    doc: Set them back.
    request: POST /servers/{server_id}/stats/reset
    scope: user
    model: None
    replay: safe
    because: Setting back twice is setting back once.
"""


class Stats(models.LagModel):
    """A model of a caller's own."""

    message_count: int


def test_own_routes_become_methods(
    make: MakeClient, sent: List[httpx.Request], tmp_path: Path
) -> None:
    """A caller's routes are methods of that client, sync, async and raw, and of no other client."""
    file = tmp_path / "my_routes.yaml"
    file.write_text(OWN_ROUTES)
    ping = Route(
        namespace="", name="ping", method="GET", path="/ping", scope=("public",), model="None"
    )
    client: Any = make(answer={"messageCount": 3}, routes=[file, ping])
    assert client.servers.stats.get("s") == Stats(message_count=3)
    assert client.raw.servers.stats.get("s").data.message_count == 3
    assert client.ping() is None
    assert type(client.with_options(max_retries=0).servers.stats.reset("s")) is type(None)
    assert [request.url.path for request in sent] == [
        "/servers/s/stats",
        "/servers/s/stats",
        "/ping",
        "/servers/s/stats/reset",
    ]
    assert not hasattr(make().servers, "stats")

    async def ask() -> Any:
        return await make(
            answer={"messageCount": 4}, cls=AsyncClient, routes=[str(file)]
        ).servers.stats.get("s")  # type: ignore[attr-defined]

    assert asyncio.run(ask()).message_count == 4


def test_own_route_with_a_dict_returns_json(make: MakeClient) -> None:
    """The result is the JSON object, also after a DELETE whose response was lost."""
    described: Any = {"namespace": "servers", "path": "/mine", "scope": "user", "model": "dict"}
    routes = [
        Route(name="count", method="GET", **described),
        Route(name="wipe", method="DELETE", when_gone={"ok": True}, **described),
        Route(name="see", method="GET", **{**described, "path": "/all", "model": "list[dict]"}),
    ]
    client: Any = make(answer={"n": 3}, routes=routes)
    assert client.servers.count() == client.raw.servers.count().data == {"n": 3}
    assert make(answer=[{"n": 3}], routes=routes).servers.see() == [{"n": 3}]  # type: ignore[attr-defined]
    assert "A `dict`." in (inspect.getdoc(client.servers.count) or "")
    assert str(inspect.signature(client.servers.count)) == "() -> Dict[str, Any]"
    assert decode.gone(client._settings.routes["servers.wipe"]) == {"ok": True}
    with pytest.raises(LagDecodeError, match="not dict"):
        make(answer=[1], routes=routes).servers.count()  # type: ignore[attr-defined]


def test_wrong_own_routes_are_refused(tmp_path: Path) -> None:
    """The constructor refuses a wrong route file, with file and line."""
    file = tmp_path / "bad.yaml"
    file.write_text(OWN_ROUTES.replace("scope: user", "scope: everyone"))
    with pytest.raises(LagRouteError, match=r"bad\.yaml:12: .*everyone"):
        Client(token="lag_pat_x", routes=[file])


def test_robots_are_refused_before_anything_is_sent(
    make: MakeClient, sent: List[httpx.Request]
) -> None:
    """A robot key on a user's method is refused, and told what robots have; users likewise."""
    with pytest.raises(LagInvalidTokenError, match=r"servers\.rooms\.messages\.send"):
        make(token="lag_robot_x_y").servers.create(name="x")
    with pytest.raises(LagInvalidTokenError, match="robot key"):
        make().robots.events.poll()
    assert sent == []


def test_context_manager_closes(sent: List[httpx.Request]) -> None:
    """Leaving the block closes the pool; a closed client raises and sends nothing."""
    with Client(token="lag_pat_x", base_url="http://127.0.0.1:9") as client:
        assert not client.is_robot
    with pytest.raises(LagInvalidRequestError, match="closed"):
        client.users.me()


@pytest.mark.parametrize("cls", [Client, AsyncClient])
def test_client_is_not_pickled(cls: Any) -> None:
    """A client refuses to be pickled, and says what to do instead."""
    with pytest.raises(TypeError, match=f"A {cls.__name__} cannot be pickled.*in each process"):
        pickle.dumps(cls(token="lag_pat_x"))


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("method", ["__init__", "with_options"])
def test_annotations_can_be_resolved(cls: Any, method: str) -> None:
    """The type hints of a client's own methods can be resolved at run time."""
    assert get_type_hints(getattr(cls, method))


ENTERING = """
import sys, threading
import anyio

imported = {}

class Note:
    def find_spec(self, name, path=None, target=None):
        imported.setdefault(name, threading.current_thread() is threading.main_thread())

sys.meta_path.insert(0, Note())
from lagclient import AsyncClient

async def enter():
    async with AsyncClient(token="lag_pat_x"):
        print([(name, imported.get(name)) for name in sys.argv[2:]])

anyio.run(enter, backend=sys.argv[1])
"""


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_entering_an_async_client_imports_in_a_thread(backend: str) -> None:
    """`async with` imports what the first call needs, without holding up the event loop."""
    names = ["httpcore", "lagclient.calls.flow", "pydantic"]
    command = [sys.executable, "-W", "error", "-c", ENTERING, backend, *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"{[(name, False) for name in names]}\n"


def test_wrong_with_is_explained() -> None:
    """Each client names the statement that it needs, which Python 3.9 and 3.10 do not."""
    blocking: Any = Client(token="lag_pat_x")
    later: Any = AsyncClient(token="lag_pat_x")

    async def enter() -> None:
        async with blocking:
            pass

    with pytest.raises(TypeError, match="must be used with `async with`, not `with`"), later:
        pass
    with pytest.raises(TypeError, match="must be used with `with`, not `async with`"):
        anyio.run(enter)


def test_iterators_say_what_they_are() -> None:
    """An iterator that a program prints, in place of its items, says that it is iterated over."""
    client, messages = (
        Client(token="lag_pat_x"),
        AsyncClient(token="lag_pat_x").servers.rooms.messages,
    )
    over = ": iterate over it"
    assert repr(client.servers.paginate()) == f"<lagclient.Pages{over}, or over its items()>"
    assert repr(messages.paginate("s", "r")).startswith(f"<lagclient.AsyncPages{over}")
    assert repr(client.servers.rooms.messages.history("s", "r")) == f"<lagclient.History{over}>"
    assert repr(messages.history("s", "r")) == f"<lagclient.AsyncHistory{over}>"

from __future__ import annotations

import inspect
import linecache
import pydoc
import re
import textwrap
import traceback
from datetime import datetime
from pathlib import Path
from types import FunctionType
from typing import Any, Dict, List, Optional, Union, get_type_hints
from unittest import mock

import attrs
import pytest

from lagclient import Client, models
from lagclient.answer import Answer, Page
from lagclient.calls.progress import Progress
from lagclient.methods import build
from lagclient.methods.build import Placeholder
from lagclient.methods.docstring import documentation
from lagclient.methods.flavour import ASYNC, ASYNC_RAW, FLAVOURS, RAW, SYNC, Flavour
from lagclient.pagination.pages import AsyncPages, Pages
from lagclient.resources import TABLE, namespace_classes
from lagclient.routing.call import Call
from lagclient.routing.method import Kind, Method
from lagclient.routing.route import Param, Route, Via
from lagclient.types import UNSET, ImageInput, Omittable
from tests.kit.calls import finished

ROUTE = Route(
    namespace="things.parts",
    name="put_in",
    method="PATCH",
    path="/things/{thing_id}/parts",
    scope=("user", "robot:send_messages"),
    model="list[Room]",
    doc="Put a part in.\n\nIt must fit.",
    params=(
        Param("thing_id", "path", "str", "Id of the thing.", "thing_id", True, positional=True),
        Param("since", "query", "datetime", "Since when.", "since", True, positional=True),
        Param("note", "body", "str", "A note.", "note", null=True, positional=True),
        Param("count", "body", "int", "How many.", "n", required=True),
        Param("quick", "body", "bool", "Whether to hurry.", "quick"),
        Param("kind", "body", "str", "What kind.", "kind", default="new"),
        Param("status", "body", "RsvpStatus", "The status.", "status"),
        Param("image", "form", "image", "The image.", "image", required=True),
    ),
    iterators=("walk",),
    replay="never",
    because="A second part would be put in.",
    via={"user": Via("things.get", "parts"), "robot": Via("things.other")},
)
PAGED = Route(
    namespace="things",
    name="list",
    method="GET",
    path="/things",
    scope=("public",),
    model="page[Server]",
    doc="List things.",
    params=(
        Param("limit", "query", "int", "Things on a page.", "limit"),
        Param("cursor", "query", "str", "Where the page begins.", "cursor"),
    ),
    iterators=("paginate",),
)
PLAIN: Dict[str, Any] = {"method": "GET", "path": "/x", "scope": ("user",), "model": "Ok"}
BARE = Route(namespace="", name="ping", method="GET", path="/", scope=("robot",), model="None")
ROUTE_FIELDS = {"namespace": "x", "name": "act", **PLAIN}
by_flavour = pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda f: f.prefix or "Sync")
ALL = [method for namespace in TABLE.namespaces for method in TABLE.methods(namespace)]


def built(route: Route, name: str, flavour: Flavour, kind: Kind = "call") -> Any:
    """A method of a route, compiled."""
    return build.build(Method(route, name, kind), flavour)


class Owner:
    """Stands for a namespace: keeps the calls and the options of a method, and returns a result."""

    def __init__(self, result: Any = None) -> None:
        self.calls: List[Call] = []
        self.options: Dict[str, Any] = {}
        self.result = result

    def _perform(self, call: Call, **options: Any) -> Any:
        self.calls.append(call)
        self.options = options
        return self.result


class AsyncOwner(Owner):
    async def _perform(self, call: Call, **options: Any) -> Any:
        return super()._perform(call)


# Signatures


def test_signature_follows_the_route() -> None:
    """Positional parameters come first, then keyword-only ones, with UNSET or a default."""
    signature = inspect.signature(built(ROUTE, "put_in", SYNC))
    assert str(signature) == (
        "(self, thing_id: str, since: Union[datetime, str], note: Omittable[str] = UNSET, *, "
        "count: int, quick: Omittable[bool] = UNSET, kind: str = 'new', "
        "status: Omittable[models.RsvpStatus] = UNSET, image: ImageInput, "
        "progress: Optional[Progress] = None) -> List[models.Room]"
    )
    kinds = {name: param.kind for name, param in signature.parameters.items()}
    positional, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    assert set(list(kinds.values())[:4]) == {positional}
    assert set(list(kinds.values())[4:]) == {keyword}
    assert signature.parameters["note"].default is UNSET


@by_flavour
def test_annotations_are_types(flavour: Flavour) -> None:
    """`typing.get_type_hints` resolves every type of a signature."""
    hints = get_type_hints(built(ROUTE, "put_in", flavour))
    result = List[models.Room]
    assert hints == {
        "thing_id": str,
        "since": Union[datetime, str],
        "note": Omittable[str],
        "count": int,
        "quick": Omittable[bool],
        "kind": str,
        "status": Omittable[models.RsvpStatus],
        "image": ImageInput,
        "progress": Optional[Progress],
        "return": Answer[result] if flavour.raw else result,
    }


@pytest.mark.parametrize(
    ("route", "kind", "types"),
    [
        (PAGED, "call", [Page[models.Server]] * 2),
        (PAGED, "pages", [Pages[Page[models.Server]], AsyncPages[Page[models.Server]]]),
        (BARE, "call", [type(None)] * 2),
    ],
    ids=["page", "walk", "nothing"],
)
def test_results_are_types(route: Route, kind: Kind, types: List[Any]) -> None:
    """A page is a `Page`, an iterator is `Pages` or `AsyncPages`, and no content is None."""
    hints = [
        get_type_hints(built(route, "act", flavour, kind))["return"] for flavour in (SYNC, ASYNC)
    ]
    assert hints == types


def test_raw_results_are_answers() -> None:
    """The raw flavours return an `Answer`; a raw iterator yields an `Answer` of each page."""
    raw = built(PAGED, "list", RAW), built(PAGED, "list", ASYNC_RAW)
    walks = built(PAGED, "walk", RAW, "pages"), built(PAGED, "walk", ASYNC_RAW, "pages")
    answer = Answer[Page[models.Server]]
    assert [get_type_hints(method)["return"] for method in raw] == [answer, answer]
    assert [get_type_hints(m)["return"] for m in walks] == [Pages[answer], AsyncPages[answer]]


@by_flavour
def test_annotations_of_the_table_are_types(flavour: Flavour) -> None:
    """Every annotation of a method of the Lag API can be resolved."""
    for method in ALL:
        hints = get_type_hints(build.build(method, flavour))
        assert list(hints) == [*(param.name for param in method.params), "return"]


# Calls


def test_method_binds_its_arguments() -> None:
    """A method passes a `Call` with all values, in the route's order, and the options beside it."""
    owner = Owner("done")
    method = built(ROUTE, "put_in", SYNC)
    assert method(owner, "t1", image=b"", since="now", count=0, progress=print) == "done"
    (call,) = owner.calls
    assert owner.options == {"progress": print}
    assert call == Call(ROUTE, ("t1", "now", UNSET, 0, UNSET, "new", UNSET, b""))
    assert call.named()["kind"] == "new"


@pytest.mark.parametrize("flavour", [SYNC, RAW], ids=["sync", "raw"])
def test_sync_method_is_a_function(flavour: Flavour) -> None:
    """A method of the sync client returns the performer's result."""
    method = built(BARE, "ping", flavour)
    assert not inspect.iscoroutinefunction(method)
    assert method(Owner("done")) == "done"


@pytest.mark.parametrize("flavour", [ASYNC, ASYNC_RAW], ids=["async", "raw"])
def test_async_method_is_a_coroutine_function(flavour: Flavour) -> None:
    """A method of the async client is a real `async def`, which awaits the performer."""
    method = built(BARE, "ping", flavour)
    assert inspect.iscoroutinefunction(method)
    owner = AsyncOwner("done")
    coroutine = method(owner)
    assert owner.calls == []
    assert finished(coroutine) == "done"
    assert owner.calls == [Call(BARE, ())]


@by_flavour
def test_iterator_sends_nothing_by_itself(flavour: Flavour) -> None:
    """A method that iterates over pages returns them without a request, in the async client too."""
    owner = AsyncOwner([]) if flavour.is_async else Owner([])
    method = built(PAGED, "paginate", flavour, "pages")
    assert not inspect.iscoroutinefunction(method)
    pages = method(owner, limit=2)
    assert type(pages) is (AsyncPages if flavour.is_async else Pages)
    assert owner.calls == []


def test_iterator_calls_the_listing() -> None:
    """The pages are those of the route, with the iterator's own arguments."""
    owner = Owner(Page(["a"]))
    pages = built(PAGED, "paginate", SYNC, "pages")(owner, limit=2)
    assert list(pages) == [Page(["a"])]
    assert owner.calls == [Call(PAGED, (2, UNSET))]


class ServersRooms:
    """Methods written by hand, as the built ones have to behave."""

    def create(self, server_id: str, *, name: str, max_participants: Any = UNSET) -> Any: ...

    async def update(
        self, server_id: str, room_id: str, *, name: Any = UNSET, max_participants: Any = UNSET
    ) -> Any: ...


@pytest.mark.parametrize(
    ("name", "args", "kwargs"),
    [
        ("create", (), {}),
        ("create", ("s",), {}),
        ("create", ("s", "name"), {}),
        ("create", (), {"name": "n"}),
        ("create", ("s",), {"name": "n", "nome": "x"}),
        ("create", ("s",), {"server_id": "s", "name": "n"}),
        ("update", ("s",), {"name": "n"}),
        ("update", ("s", "r", "n", "x"), {}),
    ],
    ids=["nothing", "nameless", "by-place", "no-id", "unknown", "twice", "missing", "too-many"],
)
def test_wrong_arguments_are_a_type_error(
    monkeypatch: pytest.MonkeyPatch, name: str, args: Any, kwargs: Dict[str, Any]
) -> None:
    """Wrong arguments get the error of a hand-written `def`, and how to pass them after it."""
    flavour = ASYNC if inspect.iscoroutinefunction(getattr(ServersRooms, name)) else SYNC
    by_hand = getattr(ServersRooms, name)
    monkeypatch.setattr(by_hand, "__qualname__", f"{flavour.prefix}ServersRooms.{name}")
    with pytest.raises(TypeError, match=re.escape(f"{name}()")) as expected:
        by_hand(ServersRooms(), *args, **kwargs)
    built = getattr(namespace_classes(TABLE, flavour)["servers.rooms"](None), name)
    with pytest.raises(TypeError) as raised:
        finished(built(*args, **kwargs)) if flavour.is_async else built(*args, **kwargs)
    assert re.split(r"\. (?:It has|Pass) ", str(raised.value))[0] == str(expected.value)


# What tools see


@by_flavour
def test_method_has_the_names_of_its_class(flavour: Flavour) -> None:
    """Name, qualified name and module are those of a method of its class."""
    method = built(ROUTE, "put_in", flavour)
    assert method.__name__ == method.__code__.co_name == "put_in"
    assert method.__qualname__ == f"{flavour.prefix}ThingsParts.put_in"
    assert method.__module__ == "lagclient.resources"


@by_flavour
def test_method_has_its_source(flavour: Flavour) -> None:
    """`inspect.getsource` returns the compiled source, also after other sources were cached."""
    method = built(ROUTE, "put_in", flavour)
    linecache.checkcache()
    assert inspect.getsource(method) == build.source(Method(ROUTE, "put_in", "call"), flavour)


@by_flavour
def test_traceback_shows_the_method(flavour: Flavour) -> None:
    """A traceback has a line for the method: its place, its name, and the source line."""
    namespace = namespace_classes(TABLE, flavour)["servers.rooms.messages"](None)
    delete = namespace.delete
    with pytest.raises(TypeError) as caught:
        finished(delete("s", "r", "m")) if flavour.is_async else delete("s", "r", "m")
    shown = "".join(traceback.format_exception(caught.type, caught.value, caught.tb))
    wait = "await " if flavour.is_async else ""
    number = len(inspect.getsource(type(namespace).delete).splitlines())
    owner = f"{flavour.prefix}ServersRoomsMessages"
    assert (
        f'  File "<lagclient {owner}.delete>", line {number}, in delete\n'
        f"    return {wait}self._perform(Call(ROUTE, (server_id, room_id, message_id,)))\n"
    ) in shown


@by_flavour
def test_method_is_compiled_at_first_use(flavour: Flavour) -> None:
    """A class lists all its methods; each is compiled once, at its first use."""
    cls = namespace_classes(TABLE, flavour)["servers"]
    names = list(TABLE.kinds("servers"))
    assert {type(vars(cls)[name]) for name in names} == {Placeholder}
    assert set(names) < set(dir(cls))
    made = cls.get
    assert type(made) is FunctionType
    assert vars(cls)["get"] is made is cls.get
    assert {type(vars(cls)[name]) for name in names if name != "get"} == {Placeholder}


def test_method_is_compiled_on_its_own_class() -> None:
    """Used first through an instance or a subclass, a method is stored on its own class."""
    cls = namespace_classes(TABLE, SYNC)["servers"]
    sub = type("Mine", (cls,), {})
    bound = sub(None).leave
    assert bound.__func__ is vars(cls)["leave"] is sub.leave
    assert "leave" not in vars(sub)


@by_flavour
def test_namespace_can_be_mocked(flavour: Flavour) -> None:
    """`create_autospec` of a namespace keeps signatures, coroutines, and nested namespaces."""
    spec = mock.create_autospec(namespace_classes(TABLE, flavour)["servers"](None))
    assert isinstance(spec.get, mock.AsyncMock) == flavour.is_async
    result = spec.rooms.messages.send("s", "r", content="hi")
    if flavour.is_async:
        result.close()
    else:
        spec.rooms.messages.send.assert_called_once_with("s", "r", content="hi")
    for wrong in (lambda: spec.get(), lambda: spec.rooms.create("s", "name")):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(AttributeError):
        _ = spec.nope


@pytest.mark.parametrize(
    "text",
    [
        "Paths like C:\\new\\users and \\N{DASH}.",
        'Three """ quotes, ending in one "',
        'Four """" and five """"".',
        "Ends in a backslash \\",
        "''' and {braces} and %s.",
        "Größe, 日本語, 🎉.",
        "A\n\n    code(block)\n\nZ.",
    ],
)
def test_doc_text_survives(text: str) -> None:
    """The docstring and `help()` have every character of a doc."""
    route = Route(**{**ROUTE_FIELDS, "doc": text, "because": text.replace("\n", " ")})
    method = built(route, "act", SYNC)
    assert inspect.getdoc(method) == documentation(Method(route, "act", "call"), SYNC)
    assert inspect.getdoc(method).startswith(text)


# Docstrings


def test_docstring_has_all_sections() -> None:
    """A docstring has the summary, the request, robots, arguments, result, errors and replay."""
    assert inspect.getdoc(built(ROUTE, "put_in", SYNC)) == textwrap.dedent(
        """\
        Put a part in.

        It must fit.

        PATCH /things/{thing_id}/parts
        For users, this is `parts` of `things.get`.
        For robots, this is `things.other`.

        Args:
            thing_id: Id of the thing.
            since: Since when. An aware datetime, or ISO 8601 text.
            note: A note. None clears it.
            count: How many.
            quick: Whether to hurry.
            kind: What kind.
            status: The status.
            image: The image.
            progress: A function that is called with the number of bytes so far and the total. A new
                attempt begins at 0. The total of a download is None if the server does not say it.

        Returns:
            A list of `Room`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagAuthError: The API does not accept the token.
            LagPermissionError: The token's owner lacks a permission.
            LagBadRequestError: The API rejects a value.
            LagNotFoundError: An id does not exist, or the token's owner may not see it.
            LagConflictError: The request conflicts with existing state.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.

        The request is not repeated once it may have taken effect. A second part would be put in."""
    )


def test_docstring_of_an_iterator_describes_pages() -> None:
    """The docstring of an iterator describes pages, and what `limit` and `cursor` do."""
    assert inspect.getdoc(built(PAGED, "paginate", SYNC, "pages")) == textwrap.dedent(
        """\
        Iterate over the pages of `list`. A page is fetched when it is reached.

        `limit` is the size of a page; `cursor` is where the first page begins.

        GET /things

        Args:
            limit: Things on a page.
            cursor: Where the page begins.
            prefetch: Fetch the next page while the program works on this one, in a thread or task
                of its own. A loop that ends early has made one request too many.

        Returns:
            An iterator of pages, each a `Page`. `.items()` iterates over every `Server`.

        Raises:
            LagInvalidRequestError: An argument is invalid; nothing was sent.
            LagRateLimitError: Too many requests, after all retries.
            LagServerError: The server failed, after all retries.
            LagConnectionError: No response arrived, after all retries.
            LagDecodeError: The response could not be decoded.
        """
    ).rstrip("\n")


def test_docstring_of_another_name_of_an_iterator() -> None:
    """An iterator with two names says so, because a reader looks for a difference."""
    route = attrs.evolve(PAGED, iterators=("paginate", "iter"))
    doc = inspect.getdoc(built(route, "iter", SYNC, "pages"))
    assert str(doc).startswith("Iterate over the pages of `list`, as `paginate` does.\n\n")


def test_docstring_leaves_out_empty_sections() -> None:
    """Without a doc the request comes first; without arguments there is no section for them."""
    assert inspect.getdoc(built(BARE, "ping", SYNC)).startswith(
        "Call GET /.\n\nGET /\nOnly for robots.\n\nReturns:\n    None.\n\nRaises:\n"
    )


@pytest.mark.parametrize(
    ("model", "plain", "raw"),
    [
        ("None", "None.", "An `Answer` whose `data` is None."),
        ("User", "The `User`.", "An `Answer` whose `data` is the `User`."),
        ("list[User]", "A list of `User`.", "An `Answer` whose `data` is a list of `User`."),
        ("page[User]", "A `Page` of `User`.", "An `Answer` whose `data` is a `Page` of `User`."),
        ("my.models:Thing", "The `Thing`.", "An `Answer` whose `data` is the `Thing`."),
    ],
)
def test_docstring_names_the_result(model: str, plain: str, raw: str) -> None:
    """The result is described for the plain flavours and for the raw ones."""
    route = Route(**{**ROUTE_FIELDS, "model": model})
    for flavour, result in ((SYNC, plain), (ASYNC, plain), (RAW, raw), (ASYNC_RAW, raw)):
        assert f"Returns:\n    {result}\n" in documentation(Method(route, "act", "call"), flavour)


@pytest.mark.parametrize(
    ("replay", "sentence"),
    [
        ("safe", "The request is repeated if its response is lost. B."),
        (
            "look",
            "If the response is lost, the newest messages are searched before a second attempt. B.",
        ),
        ("never", "The request is not repeated once it may have taken effect. B."),
    ],
)
def test_docstring_ends_with_the_replay(replay: str, sentence: str) -> None:
    """The last sentence says whether the request is repeated if its response is lost, and why."""
    route = Route(**{**ROUTE_FIELDS, "replay": replay, "because": "B."})
    assert documentation(Method(route, "act", "call"), SYNC).endswith(f"\n\n{sentence}")
    assert "B." not in documentation(Method(route, "paginate", "pages"), SYNC)


@pytest.mark.parametrize(
    ("scope", "line"),
    [
        (("public",), "GET /x\n\n"),
        (("user",), "GET /x\n\n"),
        (("robot",), "GET /x\nOnly for robots.\n\n"),
        (("robot:a",), "GET /x\nOnly for robots.\n\n"),
        (("user", "robot"), "GET /x\nRobots use the same path under /robots/@me.\n\n"),
        (
            ("user", "robot:a", "robot:b"),
            "GET /x\nRobots with permission `a` and `b` use the same path under /robots/@me.\n\n",
        ),
    ],
)
def test_docstring_says_what_robots_may(scope: Any, line: str) -> None:
    """After the request the docstring says whether robots may call it, and what they need."""
    assert line in documentation(
        Method(Route(**{**ROUTE_FIELDS, "scope": scope}), "act", "call"), SYNC
    )


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"type": "str", "length": (1, 2000)}, "Text. 1 to 2000 characters."),
        ({"type": "str", "length": (0, 2000)}, "Text. At most 2000 characters."),
        ({"type": "int", "range": (1, 100)}, "Text. 1 to 100."),
        ({"type": "datetime"}, "Text. An aware datetime, or ISO 8601 text."),
        ({"type": "str"}, "Text."),
    ],
)
def test_docstring_has_the_limits_of_an_argument(limits: Any, sentence: str) -> None:
    """The limits of a value come from the table, so the doc in the table does not repeat them."""
    param = Param(name="text", where="body", doc="Text.", wire="text", **limits)
    route = Route(**{**ROUTE_FIELDS, "params": (param,)})
    assert f"Args:\n    text: {sentence}\n" in documentation(Method(route, "act", "call"), SYNC)


@pytest.mark.parametrize(
    ("scope", "refused"),
    [(("user",), "is a robot key"), (("robot",), "is not a robot key"), (("user", "robot"), None)],
)
def test_docstring_names_the_refused_token(scope: Any, refused: Any) -> None:
    """`LagInvalidTokenError` is listed only where a kind of token is refused, with that kind."""
    route = Route(**{**ROUTE_FIELDS, "scope": scope})
    text = documentation(Method(route, "act", "call"), SYNC)
    assert ("LagInvalidTokenError" in text) is bool(refused)
    assert f"The token {refused or ''}" in text or not refused


def test_docstring_fits_100_columns() -> None:
    """No line of a signature or a docstring is longer than 100 columns in the source."""
    for method in ALL:
        *lines, _ = build.source(method, ASYNC_RAW).splitlines()
        assert max(map(len, lines)) <= 100, method.full_name


def as_one_line(text: str) -> str:
    """What `help()` shows, with its signature on one line: some Pythons spread it over many."""
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    head, of, rest = text.partition(" method of ")
    return re.sub(r"(?<=\() | (?=\))", "", re.sub(r"\s+", " ", head)) + of + rest


def test_help_is_stable() -> None:
    """`help()` of a method is the same on every Python, word for word: compare help_send.txt."""
    with Client(token="lag_pat_x") as client:
        shown = pydoc.plain(pydoc.render_doc(client.servers.rooms.messages.send))
    kept = Path(__file__).with_name("help_send.txt").read_text(encoding="utf-8")
    assert as_one_line(shown) == as_one_line(kept)


def test_help_of_a_namespace_shows_its_methods() -> None:
    """`help()` of a class lists methods that are not compiled yet, with their signatures."""
    shown = pydoc.plain(pydoc.render_doc(namespace_classes(TABLE, SYNC)["servers.roles"]))
    assert "Roles of a server and the permissions that they grant." in shown
    assert " |  delete(self, server_id: str, role_id: str) -> None\n" in shown
    assert " |      Set the role of a member.\n" in shown


@pytest.mark.parametrize(
    ("namespace", "names"),
    [
        ("", ["Root", "AsyncRoot", "RawRoot", "AsyncRawRoot"]),
        ("servers", ["Servers", "AsyncServers", "RawServers", "AsyncRawServers"]),
        ("a.b_c", ["ABC", "AsyncABC", "RawABC", "AsyncRawABC"]),
    ],
)
def test_class_is_named_by_its_namespace(namespace: str, names: List[str]) -> None:
    """A class name has the prefix of its flavour, then the words of its namespace."""
    assert [build.class_name(namespace, flavour) for flavour in FLAVOURS] == names

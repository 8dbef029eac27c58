"""Arguments that a method does not take: the error says how to pass them."""

from __future__ import annotations

import inspect
import operator
import sys
from typing import Any, List
from unittest import mock

import pytest

from lagclient import Client
from lagclient.methods.arguments import PER_CALL
from lagclient.methods.flavour import ASYNC, FLAVOURS, RAW, SYNC, Flavour
from lagclient.resources import TABLE, namespace_classes
from lagclient.routing.method import Method
from tests.kit.calls import finished


def refusal(flavour: Any, name: str) -> str:
    """What a method says to an argument."""
    get = namespace_classes(TABLE, flavour)["servers"](None).get
    with pytest.raises(TypeError) as caught:
        finished(get("s", **{name: 5})) if flavour.is_async else get("s", **{name: 5})
    return str(caught.value)


@pytest.mark.parametrize("name", PER_CALL)
def test_option_of_a_call_is_explained(name: str) -> None:
    """What other libraries pass to a method is an option of `with_options`, which exists."""
    assert PER_CALL[name] in inspect.signature(Client.with_options).parameters
    said = refusal(SYNC, name)
    assert f"unexpected keyword argument '{name}'" in said
    assert said.endswith(f"client.with_options({PER_CALL[name]}=...).servers.get(...)")


def test_way_fits_the_flavour() -> None:
    """The call that is shown has `raw` where the method has it."""
    assert refusal(RAW, "timeout").endswith("(timeout_seconds=...).raw.servers.get(...)")
    name = "get" if sys.version_info < (3, 10) else "AsyncServers.get"  # as Python itself says it
    assert refusal(ASYNC, "timeout").startswith(f"{name}() got an unexpected")


def test_other_names_get_the_arguments_of_the_method() -> None:
    """A name that means nothing is answered with those that the method has."""
    said = refusal(SYNC, "nope")
    assert said.endswith("get() got an unexpected keyword argument 'nope'. It has server_id")
    me = namespace_classes(TABLE, SYNC)["users"](None).me
    with pytest.raises(TypeError, match=r"It has no argument$"):
        me(nope=5)


def test_tools_see_no_place_for_other_arguments() -> None:
    """`inspect.signature` and `create_autospec` know only the arguments that exist."""
    get = namespace_classes(TABLE, SYNC)["servers"](None).get
    assert str(inspect.signature(get)) == "(server_id: str) -> models.ServerWithDetails"
    with pytest.raises(TypeError):
        mock.create_autospec(get)("s", timeout=5)


def test_parameter_of_the_same_name_is_sent() -> None:
    """A route of a user's own may have a parameter that is called like an option."""
    history: Any = namespace_classes(TABLE, SYNC)["images"](lambda *call, **options: options).wait
    assert history("i", deadline_seconds=3) == {"deadline_seconds": 3}


def _call(method: Any, *arguments: Any) -> None:
    """Call a method, and run it if it is a coroutine."""
    result = method(*arguments)
    if inspect.iscoroutine(result):
        finished(result)


def _named(method: Method) -> List[str]:
    return [param.name for param in method.params if not param.positional]


@pytest.mark.parametrize("flavour", FLAVOURS, ids=lambda one: one.prefix or "Sync")
def test_argument_without_its_name_is_explained(flavour: Flavour) -> None:
    """Each method that has arguments with names shows the first one's, in a call that is right."""
    root = namespace_classes(TABLE, flavour)[""](None)
    methods = [one for space in TABLE.namespaces for one in TABLE.methods(space) if _named(one)]
    checked = 0
    for method in methods:
        if not flavour.offers(method.kind):
            continue
        built = operator.attrgetter(method.full_name)(root)
        places = [param.name for param in method.params if param.positional]
        first = _named(method)[0]
        with pytest.raises(TypeError) as caught:
            _call(built, *places, "text")
        said, _, line = str(caught.value).partition(f". Pass `{first}` by name: ")
        assert " but " in said
        required = [name for name in _named(method) if name in _required(method)]
        shown = [*places, *(f"{name}=..." for name in dict.fromkeys((first, *required)))]
        assert sorted(line.partition("(")[2].rstrip(")").split(", ")) == sorted(shown)
        assert line.startswith(f"client.{'raw.' if flavour.raw else ''}{method.full_name}(")
        checked += 1
    assert checked > 20


def _required(method: Method) -> List[str]:
    return [param.name for param in method.params if param.required]


@pytest.mark.parametrize(
    ("extra", "passed", "end"),
    [
        (["n"], {"max_participants": 2}, "Pass `name` by name: {}name=..., max_participants=...)"),
        (
            ["n", 2],
            {},
            "Pass `name` and `max_participants` by name: {}name=..., max_participants=...)",
        ),
        (
            ["n", 2, 3],
            {"name": "n"},
            "Pass `max_participants` by name: {}name=..., max_participants=...)",
        ),
        ([1], {"name": "n", "max_participants": 2}, "were given"),
    ],
    ids=["one", "two", "one-is-there", "all-are-there"],
)
def test_arguments_without_names_get_those_that_are_not_there(
    extra: Any, passed: Any, end: str
) -> None:
    """The names are those of arguments that were not passed; without one, Python's error is all."""
    create = namespace_classes(TABLE, SYNC)["servers.rooms"](None).create
    with pytest.raises(TypeError) as caught:
        create("s", *extra, **passed)
    assert str(caught.value).endswith(end.format("client.servers.rooms.create(server_id, "))


def test_tools_see_that_a_named_argument_is_required() -> None:
    """The signature of a method has no default where an argument must be passed."""
    edit = namespace_classes(TABLE, SYNC)["servers.rooms.messages"](None).edit
    assert inspect.signature(edit).parameters["content"].default is inspect.Parameter.empty
    with pytest.raises(TypeError, match="content"):
        mock.create_autospec(edit)("s", "r", "m")

"""Arguments that a method does not have: the error says where options of a call are set."""

from __future__ import annotations

import inspect
import sys
from typing import Any
from unittest import mock

import pytest

from lagclient import Client
from lagclient.methods.flavour import ASYNC, RAW, SYNC
from lagclient.methods.unexpected import PER_CALL
from lagclient.resources import TABLE, namespace_classes
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

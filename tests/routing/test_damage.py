"""Route files that are damaged at random: each is read, or refused with its problems."""

from __future__ import annotations

import json
import re
import warnings
from pathlib import Path
from typing import Any, List, Tuple

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagclient.errors import LagRouteError
from lagclient.methods.build import build
from lagclient.methods.flavour import SYNC
from lagclient.resources import TABLE
from lagclient.routing.load import load
from tests.kit.documents import ROOT

FILES = {
    file.name: file.read_text(encoding="utf-8") for file in sorted((ROOT / "routes").glob("*.yaml"))
}
# With the same examples every time, because a failure must be that of a change.
SAME = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WORDS = [
    *["", "x", "user", "robot:none", "POST /a/{b}", "GET /", "list[", "page[Ok]", "dict", "a:B"],
    *["class", "self", "self.x", "servers", "stream[RobotEvent]", "not_a_model", "é", "\ud800"],
]
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**20), 10**20), st.floats(), st.sampled_from(WORDS)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from([*WORDS, "doc", "type", "required"]), inner, max_size=3),
    ),
    max_leaves=4,
)


def places(value: Any) -> List[Tuple[Any, Any]]:
    """Return each container of a document, with each of its keys."""
    found: List[Tuple[Any, Any]] = []
    keys = value if isinstance(value, dict) else range(len(value) if type(value) is list else 0)
    for key in keys:
        found += [(value, key), *places(value[key])]
    return found


def read(file: Path, text: str) -> None:
    """Load a file beside the routes of lagclient, and build its methods, or get its problems."""
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    problems: List[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it may replace routes of lagclient
        try:
            table = load([file], TABLE, imports_models=True)
        except LagRouteError as error:
            problems, table = error.problems, TABLE
    for method in table.methods("mine"):
        build(method, SYNC)
    assert [problem for problem in problems if not problem.startswith(str(file))] == []


@SAME
@given(data=st.data())
def test_other_values_have_no_traceback(tmp_path: Path, data: st.DataObject) -> None:
    """A value of another kind, in any place, is a problem of the file, or it is accepted."""
    document = yaml.safe_load(FILES[data.draw(st.sampled_from(sorted(FILES)))])
    document["namespace"] = data.draw(st.sampled_from(["mine", document["namespace"]]))
    for _ in range(data.draw(st.integers(1, 3))):
        inside, key = data.draw(st.sampled_from(places(document)))
        if data.draw(st.booleans()):
            inside[key] = data.draw(VALUES)
        elif type(inside) is dict:
            inside[data.draw(st.sampled_from(WORDS))] = inside.pop(key, None)
    read(tmp_path / "mine.yaml", json.dumps(document))


@SAME
@given(data=st.data())
def test_other_text_has_no_traceback(tmp_path: Path, data: st.DataObject) -> None:
    """Text that is cut, moved or mistyped is a problem of the file, or it is accepted."""
    text = FILES[data.draw(st.sampled_from(sorted(FILES)))]
    text = re.sub("^namespace: .*", "namespace: mine", text)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 40)))
        put = data.draw(
            st.one_of(st.text(max_size=5), st.sampled_from(["\t", ": ", "- ", "&a ", "{", "]"]))
        )
        text = text[:start] + put + text[end:]
    read(tmp_path / "mine.yaml", text)

"""The generated half of the TypeScript SDK."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any, Dict, Mapping, Sequence

import pytest

from lagclient import models
from lagclient.generate import generated_files
from lagclient.generate.parameters import choices
from lagclient.resources import TABLE
from lagclient.routing.load import load
from tests.kit.documents import ROOT

REASON = "the wheel does not have what only a checkout generates"
target: Any = pytest.importorskip("lagclient.generate.targets.typescript", reason=REASON)
models_as: Any = pytest.importorskip("lagclient.generate.targets.shapes", reason=REASON)

FOLDER = ROOT / "typescript" / "src" / "generated"


@pytest.fixture(scope="module")
def files() -> Dict[str, str]:
    """The generated files by name."""
    return target.typescript(TABLE)


def test_committed_files_are_not_stale() -> None:
    """The committed files are what the routes and models give: else run `lagclient generate`."""
    fresh = generated_files(ROOT / "routes")
    stale = [
        path.name
        for path in FOLDER.glob("*")
        if fresh.get(path) != path.read_text(encoding="utf-8")
    ]
    assert stale == []


def test_every_route_has_a_method_and_a_row(files: Dict[str, str]) -> None:
    """Each route stands in the table, and a method of some class calls it."""
    rows = re.findall(r"^  '([\w.]+)': {", files["table.ts"], re.MULTILINE)
    assert rows == [target.method_name(TABLE[name]) for name in TABLE]
    called = set(re.findall(r"(?:call|listen)\(this, '([\w.]+)'", files["resources.ts"]))
    assert called == set(rows)


def test_every_model_and_choice_is_exported(files: Dict[str, str]) -> None:
    """Each model is an interface, each choice a union, by the name that Python has for it."""
    exported = set(re.findall(r"^export (?:interface|type|const) (\w+)", files["models.ts"], re.M))
    wanted = {*models_as.shapes(), *choices(), "Permission", "IMAGE_MAX_SIZE_BYTES"}
    assert wanted - exported == set()


def test_bodies_have_the_names_of_the_table(files: Dict[str, str]) -> None:
    """Each named body is an interface, among them the thirty of 0.2.0 and an upload's options."""
    exported = re.findall(r"^export interface (\w+)", files["bodies.ts"], re.M)
    named = {TABLE[name].body_name for name in TABLE if TABLE[name].body_name}
    assert {name for name in exported if not name.endswith("Params")} == named
    assert len(named) >= 31
    assert len(exported) == len(set(exported))


def test_presence_counts_are_those_of_the_published_types() -> None:
    """Of the models of 0.2.0, 70 own fields are nullable, 9 optional and 15 both.

    One more is nullable than in 0.2.0: the author of a quoted message, who may be a robot.
    """
    newer = re.compile(r"EditedRoomMessage|EventCancelResult|FeatureFlag|Robot.*|\w+Data|\w+Event")
    fields = [
        (field.nullable, field.optional)
        for name, shape in models_as.shapes().items()
        for field in shape.fields
        if field.wire != "unreadCount"
        and (name in ("MentionData", "EventGuest") or not newer.fullmatch(name))
    ]
    counts = [fields.count(one) for one in ((True, False), (False, True), (True, True))]
    assert counts == [70, 9, 15]


def test_an_optional_field_is_none_in_python() -> None:
    """What the API may leave out or send as null can be None here: the marks change no answer."""
    for name, shape in models_as.shapes().items():
        for field in shape.fields:
            info = getattr(models, name).model_fields[field.name]
            assert not field.optional or (not info.is_required() and info.default is None), name


def test_class_names_are_those_of_the_published_sdk() -> None:
    """Programs name the classes of 0.2.0 in annotations."""
    assert {target.class_name(namespace) for namespace in TABLE.namespaces if namespace} >= {
        *("DmsResource", "EventGuestsResource", "EventTemplatesResource", "EventsResource"),
        *("FriendsResource", "ImagesResource", "RobotEventsResource", "RobotsResource"),
        *("RoomMessagesResource", "RoomsResource", "ServerInvitesResource", "UsersResource"),
        *("ServerMembersResource", "ServerRolesResource", "ServersResource", "SystemResource"),
    }


@pytest.mark.parametrize(
    ("file", "line", "changed", "results"),
    [
        (
            "users.yaml",
            "      avatar_url: {type: str, doc: URL of the new avatar.}\n",
            (
                "      avatar_url: {type: str, doc: URL of the new avatar.}\n"
                "      favorite_color: {type: str, doc: Color of your name.}\n"
            ),
            {
                "_table.py": ["'wire': 'favoriteColor'"],
                "resources.pyi": [
                    "favorite_color: Omittable[str] = ...",
                    "favorite_color: Color of your name.",
                ],
                "table.ts": ["favoriteColor: 'str'"],
                "bodies.ts": ["  /** Color of your name. */\n  favoriteColor?: string;"],
            },
        ),
        (
            "messages.yaml",
            "    limits: {robot: {count: 10, seconds: 10}}\n",
            "    limits: {robot: {count: 20, seconds: 10}}\n",
            {
                "_table.py": ["'limits': {'robot': {'count': 20, 'seconds': 10}}"],
                "resources.pyi": ["A robot may call it 20 times in 10 seconds."],
                "table.ts": ["limits: { robot: { count: 20, seconds: 10 } }"],
                "resources.ts": ["A robot may call it 20 times in 10 seconds."],
            },
        ),
    ],
    ids=["a new parameter", "another limit"],
)
def test_a_changed_line_of_a_route_file_changes_both_languages(
    tmp_path: Path, file: str, line: str, changed: str, results: Mapping[str, Sequence[str]]
) -> None:
    """One changed line reaches code, types and documentation of both SDKs, and nothing else."""
    before = generated_files(ROOT / "routes")
    routes = tmp_path / "routes"
    shutil.copytree(ROOT / "routes", routes)
    (tmp_path / "typescript" / "src" / "generated").mkdir(parents=True)
    text = (routes / file).read_text(encoding="utf-8")
    assert text.count(line) == 1
    (routes / file).write_text(text.replace(line, changed), encoding="utf-8")
    old = {path.name: text for path, text in before.items()}
    new = {
        path.name: text
        for path, text in generated_files(routes).items()
        if path.name != "__init__.pyi"  # of several packages, from no route
    }
    assert {name for name in new if new[name] != old[name]} == set(results)
    for name, texts in results.items():
        for text in texts:
            assert text in new[name], name
            assert text not in old[name], name


def test_documentation_has_the_names_of_typescript(files: Dict[str, str]) -> None:
    """Comments name things as TypeScript does: camelCase and null, no reST."""
    text = files["resources.ts"] + files["models.ts"] + files["bodies.ts"]
    comments = "\n".join(re.findall(r"/\*\*.*?\*/", text, re.DOTALL))
    assert re.findall(r"\bNone\b|``|\bTrue\b", comments) == []
    values = {value for one in choices().values() for value in one}
    snake = set(re.findall(r"`([a-z]+_[a-z_]+)`", comments)) - values
    assert snake == set()


def test_no_line_is_longer_than_a_screen(files: Dict[str, str]) -> None:
    """Generated code is read too."""
    long = [line for text in files.values() for line in text.splitlines() if len(line) > 110]
    assert long == []


def test_generation_is_stable() -> None:
    """The route files in any order give the same text."""
    sources = sorted((ROOT / "routes").glob("*.yaml"), reverse=True)
    assert target.typescript(load(sources)).keys() == target.typescript(TABLE).keys()


def test_documentation_shows_how_typescript_calls_a_method() -> None:
    """A declaration has the whole path of the method, and the type of its fields."""
    assert target.declaration(TABLE.method("servers.rooms.messages", "edit")) == (
        "client.servers.rooms.messages.edit(\n"
        "  serverId: string,\n"
        "  roomId: string,\n"
        "  messageId: string,\n"
        "  body: EditRoomMessageBody,\n"
        "  options?: CallOptions,\n"
        "): Promise<EditedRoomMessage>;\n"
        "\n"
        "interface EditRoomMessageBody {\n"
        "  content: string;\n"
        "}"
    )
    assert target.declaration(TABLE.method("dms", "create")).endswith("Promise<DmConversation>;")
    assert target.declaration(TABLE.method("servers", "paginate")) == ""

"""Support for the tests of users of the SDK, tried in a project of its own."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import textwrap
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Dict

import pytest
import yaml
from vcr.request import Request

import lagclient
from lagclient.errors import LagInvalidRequestError
from lagclient.models import event_from
from lagclient.sandbox import Sandbox
from lagclient.scrubbing import BOUNDARY, LIVE
from lagclient.testing import CassetteYaml, MakeEvent, vcr_config
from tests.kit.documents import ROOT, code

PLUGIN = "lagclient.testing"
RECORDING = ("-p", "pytest_recording.plugin")


class Project:
    """A project beside lagclient, which need not be installed for it.

    It is run by another process: pytest's own `pytester` forgets what was imported meanwhile, and
    modules that know each other would be there twice.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("pytest.ini", "[pytest]\nfilterwarnings = error\n")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text), encoding="utf-8")

    def outcome(self, *options: str, **environment: str) -> str:
        """Run pytest; return its last line, without the time."""
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--color=no", "-p", PLUGIN, *options],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(lagclient.__file__).parent.parent),
                # An installed plugin would be there under its other name as well.
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                **environment,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        print(done.stdout)
        return done.stdout.splitlines()[-1].strip("= ").partition(" in ")[0]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def page_file(name: str) -> str:
    """Return a file of the page about tests."""
    (block,) = [block for block in code("docs/howto/test-a-bot.md") if block.file == name]
    return block.text


def test_event_of_a_misspelled_type_is_refused() -> None:
    """A test cannot pass because its event has a type that no handler has; a robot gets it."""
    place: Any = SimpleNamespace(server_id="srv_1", room_id="room_1")
    make: Any = MakeEvent(place)
    message = make("room.message", {"content": "!ping"})
    assert (message.server_id, message.data.room_id) == ("srv_1", "room_1")
    assert make("room.message", {"roomId": "other"}).data.room_id == "other"
    assert make("member.join").raw["data"] == {}
    with pytest.raises(
        LagInvalidRequestError, match=r"not 'room.messages'; did you mean 'room.message'"
    ):
        make("room.messages")
    with pytest.raises(LagInvalidRequestError, match=r"`type` must be one of .*, not 'x' "):
        make("x")
    assert event_from({"type": "room.messages"}).type == "room.messages"


def test_page_example_passes(project: Project) -> None:
    """The bot of the page passes its tests with the conftest of the page."""
    for name in ("greeter.py", "test_greeter.py", "conftest.py"):
        project.write(name, page_file(name))
    assert project.outcome(*RECORDING) == "2 passed"


def test_page_test_can_fail(project: Project) -> None:
    """The tests of the page fail for a bot that answers something else."""
    project.write("greeter.py", page_file("greeter.py").replace("Hello, ", "Bye, "))
    project.write("test_greeter.py", page_file("test_greeter.py"))
    assert project.outcome() == "1 failed, 1 passed"


def test_fixtures_give_each_scope_a_world(project: Project) -> None:
    """Each test has its own sandbox, clients with its tokens, and an environment for it.

    A module and a run can have one sandbox, whose environment ends with it.
    """
    project.write(
        "test_it.py",
        """
        import asyncio, os, pytest
        from lagclient import Client

        @pytest.mark.parametrize("again", [1, 2])
        def test_a_world_of_its_own(again, lag_client, lag_sandbox):
            here = lag_sandbox.server_id, lag_sandbox.room_id
            assert len(lag_client.servers.rooms.messages.list(*here).items) == 4
            lag_client.servers.rooms.messages.send(*here, content="hi")

        def test_who(lag_client, lag_robot, lag_async_client, lag_async_robot):
            assert lag_client.users.me().username == "sam"
            assert lag_robot.identity().kind == "robot"
            assert asyncio.run(lag_async_client.users.me()).username == "sam"
            assert asyncio.run(lag_async_robot.identity()).kind == "robot"

        def test_environment(lag_sandbox):
            with Client() as client:
                assert client.servers.get(lag_sandbox.server_id)

        def test_afterwards():
            assert "LAG_BASE_URL" not in os.environ
        """,
    )
    project.write(
        "test_module.py",
        """
        import os, pytest

        def test_module(lag_module_sandbox, lag_module_client, lag_module_robot):
            here = lag_module_sandbox.server_id, lag_module_sandbox.room_id
            lag_module_robot.servers.rooms.messages.send(*here, content="kept")
            assert os.environ["LAG_BASE_URL"] == lag_module_sandbox.url

        def test_function_inside(lag_sandbox, lag_module_sandbox, lag_session_sandbox):
            assert len({lag_sandbox.url, lag_module_sandbox.url, lag_session_sandbox.url}) == 3
            assert os.environ["LAG_BASE_URL"] == lag_sandbox.url

        def test_module_again(lag_module_sandbox, lag_module_client):
            here = lag_module_sandbox.server_id, lag_module_sandbox.room_id
            (newest,) = lag_module_client.servers.rooms.messages.list(*here, limit=1)
            assert newest.content == "kept"
            assert os.environ["LAG_BASE_URL"] != ""
        """,
    )
    project.write(
        "test_session.py",
        """
        import os, pytest

        ids = []

        @pytest.mark.parametrize("again", [1, 2])
        def test_session(again, lag_session_client, lag_session_robot, lag_session_sandbox):
            ids.append(lag_session_sandbox.server_id)
            assert lag_session_client.servers.get(ids[0])
            assert lag_session_robot.identity().server_id == ids[0]
            assert os.environ["LAG_TOKEN"] == lag_session_sandbox.token
        """,
    )
    assert project.outcome() == "10 passed"


def test_sandbox_of_the_run_for_all_fixtures(project: Project) -> None:
    """A suite can set the options of its sandboxes, and use one for all of its fixtures."""
    project.write(
        "conftest.py",
        """
        import pytest

        @pytest.fixture(scope="session")
        def lag_options():
            return {"rate_limits": False, "token": "lag_pat_test"}

        @pytest.fixture(scope="session")
        def lag_sandbox(lag_session_sandbox):
            return lag_session_sandbox
        """,
    )
    project.write(
        "test_it.py",
        """
        def test_one(lag_sandbox, lag_client, lag_robot):
            assert lag_sandbox.token == "lag_pat_test"
            hasty = lag_robot.with_options(max_retries=0, deadline_seconds=5)
            for _ in range(11):  # a client that kept the limit would wait for 10 s
                here = lag_sandbox.server_id, lag_sandbox.room_id
                hasty.servers.rooms.messages.send(*here, content="hi")

        def test_other(lag_sandbox, lag_client):
            here = lag_sandbox.server_id, lag_sandbox.room_id
            assert len(lag_client.servers.rooms.messages.list(*here).items) == 15
        """,
    )
    assert project.outcome() == "2 passed"


def test_plugin_costs_nothing_unused(project: Project) -> None:
    """A suite that uses no fixture imports nothing more, and nothing happens by itself."""
    heavy = "httpx pydantic attr anyio starlette uvicorn yaml vcr lagclient.sandbox"
    project.write(
        "test_it.py",
        f"""
        import sys

        def test_light(request):
            assert "{PLUGIN}" in sys.modules
            assert not [name for name in {heavy.split()!r} if name in sys.modules]
            assert not [name for name in request.fixturenames if "lag" in name]
        """,
    )
    assert project.outcome() == "1 passed"


def test_pytest_finds_the_plugin() -> None:
    """The entry point is in the project file, and resolves where lagclient is installed."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'[project.entry-points.pytest11]\nlagclient = "{PLUGIN}"\n' in text
    found: Any = entry_points()
    if hasattr(found, "select"):  # not on Python 3.9
        found = found.select(group="pytest11")
    else:
        found = found.get("pytest11", [])
    installed = {point.name: point.value for point in found}
    assert installed.get("lagclient", PLUGIN) == PLUGIN


@pytest.mark.skipif(sys.version_info < (3, 11), reason="recorded with newer ones")
def test_suite_records_and_replays(project: Project) -> None:
    """The settings record a cassette that replays strictly and has no token in it."""
    suite = """
        import pytest
        from lagclient import Client

        @pytest.mark.vcr
        def test_it():
            with Client(max_retries=0) as client:
                assert [user.username for user in client.users.search("sam")] == ["sam"]

        @pytest.mark.vcr
        def test_other():
            with Client(max_retries=0) as client:
                assert client.users.search("jun")
        """
    project.write("conftest.py", page_file("conftest.py"))
    project.write("test_it.py", suite)
    with Sandbox() as lag:
        environment = {"LAG_TOKEN": lag.token, "LAG_BASE_URL": lag.url}
        recorded = project.outcome(*RECORDING, "--record-mode=rewrite", **environment)
        assert recorded == "2 passed"
    (cassette,) = project.folder.rglob("test_it.yaml")
    text = cassette.read_text(encoding="utf-8")
    assert lag.token not in text
    assert '"username": "sam"' in text
    project.write("test_it.py", suite.replace('search("jun")', 'search("ju")'))
    assert project.outcome(*RECORDING, **environment) == "1 failed, 1 passed"


def recorded(request: Request, config: Dict[str, Any]) -> Request:
    """Apply the settings to a request, twice because vcrpy does it again when it loads."""
    scrub = config["before_record_request"]
    return scrub(copy.deepcopy(scrub(request)))


def answered(body: bytes, config: Dict[str, Any], **headers: str) -> Dict[str, Any]:
    """Apply the settings to a response, twice for the same reason."""
    scrub = config["before_record_response"]
    listed = {name.replace("_", "-"): [value] for name, value in headers.items()}
    status = {"code": 200, "message": "OK"}
    return scrub(scrub({"status": status, "headers": listed, "body": {"string": body}}))


@pytest.mark.parametrize(
    ("uri", "body", "headers"),
    [
        ("/x?key=lag_pat_secret", b"", {}),
        ("/servers/join/secret", b"", {}),
        ("/servers/invite/secret?x=1", b"", {}),
        ("/x", b'{"token":"secret"}', {}),
        ("/x", b'{"deep":[{"code":"secret","shareCode":"secret"}]}', {}),
        ("/x", b"my key is lag_robot_secret_+/secret-secret!", {}),
        ("/x", b"\x89 lag_robot_secret \xff", {}),
        ("/x", b"", {"Authorization": "Bearer secret"}),
        ("/x", b"", {"AUTHORIZATION": "secret"}),
        ("/x", b"", {"Cookie": "session=secret", "X-Api-Key": "secret"}),
    ],
)
def test_requests_are_scrubbed(uri: str, body: bytes, headers: Dict[str, str]) -> None:
    """No credential of a request is kept, wherever it is."""
    kept = recorded(Request("POST", LIVE + uri, body, headers), vcr_config())
    assert "secret" not in kept.uri
    assert b"secret" not in kept.body
    assert "secret" not in str(kept.headers)


def test_responses_are_scrubbed() -> None:
    """No credential of a response is kept, nor a header that is not on the list."""
    body = b'{"code":"secret","maxUses":2,"note":"lag_pat_secret"}'
    kept = answered(body, vcr_config(), Set_Cookie="secret", Content_Type="x", Server="y")
    assert json.loads(kept["body"]["string"]) == {
        "code": "scrubbed",
        "maxUses": 2,
        "note": "lag_pat_scrubbed",
    }
    assert kept["headers"] == {"content-type": ["x"]}


def test_credential_scheme_is_kept() -> None:
    """A cassette of a robot is not replayed for a user."""
    headers = {"Authorization": "Robot lag_robot_secret"}
    kept = recorded(Request("GET", LIVE, b"", headers), vcr_config())
    assert dict(kept.headers) == {"authorization": "Robot scrubbed"}


def test_origin_is_rewritten() -> None:
    """A cassette does not show the address of its sandbox."""
    config = vcr_config(origin="http://127.0.0.1:1234/")
    kept = recorded(Request("GET", "http://127.0.0.1:1234/users/me", b"", {}), config)
    assert kept.uri == f"{LIVE}/users/me"
    answer = answered(b'{"url":"http://127.0.0.1:1234/a"}', config)
    assert json.loads(answer["body"]["string"]) == {"url": f"{LIVE}/a"}


@pytest.mark.parametrize("boundary", ["abc123", '"abc123"'])
def test_forms_have_a_fixed_boundary(boundary: str) -> None:
    """The boundary of a form is replaced, because a random one would change every recording."""
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    body = b"--abc123\r\n\r\n\x89PNG\r\n--abc123--\r\n"
    kept = recorded(Request("POST", LIVE, body, headers), vcr_config())
    assert kept.body == body.replace(b"abc123", BOUNDARY.encode())
    assert "abc123" not in str(kept.headers)


def test_vcrpy_options_can_be_changed() -> None:
    """A suite may match other parts of a request, or ignore hosts."""
    config = vcr_config(match_on=("method",), ignore_hosts=("example.com",))
    assert config["match_on"] == ("method",)
    assert config["ignore_hosts"] == ("example.com",)
    assert config["before_record_request"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a",
        "two\nlines",
        "trailing \nspace",
        "🎉\n\t:wave:",
        "null",
        "1",
        b"\x89PNG\xff",
        None,
        1,
    ],
)
def test_serialized_cassette_is_equal(value: Any) -> None:
    """A written cassette is read back equal, binary bodies included."""
    text = CassetteYaml.serialize({"body": value})
    assert CassetteYaml.deserialize(text) == yaml.safe_load(text) == {"body": value}


def test_serialized_cassette_is_readable() -> None:
    """Lines stay lines, emoji stay emoji, and the order is kept."""
    text = CassetteYaml.serialize({"z": '{\n  "a": "🎉"\n}', "a": "x" * 200})
    assert text == 'z: |-\n  {\n    "a": "🎉"\n  }\na: ' + "x" * 200 + "\n"

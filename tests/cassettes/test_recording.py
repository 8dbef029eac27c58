"""What may be recorded, and where to: refusals are decided without any network."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict

import httpx
import pytest
import yaml

from lagclient import LagConnectionError
from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from lagclient.testing import LIVE

from .live import CASSETTES, only_reading, reads, refusal

TOKEN = {"LAG_TOKEN": "lag_pat_mine"}


@pytest.fixture
def vcr_config() -> Dict[str, Any]:
    """Nothing is recorded in this module."""
    return {}


@pytest.mark.parametrize(
    "folder",
    [CASSETTES, CASSETTES / "live", CASSETTES / "new" / "deep", CASSETTES / ".." / "cassettes"],
)
def test_our_cassettes_are_never_recorded_live(folder: Path) -> None:
    """No folder in cassettes/, nor cassettes/ itself, takes live traffic."""
    assert "our own cassettes" in refusal(folder, TOKEN, None)


def test_a_link_to_our_cassettes_is_seen_through(tmp_path: Path) -> None:
    """Another way to cassettes/ does not help."""
    (tmp_path / "scratch").symlink_to(CASSETTES, target_is_directory=True)
    assert "our own cassettes" in refusal(tmp_path / "scratch" / "live", TOKEN, None)


@pytest.mark.parametrize("folder", ["", "new", "new/deep"])
def test_a_scratch_folder_is_fine(folder: str, tmp_path: Path) -> None:
    """An empty folder, or one that is not there yet, is taken."""
    assert refusal(tmp_path / folder, TOKEN, None) == ""


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    """A folder with something in it, or a file, is refused."""
    (tmp_path / "file").touch()
    assert "not an empty folder" in refusal(tmp_path, TOKEN, None)
    assert "not an empty folder" in refusal(tmp_path / "file", TOKEN, None)


@pytest.mark.parametrize("environment", [{}, {"LAG_TOKEN": ""}])
def test_a_token_is_needed(environment: Dict[str, str], tmp_path: Path) -> None:
    """Whoever records the live API does so with a token of their own."""
    assert "LAG_TOKEN" in refusal(tmp_path, environment, None)


def test_the_two_ways_to_record_do_not_mix(tmp_path: Path) -> None:
    """--record-mode is for the sandbox."""
    assert "--record-mode" in refusal(tmp_path, TOKEN, "rewrite")


def test_only_reads_are_chosen() -> None:
    """Every case for the live API is a GET that takes nothing away."""
    chosen = reads()
    assert {case.route.method for case in chosen} == {"GET"}
    names = {case.route.full_name for case in chosen}
    unread = {n for n, r in TABLE.items() if r.method == "GET"} - names
    assert unread == {"robots.events.poll", "robots.events.sse"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_write_never_leaves(method: str) -> None:
    """The client for the live API sends GET, whatever is asked of it."""
    called = []
    with only_reading("lag_pat_mine", LIVE) as reader, pytest.MonkeyPatch.context() as patch:
        client = reader.with_options(max_retries=0)
        patch.setattr(httpx.HTTPTransport, "handle_request", lambda *a: called.append(a))
        with pytest.raises(LagConnectionError, match=f"{method} is not for the live API"):
            {
                "POST": client.users.request_deletion,
                "PUT": lambda: client.servers.roles.assign_to_member("s", "u", role_id="r"),
                "PATCH": client.users.update_me,
                "DELETE": lambda: client.servers.delete("s"),
            }[method]()
    assert not called


@pytest.mark.block_network
def test_replay_cannot_reach_the_network() -> None:
    """What is marked as the replayed tests are gets no connection, not even to this machine."""
    with socket.socket() as connection, pytest.raises(RuntimeError, match="Network is disabled"):
        connection.connect(("127.0.0.1", 9))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="recorded with newer ones")
def test_reads_are_recorded(tmp_path: Path) -> None:
    """The flag works: here with a sandbox in place of the live API."""
    suite = Path(__file__).parent
    options = [str(suite), f"--record-live={tmp_path}", "-p", "no:cacheprovider", "-n0"]
    with Sandbox() as lag:
        environment = {**os.environ, "LAG_TOKEN": lag.token, "LAG_BASE_URL": lag.url}
        subprocess.run(
            [sys.executable, "-m", "pytest", *options],
            cwd=suite.parent.parent,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
    recorded = sorted(tmp_path.glob("*.yaml"))
    assert len(recorded) > 20
    for file in recorded:
        text = file.read_text(encoding="utf-8")
        assert lag.token not in text
        assert {i["request"]["method"] for i in yaml.safe_load(text)["interactions"]} == {"GET"}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="recorded with newer ones")
def test_recording_runs_alone() -> None:
    """While cassettes are recorded no other test runs, because it could read one half-written."""
    suite = Path(__file__).parent
    options = ["--record-mode=rewrite", "--collect-only", "-q", "-n0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", str(suite), *options],
        cwd=suite.parent.parent,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    files = {line.partition("::")[0] for line in done.stdout.splitlines() if "::" in line}
    assert files == {"tests/cassettes/test_replay.py"}

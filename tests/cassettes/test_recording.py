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

from lagclient.resources import TABLE
from lagclient.sandbox import Sandbox
from lagclient.scrubbing import LIVE

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
def test_own_cassettes_are_never_recorded_live(folder: Path) -> None:
    """Neither cassettes/ nor a folder inside it accepts live traffic."""
    assert "our own cassettes" in refusal(folder, TOKEN, None)


def test_link_to_own_cassettes_is_refused(tmp_path: Path) -> None:
    """A link to cassettes/, or another spelling of its path, is refused too."""
    (tmp_path / "scratch").symlink_to(CASSETTES, target_is_directory=True)
    assert "our own cassettes" in refusal(tmp_path / "scratch" / "live", TOKEN, None)


@pytest.mark.parametrize("folder", ["", "new", "new/deep"])
def test_empty_folder_is_accepted(folder: str, tmp_path: Path) -> None:
    """An empty folder, or one that does not exist yet, is accepted."""
    assert refusal(tmp_path / folder, TOKEN, None) == ""


def test_existing_files_are_not_overwritten(tmp_path: Path) -> None:
    """A folder with files in it, or a file, is refused."""
    (tmp_path / "file").touch()
    assert "not an empty folder" in refusal(tmp_path, TOKEN, None)
    assert "not an empty folder" in refusal(tmp_path / "file", TOKEN, None)


@pytest.mark.parametrize("environment", [{}, {"LAG_TOKEN": ""}])
def test_live_recording_needs_a_token(environment: Dict[str, str], tmp_path: Path) -> None:
    """Recording the live API needs LAG_TOKEN."""
    assert "LAG_TOKEN" in refusal(tmp_path, environment, None)


def test_record_live_excludes_record_mode(tmp_path: Path) -> None:
    """--record-mode is for the sandbox, so --record-live refuses it."""
    assert "--record-mode" in refusal(tmp_path, TOKEN, "rewrite")


def test_live_cases_only_read() -> None:
    """Every case for the live API is a GET that takes nothing away."""
    chosen = reads()
    assert {case.route.method for case in chosen} == {"GET"}
    names = {case.route.full_name for case in chosen}
    unread = {n for n, r in TABLE.items() if r.method == "GET"} - names
    assert unread == {"robots.events.poll", "robots.events.sse"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_live_client_sends_no_write(method: str) -> None:
    """The client for the live API sends GET requests only."""
    called = []
    with only_reading("lag_pat_mine", LIVE) as reader, pytest.MonkeyPatch.context() as patch:
        client = reader.with_options(max_retries=0)
        patch.setattr(httpx.HTTPTransport, "handle_request", lambda *a: called.append(a))
        with pytest.raises(PermissionError, match=f"{method} is not for the live API"):
            {
                "POST": client.users.request_deletion,
                "PUT": lambda: client.servers.roles.assign_to_member("s", "u", role_id="r"),
                "PATCH": client.users.update_me,
                "DELETE": lambda: client.servers.delete("s"),
            }[method]()
    assert not called


@pytest.mark.block_network
def test_replay_has_no_network() -> None:
    """A replayed test gets no connection, not even to this machine."""
    with socket.socket() as connection, pytest.raises(RuntimeError, match="Network is disabled"):
        connection.connect(("127.0.0.1", 9))


@pytest.mark.skipif(sys.version_info < (3, 11), reason="recorded with newer ones")
def test_record_live_records_reads(tmp_path: Path) -> None:
    """--record-live records every read, here from a sandbox."""
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
    """While cassettes are recorded no other test runs, because it could read an incomplete one."""
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

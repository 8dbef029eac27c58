"""Records the reads of the live API, when `--record-live` asks for it: see `live`."""

from __future__ import annotations

import os
from typing import Iterator

import pytest
from vcr.cassette import Cassette

from lagclient import Client
from lagclient.scrubbing import LIVE

from .cases import Case
from .live import found, only_reading, reads
from .performing import perform
from .staging import Stage

READS = [
    pytest.param(case, marks=pytest.mark.default_cassette(case.name), id=case.name)
    for case in reads()
]


TOKEN = os.environ.get("LAG_TOKEN", "")
BASE_URL = os.environ.get("LAG_BASE_URL", LIVE)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    """The owner of LAG_TOKEN, who only reads."""
    with only_reading(TOKEN, BASE_URL) as client:
        yield client


@pytest.fixture
def stage(case: Case, client: Client) -> Stage:
    """The live API, with a step that the account can take."""
    if client.is_robot != (case.kind == "robot"):
        pytest.skip(f"LAG_TOKEN is not of a {case.kind}")
    step = found(case.step, client)
    if step is None:
        pytest.skip("The account has nothing to try this with")
    return Stage(BASE_URL, TOKEN, step)


@pytest.mark.vcr
@pytest.mark.parametrize("case", READS, indirect=True)
def test_read_of_the_live_api(case: Case, stage: Stage, client: Client, vcr: Cassette) -> None:
    """A read of the live API is recorded."""
    perform(stage.step, client, pages=2)
    assert 0 < len(vcr) <= 2

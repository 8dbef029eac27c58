"""Every cassette is what both clients ask for, and they make the same typed data of it."""

from __future__ import annotations

import pytest
from vcr.cassette import Cassette

from .cases import CASES, Case
from .replaying import assert_typed, data_of, data_of_async
from .staging import Stage

PLAYED = [
    pytest.param(case, marks=pytest.mark.default_cassette(case.name), id=case.name)
    for case in CASES
]


@pytest.mark.vcr
@pytest.mark.block_network
@pytest.mark.parametrize("case", PLAYED, indirect=True)
def test_cassette_is_replayed_by_both_clients(
    case: Case, stage: Stage, vcr: Cassette, record_mode: str
) -> None:
    """Both clients send the recorded requests, all of them, and return the same data."""
    data = data_of(stage)
    assert_typed(data, case.route)
    if record_mode != "none":
        return
    assert vcr.all_played
    vcr.rewind()
    assert data_of_async(stage) == data
    assert vcr.all_played

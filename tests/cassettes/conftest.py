from __future__ import annotations

from typing import Any, Dict, Iterator

import pytest

from lagclient.scrubbing import LIVE
from lagclient.testing import CassetteYaml
from lagclient.testing import vcr_config as settings

from . import vcrpy7
from .cases import Case
from .live import CASSETTES
from .staging import Stage, arranged

TOKENS = {"user": "lag_pat_replayed", "robot": "lag_robot_replayed"}


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    vcr.register_serializer("yaml", CassetteYaml)


@pytest.fixture
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture
def stage(case: Case, record_mode: str) -> Iterator[Stage]:
    """Return the stage of a case: a prepared sandbox to record, or a base URL to replay."""
    if record_mode == "none":
        yield Stage(LIVE, TOKENS[case.kind], case.step)
        return
    with arranged(case) as stage:
        yield stage


@pytest.fixture
def vcr_config(stage: Stage) -> Dict[str, Any]:
    # Asked for before the cassette is opened: so what `stage` arranges is not on it.
    return settings(origin=stage.base_url)


@pytest.fixture(scope="module")
def vcr_cassette_dir(pytestconfig: pytest.Config) -> str:
    return str(pytestconfig.getoption("--record-live") or CASSETTES)


@pytest.fixture(autouse=True)
def every_vcrpy(monkeypatch: pytest.MonkeyPatch) -> None:
    if vcrpy7.IS_IN_USE:
        vcrpy7.mend(monkeypatch)

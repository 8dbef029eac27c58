"""Every route over a real socket, by both clients: what is recorded is also what happens."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from lagclient import AsyncClient, Client

from .cases import CASES, Case
from .performing import perform, perform_async
from .replaying import assert_typed
from .staging import Stage, arranged


def data_of(stage: Stage) -> Any:
    with Client(token=stage.token, base_url=stage.base_url, max_retries=0) as client:
        return perform(stage.step, client)


async def data_of_async(stage: Stage) -> Any:
    async with AsyncClient(token=stage.token, base_url=stage.base_url, max_retries=0) as client:
        return await perform_async(stage.step, client)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sandbox_gives_both_clients_the_same(case: Case) -> None:
    """Both clients, as user and as robot, return the same data of the table's model."""
    with arranged(case) as stage:
        data = data_of(stage)
        shown = repr(data).replace(stage.base_url, "")  # images are where their sandbox is
    assert_typed(data, case.route)
    with arranged(case) as stage:
        data = asyncio.run(data_of_async(stage))
        assert repr(data).replace(stage.base_url, "") == shown

"""A sandbox that is prepared for a case."""

from __future__ import annotations

import contextlib
from typing import Iterator

import attrs

from lagclient import Client
from lagclient.sandbox import Sandbox
from lagclient.sandbox.world.clock import Ticking
from lagclient.sandbox.world.ids import Counters

from .cases import Case, Step
from .performing import perform


@attrs.frozen
class Stage:
    """The step of a case, with the base URL and the token to call it with."""

    base_url: str
    token: str
    step: Step


@contextlib.contextmanager
def arranged(case: Case) -> Iterator[Stage]:
    """Yield the stage in a new sandbox, which is the same each time except for its address."""
    with Sandbox(clock=Ticking(), ids=Counters()) as lag:
        tokens = {**lag.tokens, "robot": lag.robot_key}
        for step in case.before:
            if step.who == "keeper":
                getattr(lag, step.method)(*step.args, **step.options)
                continue
            with Client(token=tokens[step.who], base_url=lag.url) as client:
                perform(step, client)
        yield Stage(lag.url, tokens[case.step.who], case.step)

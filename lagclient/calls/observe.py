"""Observe calls: their attempts and their end, for the log, for spans, for metrics.

The flow of a call is wrapped only if an observer wants to see it, so other calls cost nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, NamedTuple, Protocol, Sequence, Union

from lagclient.answer import Answer
from lagclient.transport.protocol import Reply, Request, TransportError

if TYPE_CHECKING:
    from lagclient.calls.steps import Flow

Outcome = Union[Reply, TransportError, None]
"""The end of an attempt: a response, a failure, or None if the caller gave it up."""


class Observed(NamedTuple):
    """A call, as observers see it: without the token, the query and the body."""

    name: str
    """The method, such as ``servers.get``."""
    method: str
    """``GET``, ``POST``, ..."""
    template: str
    """The path with its placeholders, such as ``/servers/{server_id}``."""
    ids: Mapping[str, str]
    """The ids in the path, by placeholder."""
    base_url: str

    @property
    def path(self) -> str:
        """The path with its ids. Other values, such as an invite code, stay placeholders."""
        path = self.template
        for name, id in self.ids.items():
            path = path.replace("{" + name + "}", id)
        return path

    @property
    def url(self) -> str:
        """The address of the call with its ids, without the query."""
        return self.path if "://" in self.template else self.base_url + self.path


class Observation(Protocol):
    """Follows one call. Its methods are called in turn, and must not raise."""

    def send(self) -> None:
        """An attempt begins."""
        ...

    def receive(self, outcome: Outcome) -> None:
        """An attempt ended."""
        ...

    def end(self, result: Union[Answer[Any], BaseException]) -> None:
        """The call ended: with an answer, an error, or a `GeneratorExit` if it was cancelled."""
        ...


class Observer(Protocol):
    """Follows the calls of a client."""

    def begin(self, call: Observed) -> Observation:
        """A call begins; nothing is sent yet."""
        ...


def observed(flow: Flow, request: Request, observations: Sequence[Observation]) -> Flow:
    """Wrap the flow of a call; only attempts with its own request are attempts of the call."""
    from lagclient.calls.steps import Receive, Send, go_on

    own = request.method, request.url
    try:
        step = go_on(flow.send, None)
        while not isinstance(step, Answer):
            is_attempt = (
                isinstance(step, (Send, Receive)) and (step.request.method, step.request.url) == own
            )
            if is_attempt:
                for each in observations:
                    each.send()
            outcome: Any = None
            try:
                outcome = yield step
            except TransportError as failure:
                outcome = failure
            finally:
                if is_attempt:
                    for each in reversed(observations):
                        each.receive(outcome)
            failed = isinstance(outcome, TransportError)
            step = go_on(flow.throw if failed else flow.send, outcome)
    except BaseException as error:
        flow.close()
        for each in reversed(observations):
            each.end(error)
        raise
    for each in reversed(observations):
        each.end(step)
    return step

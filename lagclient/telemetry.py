"""Spans of OpenTelemetry for calls (extra `otel`): one for each call, one for each attempt.

::

    from lagclient import Client
    from lagclient.telemetry import OpenTelemetry

    client = Client(observer=OpenTelemetry())

The span of a call is internal, and has the name of the method, such as ``servers.get``. Its
attributes are ``lagclient.method``, ``lagclient.attempts``, ``lagclient.outcome`` (``success``, or
the `outcome` of the error), ``lagclient.request_id`` and the ids in the path. Each attempt is a
client span below it, with the stable attributes of the semantic conventions for HTTP. It is the
current span while its request is sent, so spans of an HTTP library are below it.

No span has a token, a query, a body, or a value of a path that is not an id. No header is added to
requests, because the API belongs to another organisation.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Union
from urllib.parse import urlsplit

from lagclient.answer import Answer
from lagclient.calls.observe import Observation, Observed, Observer, Outcome
from lagclient.errors import LagAPIError
from lagclient.transport.protocol import Reply
from lagclient.version import __version__

__all__ = ["Observation", "Observed", "Observer", "OpenTelemetry", "Outcome"]

SCHEMA = "https://opentelemetry.io/schemas/1.23.1"
_PORTS = {"http": 80, "https": 443}


class OpenTelemetry:
    """An observer that records spans. Clients and threads can share it.

    Args:
        tracer_provider: Where spans go. None: the provider that the program has set.

    Raises:
        ImportError: The extra `otel` is not installed.
    """

    def __init__(self, tracer_provider: Optional[Any] = None) -> None:
        try:
            from opentelemetry import context, trace
        except ImportError as error:
            raise ImportError(
                "OpenTelemetry needs an extra: python -m pip install 'lagclient[otel]'"
            ) from error
        self._trace: Any = trace
        self._context: Any = context
        self._tracer: Any = trace.get_tracer(
            "lagclient", __version__, tracer_provider, schema_url=SCHEMA
        )

    def begin(self, call: Observed) -> Observation:
        """Begin the span of a call, below the current one."""
        return _Spans(self._trace, self._context, self._tracer, call)


class _Spans:
    """The span of a call, and that of its current attempt."""

    def __init__(self, trace: Any, context: Any, tracer: Any, call: Observed) -> None:
        self._trace, self._context, self._tracer = trace, context, tracer
        self._call = call
        self._attempts = 0
        ids = {f"lagclient.{name}": id for name, id in call.ids.items()}
        self._span: Any = tracer.start_span(
            call.name, attributes={"lagclient.method": call.name, **ids}
        )
        self._attempt: Any = None
        self._token: Any = None

    def send(self) -> None:
        """Begin the span of an attempt, and make it the current one."""
        call, parts = self._call, urlsplit(self._call.base_url)
        attributes: Dict[str, Any] = {
            "http.request.method": call.method,
            "server.address": parts.hostname or "",
            "server.port": parts.port or _PORTS[parts.scheme],
            "url.full": call.url,
        }
        if self._attempts:
            attributes["http.request.resend_count"] = self._attempts
        self._attempts += 1
        self._attempt = self._tracer.start_span(
            f"{call.method} {call.template}",
            context=self._trace.set_span_in_context(self._span),
            kind=self._trace.SpanKind.CLIENT,
            attributes=attributes,
        )
        current = self._trace.set_span_in_context(self._attempt)
        self._token = self._context.attach(current)

    def receive(self, outcome: Outcome) -> None:
        """End the span of an attempt."""
        self._context.detach(self._token)
        if isinstance(outcome, Reply):
            self._attempt.set_attribute("http.response.status_code", outcome.status)
            if outcome.status >= 400:
                self._fail(self._attempt, str(outcome.status))
        elif outcome is None:
            self._fail(self._attempt, "cancelled")
        else:
            self._fail(self._attempt, "timeout" if outcome.timed_out else outcome.phase)
        self._attempt.end()

    def end(self, result: Union[Answer[Any], BaseException]) -> None:
        """End the span of the call."""
        span, outcome, request_id = self._span, "cancelled", None
        if isinstance(result, Answer):
            outcome, request_id = "success", result.request_id
        elif isinstance(result, LagAPIError):
            outcome, request_id = result.outcome, result.request_id
            self._fail(span, type(result).__name__, result.code)
        else:
            is_cancelled = isinstance(result, GeneratorExit)
            self._fail(span, outcome if is_cancelled else type(result).__name__)
        span.set_attribute("lagclient.attempts", self._attempts)
        span.set_attribute("lagclient.outcome", outcome)
        if request_id:
            span.set_attribute("lagclient.request_id", request_id)
        span.end()

    def _fail(self, span: Any, error_type: str, why: Optional[str] = None) -> None:
        span.set_attribute("error.type", error_type)
        span.set_status(self._trace.StatusCode.ERROR, why)

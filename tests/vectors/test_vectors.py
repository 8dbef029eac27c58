"""The conformance vectors, run against the Python package. README.md describes their format."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from email.parser import BytesParser
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Tuple, Type
from urllib.parse import parse_qsl, urlsplit

import attrs
import pytest

from lagclient import errors
from lagclient.calls import retry
from lagclient.calls.decode import error_of
from lagclient.calls.flow import perform
from lagclient.calls.pacing import ProcessPacer
from lagclient.calls.settings import Policy
from lagclient.calls.steps import Send, Sleep
from lagclient.listening.sse import Blocks, GarbageError
from lagclient.models import event_from
from lagclient.pagination.walk import Walk
from lagclient.resources import TABLE
from lagclient.routing.call import Call
from lagclient.routing.route import Limit
from lagclient.transport.protocol import Reply, TransportError
from lagclient.transport.urls import checked_base_url
from lagclient.webhooks import sign, verify
from tests.kit.calls import ROBOT_TOKEN, USER_TOKEN, settings_of

FOLDER = Path(__file__).parent
KINDS: Dict[str, Type[errors.LagAPIError]] = {
    "api": errors.LagAPIError,
    "bad_request": errors.LagBadRequestError,
    "auth": errors.LagAuthError,
    "permission": errors.LagPermissionError,
    "not_found": errors.LagNotFoundError,
    "conflict": errors.LagConflictError,
    "rate_limit": errors.LagRateLimitError,
    "server": errors.LagServerError,
    "connection": errors.LagConnectionError,
    "decode": errors.LagDecodeError,
    "invalid_token": errors.LagInvalidTokenError,
    "invalid_request": errors.LagInvalidRequestError,
}


def vectors(name: str) -> Any:
    """The content of one file."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def run_all(name: str, check: Callable[[Any], None]) -> None:
    """Run every case of a file, and report all that fail."""
    wrong: List[str] = []
    for case in vectors(name)["cases"]:
        try:
            check(case)
        except Exception as error:
            wrong.append(f"{case['name']} (because {case['because']}): {error!r}"[:600])
    assert not wrong, "\n".join(wrong)


def moment(text: str) -> datetime:
    """A moment as the vectors write it."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def value_of(value: Any) -> Any:
    """An argument: bytes are written in base64."""
    return (
        base64.b64decode(value["base64"])
        if isinstance(value, dict) and "base64" in value
        else value
    )


def call_of(case: Mapping[str, Any]) -> Call:
    """The call of a case: path values by name, fields by wire name."""
    route = TABLE[case["route"]]
    fields = case["fields"]
    values: List[Any] = []
    for param in route.params:
        wire = (
            {"content_type": "contentType"}.get(param.name, param.name) if param.of else param.wire
        )
        given = case["path"] if param.where == "path" else fields
        name = param.name if param.where == "path" else wire
        values.append(value_of(given[name]) if name in given else param.default)
    return Call(route, tuple(values))


def settings_for(case: Mapping[str, Any], **more: Any) -> Any:
    """The settings of a case."""
    token = ROBOT_TOKEN if case["as"] == "robot" else USER_TOKEN
    return settings_of(token, **case.get("options", {}), **more)


def body_of(request: Any) -> bytes:
    """The whole body of a request."""
    body = request.body
    return b"" if body is None else body if isinstance(body, bytes) else b"".join(body())


def test_base_urls() -> None:
    """A base URL is what requests begin with, or is refused, as the vectors say."""

    def check(case: Any) -> None:
        if "error" in case:
            with pytest.raises(KINDS[case["error"]]):
                checked_base_url(case["base_url"], case["allow_http"])
        else:
            assert checked_base_url(case["base_url"], case["allow_http"]) == case["url"]

    run_all("base_urls", check)


def test_requests() -> None:
    """Arguments become the request that the vectors say."""

    def check(case: Any) -> None:
        send = next(perform(call_of(case), settings_for(case)))
        assert isinstance(send, Send)
        request, expected = send.request, case["request"]
        parts = urlsplit(request.url)
        assert (request.method, parts.path) == (expected["method"], expected["path"])
        query = [list(pair) for pair in parse_qsl(parts.query, keep_blank_values=True)]
        assert query == expected.get("query", [])
        scheme = "Robot" if case["as"] == "robot" else "Bearer"
        assert request.headers["authorization"].startswith(f"{scheme} ")
        body = body_of(request)
        if "json" in expected:
            assert request.headers["content-type"] == "application/json"
            assert json.loads(body) == expected["json"]
        elif "form" in expected:
            fields, file = parts_of(request.headers["content-type"], body)
            assert fields == expected["form"]
            assert file == expected["file"]
        else:
            assert body == b""

    run_all("requests", check)


def parts_of(content_type: str, body: bytes) -> Tuple[List[List[str]], Dict[str, str]]:
    """The fields and the file of a form."""
    head = f"content-type: {content_type}\r\n\r\n".encode()
    fields: List[List[str]] = []
    file: Dict[str, str] = {}
    for part in BytesParser().parsebytes(head + body).get_payload():
        content = part.get_payload(decode=True)
        name = part.get_param("name", header="content-disposition")
        filename = part.get_filename()
        if filename is None:
            fields.append([name, content.decode()])
        else:
            data = base64.b64encode(content).decode()
            kind = part.get_content_type()
            file = {"part": name, "filename": filename, "content_type": kind, "base64": data}
    return fields, file


def test_refusals() -> None:
    """What cannot be sent is refused before anything is, as the error that the vectors say."""

    def check(case: Any) -> None:
        with pytest.raises(KINDS[case["error"]]) as caught:
            next(perform(call_of(case), settings_for(case)))
        assert (caught.value.outcome, caught.value.attempts) == ("not_sent", 0)

    run_all("refusals", check)


def test_path_values() -> None:
    """No value leaves its segment, in any path of any route."""
    wrong: List[str] = []
    for name in TABLE:
        route = TABLE[name]
        kind = "user" if {"user", "public"} & set(route.kinds) else "robot"
        for param in (param for param in route.params if param.where == "path"):
            for one in vectors("refusals")["path_values"]:
                path = {p.name: "x" for p in route.params if p.where == "path"}
                path[param.name] = one["value"]
                case = {"route": name, "as": kind, "path": path, "fields": {}}
                try:
                    next(perform(call_of(case), settings_for(case)))
                except errors.LagInvalidRequestError as error:
                    if f"`{param.name}`" in str(error):
                        continue
                wrong.append(f"{name}: {param.name} = {one['value']!r}")
    assert not wrong, "\n".join(wrong)


def outcome_of(answer: Mapping[str, Any]) -> Any:
    """A reply, or how an attempt failed."""
    if "failure" in answer:
        return TransportError("broken", **answer["failure"])
    return Reply(answer["status"], answer["headers"], answer.get("body", "").encode())


def test_retries() -> None:
    """What follows a failed attempt is what the vectors say."""

    def check(case: Any) -> None:
        policy = Policy(case["max_retries"], case["max_retry_wait_seconds"], case["retry_unsafe"])
        decision = retry.decide(
            outcome_of(case["outcome"]),
            case["replay"],
            case["attempt"],
            policy,
            case["seconds_left"],
            lambda: moment(case["now"]),
            lambda: case["jitter"],
        )
        assert decision.action.value == case["action"]
        if case["action"] != "fail":
            assert decision.wait_seconds == pytest.approx(case["wait_seconds"])

    run_all("retries", check)


def test_retry_after() -> None:
    """Each form of Retry-After means the seconds that the vectors say."""

    def check(case: Any) -> None:
        headers = {} if case["value"] is None else {"retry-after": case["value"]}
        reply = Reply(case["status"], headers, b"")
        assert retry.retry_after(reply, lambda: moment(case["now"])) == case["seconds"]

    run_all("retry_after", check)


def test_errors() -> None:
    """Each refusal becomes the error that the vectors say."""

    def check(case: Any) -> None:
        reply = Reply(case["status"], case["headers"], case["body"].encode())
        error = error_of(reply, retry.retry_after(reply, lambda: moment("2026-01-01T12:00:00Z")))
        assert type(error) is KINDS[case["kind"]]
        assert (error.status, error.code, error.message) == (
            case["status"],
            case["code"],
            case["message"],
        )
        assert (error.body, error.request_id) == (case["error_body"], case["request_id"])
        assert error.retry_after_seconds == case["retry_after_seconds"]
        if "messages" in case:
            assert [*vars(error)["messages"]] == case["messages"]

    run_all("errors", check)


def assert_result(data: Any, expected: Any) -> None:
    """The result has the fields that the vectors name, by wire name."""
    if isinstance(expected, list):
        assert len(data) == len(expected)
        for one, fields in zip(data, expected):
            assert_result(one, fields)
    elif expected == {"nothing": True}:
        assert data is None
    else:
        assert {name: data[name] for name in expected} == expected


def ended_by(step: Callable[[], object]) -> Any:
    """What a flow returns, or the error that it raises."""
    try:
        step()
    except StopIteration as end:
        return end.value
    except errors.LagAPIError as error:
        return error
    raise AssertionError("The flow must end")


def test_results() -> None:
    """Each success becomes the result, or the error, that the vectors say."""

    def check(case: Any) -> None:
        flow = perform(call_of(case), settings_for(case))
        next(flow)
        reply = Reply(case["status"], {"content-type": "application/json"}, case["body"].encode())

        def answer_all() -> None:
            step: Any = flow.send(reply)  # a response that was cut off is asked for again
            while True:
                step = flow.send(None if isinstance(step, Sleep) else reply)

        ended = ended_by(answer_all)
        if isinstance(ended, errors.LagAPIError):
            assert (type(ended), ended.outcome) == (KINDS[case["error"]], case["outcome"])
        else:
            assert_result(ended.data, case["result"])

    run_all("results", check)


def test_calls() -> None:
    """A whole call makes the requests and the waits, and ends, as the vectors say."""

    def check(case: Any) -> None:
        requests: List[str] = []
        waits: List[float] = []
        answers: Iterator[Any] = iter(case["answers"])
        flow = perform(call_of(case), settings_for(case, now=lambda: moment(case["now"])))

        def step_through() -> None:
            step = next(flow)
            while True:
                if isinstance(step, Sleep):
                    waits.append(step.seconds)
                    step = flow.send(None)
                    continue
                parts = urlsplit(step.request.url)
                query = f"?{parts.query}" if parts.query else ""
                requests.append(f"{step.request.method} {parts.path}{query}")
                outcome = outcome_of(next(answers))
                lost = isinstance(outcome, TransportError)
                step = flow.throw(outcome) if lost else flow.send(outcome)

        ended = ended_by(step_through)
        if isinstance(ended, errors.LagAPIError):
            assert isinstance(ended, KINDS[case["error"]])
            assert ended.outcome == case["outcome"]
            if "ids" in case:
                assert vars(ended)["ids"] == case["ids"]
        else:
            assert_result(ended.data, case["result"])
        assert ended.attempts == case["attempts"]
        assert requests == case["requests"]
        assert waits == pytest.approx(case["waits"])
        assert next(answers, None) is None

    run_all("calls", check)


def test_pages() -> None:
    """A walk delivers the items, makes the requests, and ends, as the vectors say."""

    def check(case: Any) -> None:
        given = {name: case[name] for name in ("limit", "cursor") if case[name] is not None}
        one = {
            "route": "dms.list_messages",
            "as": "user",
            "path": {"conversation_id": "c"},
            "fields": given,
        }
        walk, items, requests = Walk(call_of(one)), [], []  # type: ignore[var-annotated]
        try:
            for answer in case["pages"]:
                call = walk.next_call()
                assert call is not None
                flow = perform(call, settings_for(one))
                query = urlsplit(next(flow).request.url).query
                requests.append([list(pair) for pair in parse_qsl(query)])
                page = page_from(flow, answer)
                items += [message.id for message in page.items]
                walk = walk.after(page)
            end = walk.next_call()
        except errors.LagDecodeError:
            end = "decode"
        assert end == case["error"]
        assert (items, requests) == (case["items"], case["requests"])

    run_all("pages", check)


def page_from(flow: Any, answer: Mapping[str, Any]) -> Any:
    """The page that a call returns for this answer."""
    common = {"conversationId": "c", "userId": "u", "username": "sam", "content": "hi"}
    messages = [{"id": id, "createdAt": "2026-01-01T00:00:00Z", **common} for id in answer["ids"]]
    body = {"messages": messages, "hasMore": answer["hasMore"], "nextCursor": answer["nextCursor"]}
    with pytest.raises(StopIteration) as end:
        flow.send(Reply(200, {}, json.dumps(body).encode()))
    return end.value.value.data


def test_event_stream() -> None:
    """Bytes become the same blocks, wherever they are cut."""

    def check(case: Any) -> None:
        data = base64.b64decode(case["base64"])
        cuts = [[data], [data[i : i + 1] for i in range(len(data))]]
        cuts += [[data[:i], data[i:]] for i in range(1, len(data))]
        for pieces in cuts:
            blocks, found, is_garbage = Blocks(), [], False  # type: ignore[var-annotated]
            blocks.is_strict = not case["lenient"]
            try:
                for piece in pieces:
                    found += blocks.feed(piece)
            except GarbageError:
                is_garbage = True
            expected = [{**block, "is_cut": False} for block in case["blocks"]]
            assert [attrs.asdict(block) for block in found] == expected, pieces
            assert is_garbage == case["garbage"]

    run_all("event_stream", check)


def test_events() -> None:
    """Payloads become the events that the vectors say."""

    def check(case: Any) -> None:
        event = event_from(case["payload"], id=case["id"], type=case["type"])
        expected = dict(case["event"])
        raw: Any = case["payload"] if isinstance(case["payload"], dict) else {}
        data = expected.pop("data")
        assert event.raw == raw or not raw
        stamp = expected.pop("timestamp")
        assert event.timestamp == (None if stamp is None else moment(stamp))
        assert {name: getattr(event, name) for name in expected} == expected
        assert {name: event.data[name] for name in data} == data

    run_all("events", check)


def test_webhooks() -> None:
    """Webhooks are taken or refused as the vectors say."""

    def check(case: Any) -> None:
        try:
            result: Any = verify(
                base64.b64decode(case["body_base64"]),
                case["headers"],
                case["secret"],
                tolerance_seconds=case["tolerance_seconds"],
                now=lambda: case["now"],
            )
        except errors.LagAPIError as error:
            result = error
        expected = case.get("event") or {"code": case["error"]}
        assert {name: getattr(result, name) for name in expected} == expected

    run_all("webhooks", check)
    for case in vectors("webhooks")["sign"]:
        body, secret = case["body"].encode(), case["secret"]
        signed = sign(body, secret, id=case["id"], timestamp=case["timestamp"])
        assert signed == case["headers"]


def test_pacing() -> None:
    """Places in the queue of a limit wait as the vectors say."""

    def check(case: Any) -> None:
        now = [0.0]
        pacer = ProcessPacer(lambda: now[0])
        turns: Dict[str, Any] = {}
        for step in case["steps"]:
            now[0] = step["at"]
            if "take" in step:
                turns[step["take"]] = pacer.queue("token", {"": Limit(**case["limit"])})
            elif "wait" in step:
                assert turns[step["wait"]].seconds() == pytest.approx(step["seconds"])
            else:
                turns[step["end"]].end(step["sent"])

    run_all("pacing", check)


def test_every_route_has_a_vector(request: pytest.FixtureRequest) -> None:
    """Each route has a case, for a third language; `--rewrite-snapshots` adds those of new ones."""
    file = vectors("requests")
    covered = {case["route"] for case in file["cases"]}
    if request.config.getoption("--rewrite-snapshots"):
        file["cases"] += [case for name in TABLE if name not in covered for case in cases_of(name)]
        text = json.dumps(file, indent=1, ensure_ascii=False)
        (FOLDER / "requests.json").write_text(f"{text}\n", encoding="utf-8")
        covered = {case["route"] for case in file["cases"]}
    assert covered == set(TABLE)


def test_new_route_gets_a_vector_for_each_credential() -> None:
    """The cases that are added are right: the request has each argument, and its own path."""
    cases = list(cases_of("servers.rooms.messages.send"))
    assert [case["as"] for case in cases] == ["user", "robot"]
    assert [case["request"]["path"] for case in cases] == [
        "/servers/server-id-1/rooms/room-id-1/messages",
        "/robots/@me/servers/server-id-1/rooms/room-id-1/messages",
    ]
    committed = [one for one in vectors("requests")["cases"] if one["name"] == cases[0]["name"]]
    assert committed == cases[:1]


def cases_of(name: str) -> Iterator[Dict[str, Any]]:
    """Yield a case of a route for each kind of credential that may use it."""
    route = TABLE[name]
    for kind in ("user", "robot") if "public" in route.scope else route.kinds:
        path = {
            param.name: f"{param.name.replace('_', '-')}-1"
            for param in route.params
            if param.where == "path"
        }
        fields = {
            param.wire: {"int": 7, "bool": True}.get(param.type, f"the {param.wire}")
            for param in route.params
            if param.where != "path"
        }
        case = {
            "name": f"{name}, {kind}",
            "because": "each route once",
            "route": name,
            "as": kind,
            "path": path,
            "fields": fields,
        }
        sent = next(perform(call_of(case), settings_for(case)))
        assert isinstance(sent, Send)
        parts = urlsplit(sent.request.url)
        case["request"] = {"method": sent.request.method, "path": parts.path}
        if parts.query:
            case["request"]["query"] = [list(pair) for pair in parse_qsl(parts.query)]
        if sent.request.body is not None:
            case["request"]["json"] = json.loads(body_of(sent.request))
        yield case


def test_every_case_gives_its_reason() -> None:
    """Names are unique in a file, and each case says because of what it is so."""
    for path in FOLDER.glob("*.json"):
        cases = vectors(path.stem)["cases"]
        assert len({case["name"] for case in cases}) == len(cases), path.name
        assert all(case["because"] for case in cases), path.name

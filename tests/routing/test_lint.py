from __future__ import annotations

from typing import Any, Callable, Dict, Optional

import pytest

from lagclient.errors import LagRouteError
from lagclient.resources import TABLE
from lagclient.routing import lint
from lagclient.routing.document import read
from lagclient.routing.load import chapter, load
from lagclient.routing.route import Param, Route, Via
from tests.kit.every import every


def one(at: str = "get:", **keys: Optional[str]) -> str:
    """A file with one route that is right but for these lines; None leaves a key out."""
    right = {"doc": "Get.", "request": "GET /x", "scope": "user", "model": "Ok"}
    lines = [f"    {key}: {text}" for key, text in {**right, **keys}.items() if text is not None]
    return "\n".join(["namespace: x", "doc: D.", "routes:", f"  {at}", *lines, ""])


def param(name: str, announced: str = "", **keys: str) -> str:
    """A line of a section: a parameter that is right but for these keys."""
    told = ", ".join(f"{key}: {text}" for key, text in {"type": "str", "doc": "D.", **keys}.items())
    return f"\n      {name}: {{{told}}}{announced}"


def post(**keys: Optional[str]) -> str:
    """A file with one POST that is right but for these lines."""
    return one("act:", **{"request": "POST /x", "replay": "safe", "because": "B.", **keys})


def query(problem: str, **keys: str) -> str:
    """A file with one parameter in the query that has this problem."""
    return one(query=param("a", f"  # !! x.get: parameter 'a': {problem}", **keys))


def form(problem: str, name: str = "filename", *, image: bool = True, **keys: str) -> str:
    """A file with one parameter in a form that has this problem, after the image."""
    announced = f"  # !! x.act: parameter {name!r}: {problem}"
    return post(form=IMAGE * image + param(name, announced, **keys))


def asks(request: str, problem: str) -> str:
    """A file with a request that has this problem."""
    return one(request=f"{request}  # !! x.get: {problem}")


def gives(model: str, problem: str, **keys: str) -> str:
    """A file with a model that has this problem."""
    return one(model=f"{model}  # !! x.get: {problem}", **keys)


IMAGE = param("image", type="image", required="true")
PAGE = """
  list:
    doc: List.
    request: GET /x
    scope: user
    query: {cursor: {type: str, doc: Cursor.}}
    model: page[RoomMessage]
    items: messages
"""
SENT = "".join(param(name) for name in ("content", "reply_to_id", "image_id"))
GET_OTHER = """
  other:
    doc: Get.
    request: GET /others/{other_id}
    scope: user
    model: ServerWithDetails
"""
BAD_NAME = "a name must be snake_case and not reserved, not"
BAD_MODEL = "`model` must be None, dict, Name, list[Name], page[Name] or module:Class, not"
NOT_THERE = "`model` must be in lagclient.models, dict or module:Class, not"
TYPES = "`type` must be str, int, bool, datetime, image or an enum, not"
SCOPES = "`scope` must be public, user, robot or robot:<permission>, not"
BAD_METHOD = "the method must be one of GET, HEAD, POST, PUT, PATCH, DELETE, not"
BAD_PATH = "the path must be like /rooms/{room_id}, not"
ONE_FILE = "a `form` must have exactly one parameter of type image"
SAME_WIRE = "`wire` must be used once in the query, not twice 'aB'"
GONE = "a DELETE with a model must have its result in `when_gone`"
OTHER_WAY = "`via` must name a route of the same parameters, not"
NOT_IN_SCOPE = "`via` must be for a kind in `scope`, not robot"
NOT_BOTH = "a request must have a `body` or a `form`, not both"
CONTROL = "x.get: documentation must be printable text, not control characters"
FIRST = "parameter 'b': required positional parameters must come first"
DESCRIBES = "`of` must stand at `filename` or `content_type` in a form"
IN_FORM = "an image must be a required parameter of a `form`"

# By the check that finds it; the first group is what the shape of a file forbids.
BAD: Dict[str, Dict[str, str]] = {
    "shape": {
        "unknown key": one(colour="red  # !! unknown key 'colour'"),
        "unknown key of a file": "colour: red  # !! unknown key 'colour'\nnamespace: x\ndoc: D.\n",
        "unknown key of a parameter": one(query=param("a", "  # !! unknown key 'docs'", docs="D.")),
        "unknown key of a path": one(
            request="GET /x/{a_id}",
            path="\n      a_id: {doc: D., type: str}  # !! unknown key 'type'",
        ),
        "unknown key of via": one(
            via="{user: {to: x}}  # !! the key 'route' is missing !! unknown key 'to'"
        ),
        "limits of nothing": one(
            limits="\n      user: {count: 0, seconds: 1}  # !! `count` "
            "must be greater than or equal to 1, not 0"
        ),
        "limits in words": one(
            limits="\n      user: 10 in 10 s  # !! `user` must be a mapping, not '10 in 10 s'"
        ),
        "limits of the whole API elsewhere": "namespace: x\ndoc: D.\n"
        "limits: {user: {count: 1, seconds: 1}}"
        "  # !! limits of the whole API must stand in the namespace `client`\n",
        "no doc": one("get:  # !! the key 'doc' is missing", doc=None),
        "no request": one("get:  # !! the key 'request' is missing", request=None),
        "no scope": one("get:  # !! the key 'scope' is missing", scope=None),
        "no model": one("get:  # !! the key 'model' is missing", model=None),
        "no namespace": "doc: D.  # !! the key 'namespace' is missing\n",
        "no type": one(query="\n      a: {doc: D.}  # !! the key 'type' is missing"),
        "no doc of a parameter": one(query="\n      a: {type: str}  # !! the key 'doc' is missing"),
        "duplicate key": one(model="Ok\n    model: Server  # !! duplicate key 'model'"),
        "duplicate method": one(model="Ok\n  get: {}  # !! duplicate key 'get'"),
        "duplicate parameter": one(query=param("a") + param("a", "  # !! duplicate key 'a'")),
        "a scope of a wrong kind": one(
            scope="[user, [robot]]  # !! `scope` must be text, not ['robot']"
        ),
        "a doc of a wrong kind": one(doc="12  # !! `doc` must be text, not 12"),
        "a flag of a wrong kind": one(
            query=param("a", "  # !! `required` must be true or false, not 'yes'", required="yes")
        ),
        "a status of a wrong kind": one(
            status="1.5  # !! `status` must be a whole number, not '1.5'"
        ),
        "a limit of a wrong kind": one(
            query=param("a", "  # !! `range` must be a whole number, not '1'", range="['1', 2]")
        ),
        "a limit of one number": one(
            query=param("a", "  # !! `length` must be [minimum, maximum], not 9", length="9")
        ),
        "a section of a wrong kind": one(query="[a]  # !! `query` must be a mapping, not ['a']"),
        "iterators of a wrong kind": one(
            iterators="walk  # !! `iterators` must be a list, not 'walk'"
        ),
        "an unknown replay": one(
            replay="maybe  # !! `replay` must be 'safe', 'look' or 'never', not 'maybe'"
        ),
        "via for nobody": one(
            via="{public: {route: x}}  # !! `public` must be 'user' or 'robot', not 'public'"
        ),
        "no routes": "namespace: x\ndoc: D.\nroutes:  # !! `routes` must be a mapping, not ''\n",
    },
    "names": {
        "a keyword": one(f"import:  # !! x.import: {BAD_NAME} 'import'"),
        "camelCase": one(f"getIt:  # !! x.getIt: {BAD_NAME} 'getIt'"),
        "private": one(f"_get:  # !! x._get: {BAD_NAME} '_get'"),
        "a number": one(f"7:  # !! x.7: {BAD_NAME} '7'"),
        "an attribute of clients": one(
            f"with_options:  # !! x.with_options: {BAD_NAME} 'with_options'"
        ),
        "an iterator": one(
            f"get:  # !! x.get: {BAD_NAME} 'for'", model="list[Ok]", iterators="[for]"
        ),
        "a parameter": one(query=param("class", f"  # !! x.get: {BAD_NAME} 'class'")),
        "self": one(query=param("self", f"  # !! x.get: {BAD_NAME} 'self'")),
        "code": one(query=param('"a=1): pass #"', f"  # !! x.get: {BAD_NAME} 'a=1): pass #'")),
        "a line break": one(query=param('"a\\n"', f"  # !! x.get: {BAD_NAME} 'a\\n'", wire="a")),
    },
    "docs": {
        "nothing": one(doc="  # !! x.get: `doc` must be a sentence, not empty"),
        "only space": one(doc='"  "  # !! x.get: `doc` must be a sentence, not empty'),
        "a zero": one(doc=f'"D\\0."  # !! {CONTROL}'),
        "a carriage return": one(doc=f'"D\\r."  # !! {CONTROL}'),
        "a line separator": one(doc=f'"D\\L."  # !! {CONTROL}'),
        "half a character": one(doc=f'"D\\ud800."  # !! {CONTROL}'),
        "in a reason": one(because=f'"B\\e."  # !! {CONTROL}'),
        "in a parameter": one(query=param("a", f"  # !! {CONTROL}", doc='"D\\b"')),
    },
    "request": {
        "unknown method": asks("FETCH /x", f"{BAD_METHOD} 'FETCH'"),
        "small letters": asks("get /x", f"{BAD_METHOD} 'get'"),
        "no path": asks("GET", f"{BAD_PATH} ''"),
        "relative": asks("GET x/y", f"{BAD_PATH} 'x/y'"),
        "two spaces": asks("GET  /x", f"{BAD_PATH} ' /x'"),
        "slash at the end": asks("GET /x/", f"{BAD_PATH} '/x/'"),
        "query": asks("GET /x?y=1", f"{BAD_PATH} '/x?y=1'"),
        "line break": asks('"GET /x\\r\\nA: b"', rf"{BAD_PATH} '/x\r\nA: b'"),
        "unclosed placeholder": asks("GET /x/{a_id", f"{BAD_PATH} '/x/{{a_id'"),
        "half a segment": asks("GET /x/a{a_id}", f"{BAD_PATH} '/x/a{{a_id}}'"),
        "placeholder with a format": one(
            f"get:  # !! x.get: {BAD_NAME} 'a_id!r'",
            request="GET /{a_id!r}"
            "  # !! x.get: `path` must describe 'a_id!r', because its name does not end in _id"
            f" !! x.get: {BAD_PATH} '/{{a_id!r}}'",
        ),
        "a status of failure": one(status="404  # !! x.get: `status` must be 200 to 299, not 404"),
        "no status": one(status="0  # !! x.get: `status` must be 200 to 299, not 0"),
    },
    "path_and_parameters": {
        "told but not there": one(
            request="GET /x/{a_id}",
            path="\n      b_id: {doc: B.}  # !! "
            "x.get: `path` must describe parts of /x/{a_id}, not 'b_id'",
        ),
        "there but not told": one(
            request="GET /x/{code}  # !! "
            "x.get: `path` must describe 'code', because its name does not end in _id"
        ),
        "twice in the path": one(
            "get:  # !! x.get: `wire` must be used once in the path, not twice 'a_id'"
            " !! x.get: parameters must have different names, not two 'a_id': in path and in path",
            request="GET /{a_id}/{a_id}",
        ),
        "in the path and the query": one(
            request="GET /x/{a_id}",
            query=param(
                "a_id",
                "  # !! x.get: parameters must have different names, "
                "not two 'a_id': in path and in query",
            ),
        ),
        "in the query and the body": post(
            query=param("a"),
            body=param(
                "a",
                "  # !! x.act: parameters must have different names, "
                "not two 'a': in query and in body",
            ),
        ),
        "what tells iterators how to go": one(
            request="GET /x",
            model="page[Server]",
            items="a",
            iterators="[paginate]",
            query=param("cursor")
            + param(
                "prefetch",
                "  # !! x.get: parameters must have different names, "
                "not two 'prefetch': in option and in query",
            ),
        ),
        "one name on the wire": one(
            query=param("a_b")
            + param(
                "c",
                "  # !! x.get: `wire` must be used once in the query, not twice 'aB'",
                wire="aB",
            )
        ),
    },
    "sections": {
        "body of a GET": one(body="  # !! x.get: a GET must not have a body" + param("a")),
        "body of a HEAD": one(
            request="HEAD /x", body="  # !! x.get: a HEAD must not have a body" + param("a")
        ),
        "form of a GET": one(form="  # !! x.get: a GET must not have a form" + IMAGE),
        "both of a GET": one(
            body="  # !! x.get: a GET must not have a body" + param("a"),
            form=f"  # !! x.get: a GET must not have a form !! x.get: {NOT_BOTH}{IMAGE}",
        ),
        "body and form": post(
            body=param("a"),
            form=f"  # !! x.act: {NOT_BOTH}{IMAGE}",
        ),
        "no file": post(form=f"  # !! x.act: {ONE_FILE}" + param("a")),
        "two files": post(
            form=f"  # !! x.act: {ONE_FILE}{IMAGE}" + param("b", type="image", required="true")
        ),
    },
    "parameters": {
        "unknown type": query(f"{TYPES} 'text'", type="text"),
        "a model": query(f"{TYPES} 'Server'", type="Server"),
        "an alias that is no enum": query(f"{TYPES} 'Timestamp'", type="Timestamp"),
        "image in a query": query(IN_FORM, type="image", required="true"),
        "image that may be left out": form(IN_FORM, "image", image=False, type="image"),
        "header on the wire": form(
            r"""`wire` must be printable text, not 'a"\r\nX-A: b'""", wire=r'"a\"\r\nX-A: b"'
        ),
        "no name on the wire": query("`wire` must be printable text, not ' '", wire="' '"),
        "text for a number": query(
            "`default` must be of type int, not '1.5'", type="int", default="1.5"
        ),
        "a number for text": query("`default` must be of type str, not 1", default="1"),
        "a flag for a number": query(
            "`default` must be of type int, not True", type="int", default="true"
        ),
        "text for a moment": query(
            "`default` must be of type datetime, not 'now'", type="datetime", default="now"
        ),
        "text for an enum": query(
            "`default` must be of type RsvpStatus, not 'no'", type="RsvpStatus", default="no"
        ),
        "an unused default": query(
            "a required parameter must not have a `default`", required="true", default="a"
        ),
        "length of a number": query(
            "`length` must be [minimum, maximum] of a parameter of type str",
            type="int",
            length="[1, 2]",
        ),
        "range of text": query(
            "`range` must be [minimum, maximum] of a parameter of type int", range="[1, 2]"
        ),
        "range turned round": query(
            "`range` must be [minimum, maximum] of a parameter of type int",
            type="int",
            range="[2, 1]",
        ),
        "of nothing": form("`of` must name an image of this form, not 'picture'", of="picture"),
        "of itself": form("`of` must name an image of this form, not 'filename'", of="filename"),
        "something else of an image": form(DESCRIBES, "alt", of="image"),
        "of an image elsewhere": post(
            query=param("filename", f"  # !! x.act: parameter 'filename': {DESCRIBES}", of="image"),
            form=IMAGE,
        ),
    },
    "order": {
        "required after optional": one(
            query=param("a", positional="true")
            + param("b", f"  # !! x.get: {FIRST}", positional="true", required="true")
        ),
        "required after a default": post(
            query=param("a", positional="true", default="a"),
            body=param("b", f"  # !! x.act: {FIRST}", positional="true", required="true"),
        ),
    },
    "scope": {
        "unknown": one(scope=f"admin  # !! x.get: {SCOPES} 'admin'"),
        "unknown in a list": one(scope=f"[user, bot]  # !! x.get: {SCOPES} 'bot'"),
        "permission of a user": one(scope=f"\"user:admin\"  # !! x.get: {SCOPES} 'user:admin'"),
        "unknown permission": one(
            scope='"robot:fly"  # !! x.get: a robot permission must be one of '
            "read_messages, send_messages, read_members, read_voice, read_rooms, read_presence, "
            "not 'fly'"
        ),
        "public with others": one(
            scope="[public, user]  # !! x.get: `scope` must be public alone, "
            "or a list of other scopes"
        ),
        "nobody": one(
            scope="[]  # !! x.get: `scope` must be public alone, or a list of other scopes"
        ),
    },
    "model": {
        "unknown": gives("Nope", f"{NOT_THERE} 'Nope'"),
        "unknown in a list": gives("list[Nope]", f"{NOT_THERE} 'Nope'"),
        "an enum": gives("RsvpStatus", f"{NOT_THERE} 'RsvpStatus'"),
        "a function": gives("has_permission", f"{NOT_THERE} 'has_permission'"),
        "a module": gives("server", f"{NOT_THERE} 'server'"),
        "a class by its dots": gives("my.Thing", f"{NOT_THERE} 'my.Thing'"),
        "null": gives("null", f"{NOT_THERE} 'null'"),
        "a dict": gives("dict[Ok]", f"{BAD_MODEL} 'dict[Ok]'"),
        "unclosed": gives("list[Ok", f"{BAD_MODEL} 'list[Ok'"),
        "unopened": gives("Ok]", f"{BAD_MODEL} 'Ok]'"),
        "a list of nothing": gives("list[None]", f"{BAD_MODEL} 'list[None]'"),
        "no module": gives("'a..b:C'", f"{BAD_MODEL} 'a..b:C'"),
        "a number": gives("'a.1b:C'", f"{BAD_MODEL} 'a.1b:C'"),
        "a keyword": gives("'a.class:C'", f"{BAD_MODEL} 'a.class:C'"),
        "code": gives("'Ok: 1'", f"{BAD_MODEL} 'Ok: 1'"),
    },
    "listing": {
        "page without items": gives(
            "page[Ok]", "a page must name the key of its items in `items`", query=param("cursor")
        ),
        "page without cursor": gives(
            "page[Ok]", "a page must have a `cursor` in its query", items="things"
        ),
        "items of one": one(
            items="things  # !! x.get: `items` must stand beside list[...] or page[...]"
        ),
        "a list of one": one(
            "list:",
            model="Ok  # !! x.list: `iterators` must stand beside a list, a page or events, not Ok",
        ),
        "a walk of a stream": gives(
            "stream[Ok]",
            "`iterators` must stand beside a list, a page or events, not stream[Ok]",
            iterators="[walk]",
        ),
        "a walk of one": gives(
            "Ok",
            "`iterators` must stand beside a list, a page or events, not Ok",
            iterators="[walk]",
        ),
    },
    "replay": {
        "POST without": one(
            "act:  # !! x.act: a POST must have a `replay`: safe, look or never",
            request="POST /x",
            because="B.",
        ),
        "PATCH without": one(
            "act:  # !! x.act: a PATCH must have a `replay`: safe, look or never",
            request="PATCH /x",
        ),
        "POST without a reason": one(
            "act:",
            request="POST /x",
            replay="safe  # !! x.act: a POST must explain its `replay` in `because`",
        ),
        "look without what is compared": post(
            replay="look  # !! x.act: a `look` must have "
            "the parameters content, image_id, reply_to_id"
        )
        + PAGE,
        "look without a listing": post(
            replay="look  # !! x.act: a `look` must have a GET /x that returns a page", body=SENT
        ),
        "look with a list": post(
            replay="look  # !! x.act: a `look` must have a GET /x that returns a page", body=SENT
        )
        + PAGE.replace("page[", "list["),
        "look with a listing elsewhere": post(
            replay="look  # !! x.act: a `look` must have a GET /x that returns a page", body=SENT
        )
        + PAGE.replace("GET /x", "GET /y"),
    },
    "when_gone": {
        "missing": one(f"delete:  # !! x.delete: {GONE}", request="DELETE /x"),
        "of nothing": one(
            "delete:",
            request="DELETE /x",
            model="None",
            when_gone="{ok: true}  # !! "
            "x.delete: `when_gone` must stand beside a DELETE with a model",
        ),
        "of a GET": one(
            when_gone="{ok: true}  # !! x.get: `when_gone` must stand beside a DELETE with a model"
        ),
    },
    "kinds": {
        "limits for others": one(
            limits="\n      robot: {count: 1, seconds: 1}"
            "  # !! x.get: `limits` must be for a kind in `scope`, not robot"
        ),
        "a way for others": one(
            request="GET /x/{other_id}",
            via=f"\n      robot: {{route: x.other}}  # !! x.get: {NOT_IN_SCOPE}",
        )
        + GET_OTHER,
    },
    "body_name": {
        "without a body": post(
            body_name="ActBody  # !! x.act: `body_name` must stand beside a `body` or a `form`"
        ),
        "no name of a type": post(
            body_name="act_body  # !! x.act: `body_name` must be a name such as SendMessageBody, "
            "not 'act_body'",
            body=param("a"),
        ),
        "name of a model": post(
            body_name="Room  # !! x.act: `body_name` must be a name without another use, "
            "not 'Room'",
            body=param("a"),
        ),
        "name of another body": post(
            body_name="ActBody  # !! x.act: `body_name` must be a name without another use, "
            "not 'ActBody'",
            body=param("a"),
        )
        + """
  other:
    doc: Other.
    request: PUT /other
    scope: user
    body: {a: {type: str, doc: D.}}
    body_name: ActBody  # !! x.other: `body_name` must be a name without another use, not 'ActBody'
    model: Ok
""",
    },
    "always": {
        "unknown field": one(
            always="{done: true}  # !! x.get: `always` must name fields of Ok, not 'done'"
        ),
        "of nothing": one(
            model="None",
            always="{ok: true}  # !! x.get: `always` must name fields of None, not 'ok'",
        ),
    },
    "via": {
        "unknown route": one(
            via="\n      user: {route: x.nope}  # !! x.get: `via` must name a route, not 'x.nope'"
        ),
        "other arguments": one(
            via=f"\n      user: {{route: x.other}}  # !! x.get: {OTHER_WAY} 'x.other'"
        )
        + GET_OTHER,
        "in a circle": one(via=f"\n      user: {{route: x.get}}  # !! x.get: {OTHER_WAY} 'x.get'"),
        "picks nothing": one(
            request="GET /x/{other_id}",
            via="\n      user: {route: x.other, pick: dogs}  # !! x.get: `pick` must be a field "
            "of ServerWithDetails, not 'dogs'",
        )
        + GET_OTHER,
        "picks from a list": one(
            model="list[Ok]",
            via="\n      user: {route: x.all, pick: ok}  # !! "
            "x.get: `pick` must be a field of list[Ok], not 'ok'",
        )
        + "  all: {doc: All., request: GET /all, scope: user, model: 'list[Ok]'}\n",
    },
}
CASES = {f"{check}: {case}": text for check in BAD for case, text in BAD[check].items()}


@every("text", CASES.values(), ids=CASES)
def test_bad_entry_is_reported_with_file_and_line(refused: Callable[..., None], text: str) -> None:
    """Every problem of a file is reported on its line, and nothing else is."""
    refused(x=text)


@pytest.mark.parametrize("check", lint.CHECKS, ids=lambda check: check.__name__)
def test_check_refuses_its_cases(write: Callable[..., str], check: lint.Check) -> None:
    """Each check refuses its entries by itself."""
    assert BAD[check.__name__]
    for text in BAD[check.__name__].values():
        told = chapter(read(write(text)))
        assert told is not None
        found = told.entries
        routes = {entry.route.full_name: entry.route for entry in found}
        assert [
            finding
            for entry in found
            for finding in check(entry.route, lint.Context(routes, entry.written))
        ], text


def test_case_belongs_to_a_check() -> None:
    """Every case belongs to a check that runs, or to the shape."""
    assert BAD.keys() == {"shape", *(check.__name__ for check in lint.CHECKS)}


GOOD: Dict[str, str] = {
    "as it is": one(),
    "a model of one's own": one(model='"my.models:Thing"'),
    "a page of one's own": one(model='"page[my_models:Thing]"', items="a", query=param("cursor")),
    "an enum with a default": one(query=param("a", type="RsvpStatus", default="going")),
    "a file that is described": post(
        form=IMAGE + param("filename", of="image") + param("content_type", of="image")
    ),
    "one name in two sections": post(query=param("a", wire="x"), body=param("b", wire="x")),
    "a send": post(replay="look", body=SENT) + PAGE,
    "a pick": one(request="GET /x/{other_id}", via="{user: {route: x.other, pick: rooms}}")
    + GET_OTHER,
    "optional after required": one(
        query=param("a", positional="true", required="true") + param("b", positional="true")
    ),
    "all letters of a path": one(request="GET /x/@me/a-b_c.d~e/Z9"),
    "every printable letter": one(doc="Größe, 日本語, 🎉,\u00a0…"),
    "a body with a name": post(body_name="ActBody", body=param("a")),
    "a field with one value": one(always="{ok: true}"),
    "a stream": one(model="stream[Ok]"),
    "a stream of events": one(model="stream[RobotEvent]", iterators="[hear]"),
}


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_good_entry_passes(write: Callable[..., str], text: str) -> None:
    """An entry that the format allows is accepted."""
    assert load([write(text)])


def test_own_table_is_clean() -> None:
    """The routes of the Lag API break no rule when they are checked as a caller's routes."""
    assert load(TABLE.values()) == TABLE


RIGHT: Dict[str, Any] = {"method": "GET", "path": "/x", "scope": ("user",), "model": "Ok"}
OBJECTS: Dict[str, Dict[str, Any]] = {
    "parameter 'a': `where` must be path, query, body or form, not 'header'": {
        "params": (Param("a", "header", "str", "A.", "a"),)
    },
    "path parameters must be those of /x/{a_id}, not []": {"path": "/x/{a_id}"},
    "path parameters must be those of /x, not ['a_id']": {
        "params": (Param("a_id", "path", "str", "A.", "a_id", required=True, positional=True),)
    },
    FIRST: {
        "params": (
            Param("a", "query", "str", "A.", "a"),
            Param("b", "query", "str", "B.", "b", positional=True),
        )
    },
    "parameter 'a': `default` must be of type str, not []": {
        "params": (Param("a", "query", "str", "A.", "a", default=[]),)
    },
    "`replay` must be safe, look or never, not 'sometimes'": {"replay": "sometimes"},
    f"{SCOPES} 'admin'": {"scope": ("admin",)},
    "`via` must be for a kind in `scope`, not public": {"via": {"public": Via("x.other")}},
    "a namespace must be snake_case names, not 'and'": {"namespace": "this.and"},
}


@pytest.mark.parametrize(("problem", "wrong"), OBJECTS.items(), ids=OBJECTS)
def test_route_objects_are_checked_too(problem: str, wrong: Dict[str, Any]) -> None:
    """A caller's `Route` must keep all rules, also those that no file can break."""
    other = Route(namespace="x", name="other", **{**RIGHT, "path": "/other"})
    route = Route(**{"namespace": "x", "name": "get", **RIGHT, **wrong})
    with pytest.raises(LagRouteError) as caught:
        load([other, route])
    assert caught.value.problems == (f"Route {route.full_name}: {problem}",)


def test_route_object_needs_no_text() -> None:
    """A caller's `Route` may leave out what a file must have: docs, replay and its reason."""
    assert load([Route(namespace="x", name="act", **{**RIGHT, "method": "POST"})])

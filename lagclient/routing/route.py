"""One endpoint as data: a frozen row of the table."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Mapping, Optional, Tuple, Type, TypeVar, Union, cast

import attrs

from lagclient.errors import LagRouteError
from lagclient.types import UNSET

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

ROBOT_PATH_PREFIX = "/robots/@me"
"""Prefix of the paths that robots share with users."""

Row = Mapping[str, Any]
"""A route in the compiled table: the fields of `Route` that differ from their defaults."""

T = TypeVar("T")


@attrs.frozen
class Param:
    """One parameter of a method, and its place in the request."""

    name: str
    """The name in Python."""
    where: str
    """``path``, ``query``, ``body`` or ``form``."""
    type: str
    """``str``, ``int``, ``bool``, ``datetime``, ``image``, or an enum of `lagclient.models`."""
    doc: str
    """One sentence for the docstring of the method."""
    wire: str
    """The name in the API."""
    required: bool = False
    """Whether the argument must be passed; those of the path must."""
    null: bool = False
    """Whether None is sent as null; otherwise None is the same as omitting the argument."""
    positional: bool = False
    """Whether the argument may be passed without its name, as those of the path."""
    default: Any = UNSET
    """The value of an omitted argument; `UNSET` is not sent."""
    length: Optional[Tuple[int, int]] = None
    """Limits of a text: see `range`."""
    range: Optional[Tuple[int, int]] = None
    """Limits of the API: documented, and enforced by the sandbox. Clients enforce only those of
    `client_range`."""
    of: Optional[str] = None
    """The file parameter that this one describes; it is not a part of its own."""

    @property
    def client_range(self) -> Optional[Tuple[int, int]]:
        """The limits that clients enforce: only those of `limit`, the size of a page.

        The API would lower it in silence, and the page would look like all that there is.
        """
        return self.range if self.name == "limit" else None

    @property
    def full_doc(self) -> str:
        """The documentation for Python, with the form and the limits of the value."""
        form = "An aware datetime, or ISO 8601 text." if self.type == "datetime" else ""
        return " ".join(part for part in (self.doc, form, self.limits_doc) if part)

    @property
    def limits_doc(self) -> str:
        """The limits of the value as a sentence; empty without limits."""
        low, high = self.length or self.range or (0, 0)
        if not high:
            return ""
        unit = " characters" if self.length else ""
        return f"{f'{low} to' if low else 'At most'} {high}{unit}."


@attrs.frozen
class Via:
    """The other route by which one kind of credential reaches a method."""

    route: str
    pick: Optional[str] = None
    """The attribute of the other route's result that is returned; None for the whole result."""


def _check_count(_: object, field: attrs.Attribute[int], value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise _refused(field.name, "an int from 1 up", value)


@attrs.frozen
class Limit:
    """A limit of the API for one token: `count` requests in any `seconds`."""

    count: int = attrs.field(validator=_check_count)
    seconds: int = attrs.field(validator=_check_count)

    def __str__(self) -> str:
        return f"{self.count} in {self.seconds} s"


def limits_of(rows: Mapping[str, Union[Limit, Row]]) -> Dict[str, Limit]:
    """Return limits by kind of credential, from limits or from their rows."""
    return _objects("limits", Limit, rows)


def _vias(rows: Mapping[str, Union[Via, Row]]) -> Dict[str, Via]:
    return _objects("via", Via, rows)


def _params(rows: Iterable[Union[Param, Row]]) -> Tuple[Param, ...]:
    if not isinstance(rows, (list, tuple)):
        raise _refused("params", "a list of Param", rows)
    return tuple(_object("params", Param, row) for row in rows)


def _scope(texts: Union[str, Iterable[str]]) -> Tuple[str, ...]:
    return _texts("scope", texts)


def _iterators(texts: Union[str, Iterable[str]]) -> Tuple[str, ...]:
    return _texts("iterators", texts)


def _texts(name: str, texts: Any) -> Tuple[str, ...]:
    if isinstance(texts, str):
        return (texts,)
    if not isinstance(texts, (list, tuple, set, frozenset)):
        raise _refused(name, "text or a list of texts", texts)
    several: Tuple[Any, ...] = tuple(cast("Iterable[Any]", texts))
    for text in several:
        if not isinstance(text, str):
            raise _refused(name, "text or a list of texts", text)
    return several


def _objects(name: str, kind: Type[T], rows: Any) -> Dict[str, T]:
    if not isinstance(rows, Mapping):
        raise _refused(name, f"a mapping of {kind.__name__}", rows)
    by_key = cast("Mapping[str, Union[T, Row]]", rows)
    return {key: _object(name, kind, row) for key, row in by_key.items()}


def _object(name: str, kind: Type[T], row: Union[T, Row]) -> T:
    if isinstance(row, kind):
        return row
    try:
        return kind(**cast("Row", row))
    except TypeError:
        raise _refused(name, f"{kind.__name__} or its fields", row) from None


def _refused(name: str, expected: str, value: object) -> LagRouteError:
    return LagRouteError([f"`{name}` must be {expected}, not {value!r}"])


def _replay_of(route: Route) -> str:
    return "never" if route.method in ("POST", "PATCH") else "safe"


def _is_removal(route: Route) -> bool:
    return route.method == "DELETE"


@attrs.frozen(kw_only=True)
class Route:
    """One endpoint of the API and its method: ``Client(routes=[Route(...)])`` has it.

    Its fields are the keys of a route file, which `docs/howto/add-an-endpoint.md` explains.
    `params`, `via` and `limits` may be rows too, so a row of the compiled table is valid.
    """

    namespace: str
    """The namespace of the method, such as ``servers.rooms``; empty for the client itself."""
    name: str
    method: str
    path: str
    """The path with ``{placeholders}``, without the ``/robots/@me`` of robots."""
    scope: Tuple[str, ...] = attrs.field(converter=_scope)
    """``public``, ``user``, ``robot`` or ``robot:<permission>``."""
    model: str
    """``None``, ``Name``, ``list[Name]``, ``page[Name]`` or ``stream[Name]``. A name is that of a
    class in `lagclient.models`, ``dict``, or ``package.module:Class``."""
    doc: str = ""
    params: Tuple[Param, ...] = attrs.field(default=(), converter=_params)
    """The parameters in the order of the signature, positional ones first."""
    items: Optional[str] = None
    """The key that holds the items, if the API wraps the list in an object."""
    iterators: Tuple[str, ...] = attrs.field(default=(), converter=_iterators)
    """Names of the methods that iterate over pages or events."""
    body_name: str = ""
    """The name of the type of the body or the form, for typed languages."""
    always: Mapping[str, Any] = {}
    """Fields of the response that always have the same value."""
    status: int = 200
    replay: str = attrs.field(default=attrs.Factory(_replay_of, takes_self=True))
    """Whether an attempt of unknown outcome may be repeated: ``safe``, ``look`` or ``never``."""
    because: str = ""
    look: Optional[str] = None
    """The route that lists the messages of this one, for ``replay: look``."""
    when_gone: Optional[Mapping[str, Any]] = None
    """The result of a repeated DELETE that gets a 404 because the first one worked."""
    destructive: bool = attrs.field(default=attrs.Factory(_is_removal, takes_self=True))
    """Whether it removes or ends something that the API cannot restore as it was."""
    via: Mapping[str, Via] = attrs.field(default={}, converter=_vias)
    limits: Mapping[str, Limit] = attrs.field(default={}, converter=limits_of)
    """Limits of calls by kind of credential."""

    @property
    def full_name(self) -> str:
        """The name in the table: the namespace and the name in it."""
        return f"{self.namespace}.{self.name}" if self.namespace else self.name

    @property
    def is_stream(self) -> bool:
        """Whether only iterators call it, because a stream has no response to return."""
        return is_stream(self.model)

    @property
    def method_name(self) -> str:
        """The method that calls it, as a program writes it after ``client.``.

        Messages for users name this, because `full_name` is not a method if the route is a stream.
        """
        if not (self.is_stream and self.iterators):
            return self.full_name
        return f"{self.namespace}.{self.iterators[0]}" if self.namespace else self.iterators[0]

    @property
    def line(self) -> str:
        """The endpoint as in the API's documentation."""
        return f"{self.method} {self.path}"

    @property
    def kinds(self) -> Tuple[str, ...]:
        """The kinds of credentials in its scope: ``public``, ``user``, ``robot``."""
        return tuple(dict.fromkeys(scope.partition(":")[0] for scope in self.scope))

    def path_for(self, kind: str) -> str:
        """Return the path for a kind of credential, with its placeholders."""
        if kind == "user" or "public" in self.scope or self.path.startswith(ROBOT_PATH_PREFIX):
            return self.path
        return ROBOT_PATH_PREFIX + self.path

    @property
    def robot_scopes(self) -> Tuple[str, ...]:
        """The scopes under which robots may call it."""
        return tuple(scope for scope in self.scope if scope.split(":")[0] in ("public", "robot"))

    def to_row(self) -> Row:
        """Return the row for the compiled table: the fields that differ from their defaults."""
        row = attrs.asdict(self, filter=lambda field, value: value != field.default)
        if self.replay == _replay_of(self):
            del row["replay"]
        if self.destructive == _is_removal(self):
            del row["destructive"]
        del row["namespace"], row["name"]
        return row


def is_stream(model: str) -> bool:
    """Return whether a route with this model is a stream."""
    return model.startswith("stream[")

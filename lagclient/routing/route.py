"""One endpoint as data: a frozen row of the table."""

from __future__ import annotations

from typing import Any, Dict, Mapping, NamedTuple, Optional, Tuple

import attrs

from lagclient.types import UNSET

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

ROBOT_PATH_PREFIX = "/robots/@me"
"""Prefix of the paths that robots share with users."""

Row = Mapping[str, Any]
"""A route in the compiled table: the fields of `Route` that differ from their defaults."""


@attrs.frozen
class Param:
    """One parameter of a method, and its place in the request."""

    name: str
    where: str
    """``path``, ``query``, ``body`` or ``form``."""
    type: str
    """``str``, ``int``, ``bool``, ``datetime``, ``image``, or an enum of `lagclient.models`."""
    doc: str
    wire: str
    required: bool = False
    null: bool = False
    """Whether None is sent as null; otherwise None is the same as omitting the argument."""
    positional: bool = False
    default: Any = UNSET
    length: Optional[Tuple[int, int]] = None
    range: Optional[Tuple[int, int]] = None
    """Limits of the API: documented, and enforced by the sandbox, never by the client."""
    of: Optional[str] = None
    """The file parameter that this one describes; it is not a part of its own."""

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


class Via(NamedTuple):
    """The other route by which one kind of credential reaches a method."""

    route: str
    pick: Optional[str] = None
    """The attribute of the other route's result that is returned; None for the whole result."""


@attrs.frozen
class Limit:
    """A limit of the API for one token: `count` requests in any `seconds`."""

    count: int = attrs.field(validator=attrs.validators.ge(1))
    seconds: int = attrs.field(validator=attrs.validators.ge(1))

    def __str__(self) -> str:
        return f"{self.count} in {self.seconds} s"


def _replay_of(route: Route) -> str:
    return "never" if route.method in ("POST", "PATCH") else "safe"


@attrs.frozen(kw_only=True)
class Route:
    """One endpoint of the API and its method."""

    namespace: str
    """The namespace of the method, such as ``servers.rooms``; empty for the client itself."""
    name: str
    method: str
    path: str
    """The path with ``{placeholders}``, without the ``/robots/@me`` of robots."""
    scope: Tuple[str, ...]
    """``public``, ``user``, ``robot`` or ``robot:<permission>``."""
    model: str
    """``None``, ``Name``, ``list[Name]``, ``page[Name]`` or ``stream[Name]``."""
    doc: str = ""
    params: Tuple[Param, ...] = ()
    """The parameters in the order of the signature, positional ones first."""
    items: Optional[str] = None
    """The key that holds the items, if the API wraps the list in an object."""
    iterators: Tuple[str, ...] = ()
    """Names of the methods that iterate over pages or events."""
    body_name: str = ""
    """The name of the type of the body or the form, for typed languages."""
    always: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    """Fields of the response that always have the same value."""
    status: int = 200
    replay: str = attrs.field(default=attrs.Factory(_replay_of, takes_self=True))
    """Whether an attempt of unknown outcome may be repeated: ``safe``, ``look`` or ``never``."""
    because: str = ""
    look: Optional[str] = None
    """The route that lists the messages of this one, for ``replay: look``."""
    when_gone: Optional[Mapping[str, Any]] = None
    """The result of a repeated DELETE that gets a 404 because the first one worked."""
    via: Mapping[str, Via] = attrs.field(factory=dict[str, Via])
    limits: Mapping[str, Limit] = attrs.field(factory=dict[str, Limit])
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

    @classmethod
    def from_row(cls, namespace: str, name: str, row: Row) -> Route:
        """Return a route from its row in the compiled table."""
        fields: Dict[str, Any] = dict(row)
        fields["params"] = tuple(Param(**param) for param in row.get("params", ()))
        fields["via"] = {kind: Via(**via) for kind, via in row.get("via", {}).items()}
        fields["limits"] = limits_from(row.get("limits", {}))
        return cls(namespace=namespace, name=name, **fields)

    def to_row(self) -> Row:
        """Return the row for the compiled table: the fields that differ from their defaults."""
        row: Dict[str, Any] = {
            name: getattr(self, name) for name in ("method", "path", "scope", "model")
        }
        plain = Route(namespace=self.namespace, name=self.name, **row)
        for field in attrs.fields(Route):
            value = getattr(self, field.name)
            if value != getattr(plain, field.name):
                row[field.name] = value
        if self.params:
            row["params"] = tuple(
                {a.name: v for a in attrs.fields(Param) if (v := getattr(p, a.name)) != a.default}
                for p in self.params
            )
        if self.via:
            row["via"] = {
                kind: {name: value for name, value in via._asdict().items() if value is not None}
                for kind, via in self.via.items()
            }
        if self.limits:
            row["limits"] = rows_of(self.limits)
        return row


def is_stream(model: str) -> bool:
    """Return whether a route with this model is a stream."""
    return model.startswith("stream[")


def limits_from(rows: Mapping[str, Mapping[str, int]]) -> Dict[str, Limit]:
    """Return limits from their rows in the compiled table."""
    return {kind: Limit(**limit) for kind, limit in rows.items()}


def rows_of(limits: Mapping[str, Limit]) -> Dict[str, Dict[str, int]]:
    """Return limits as rows for the compiled table."""
    return {kind: attrs.asdict(limit) for kind, limit in limits.items()}

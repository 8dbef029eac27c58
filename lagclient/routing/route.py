"""One endpoint as data: what a line of the table says, frozen."""

from __future__ import annotations

from typing import Any, Dict, Mapping, NamedTuple, Optional, Tuple

import attrs

from lagclient.types import UNSET

ROBOT_PATH_PREFIX = "/robots/@me"
"""What robots have in front of the paths that they share with users."""

Row = Mapping[str, Any]
"""A route as the compiled table writes it: `Route`'s fields that are not their defaults."""


@attrs.frozen
class Param:
    """One argument of a method, and where it goes on the wire."""

    name: str
    where: str
    """``path``, ``query``, ``body`` or ``form``."""
    type: str
    """``str``, ``int``, ``bool``, ``datetime``, ``image``, or an enum of `lagclient.models`."""
    doc: str
    wire: str
    required: bool = False
    null: bool = False
    """Whether None is sent as null; otherwise None is the same as leaving it out."""
    positional: bool = False
    default: Any = UNSET
    length: Optional[Tuple[int, int]] = None
    range: Optional[Tuple[int, int]] = None
    """The API's own limits: for documentation and the sandbox, never enforced by the client."""
    of: Optional[str] = None
    """The file parameter that this one describes, instead of being a part of its own."""

    @property
    def full_doc(self) -> str:
        """The documentation with the form and the limits of the value."""
        parts = [self.doc]
        if self.type == "datetime":
            parts.append("An aware datetime, or ISO 8601 text.")
        for limits, unit in ((self.length, " characters"), (self.range, "")):
            if limits:
                low, high = limits
                parts.append(f"{f'{low} to' if low else 'At most'} {high}{unit}.")
        return " ".join(parts)


class Via(NamedTuple):
    """How one kind of credential reaches a method: through another route."""

    route: str
    pick: Optional[str] = None
    """The attribute of that route's answer that is this method's; None: the whole answer."""


@attrs.frozen
class Limit:
    """How often the API lets one token do something: so many times in any so many seconds."""

    count: int = attrs.field(validator=attrs.validators.ge(1))
    seconds: int = attrs.field(validator=attrs.validators.ge(1))

    def __str__(self) -> str:
        return f"{self.count} in {self.seconds} s"


def _replay_of(route: Route) -> str:
    return "never" if route.method in ("POST", "PATCH") else "safe"


@attrs.frozen(kw_only=True)
class Route:
    """One endpoint of the API, and the method that calls it."""

    namespace: str
    """Where the method lives, such as ``servers.rooms``; empty for the client itself."""
    name: str
    method: str
    path: str
    """With ``{placeholders}``; without the ``/robots/@me`` that robots get in front."""
    scope: Tuple[str, ...]
    """``public``, ``user``, ``robot`` or ``robot:<permission>``."""
    model: str
    """``None``, ``Name``, ``list[Name]``, ``page[Name]`` or ``stream[Name]``."""
    doc: str = ""
    params: Tuple[Param, ...] = ()
    """In the order of the signature: first those that may be positional."""
    items: Optional[str] = None
    """The key that holds the items, where the API wraps a list in an object."""
    iterators: Tuple[str, ...] = ()
    """Names of the methods that walk the pages, or listen to the events."""
    body_name: str = ""
    """The name that languages with types give to the body or the form."""
    always: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    """Fields of the answer that have one value only."""
    status: int = 200
    replay: str = attrs.field(default=attrs.Factory(_replay_of, takes_self=True))
    """Whether an attempt of unknown outcome may be repeated: ``safe``, ``look`` or ``never``."""
    because: str = ""
    look: Optional[str] = None
    """The route that lists what this one makes, for ``replay: look``."""
    when_gone: Optional[Mapping[str, Any]] = None
    """The answer when a repeated DELETE finds that the first one had worked."""
    via: Mapping[str, Via] = attrs.field(factory=dict[str, Via])
    limits: Mapping[str, Limit] = attrs.field(factory=dict[str, Limit])
    """How often each kind of credential may call it."""

    @property
    def full_name(self) -> str:
        """Its name in the table: the namespace and the name in it."""
        return f"{self.namespace}.{self.name}" if self.namespace else self.name

    @property
    def is_stream(self) -> bool:
        """Whether only iterators call it: a stream has no response for a plain method to return."""
        return is_stream(self.model)

    @property
    def method_name(self) -> str:
        """The method that calls it, as a program writes it after ``client.``; the first of several.

        It is what a user is shown, because `full_name` is not a method if the route is a stream.
        """
        if not (self.is_stream and self.iterators):
            return self.full_name
        return f"{self.namespace}.{self.iterators[0]}" if self.namespace else self.iterators[0]

    @property
    def line(self) -> str:
        """The endpoint as the API's documentation writes it."""
        return f"{self.method} {self.path}"

    @property
    def kinds(self) -> Tuple[str, ...]:
        """The kinds of caller in its scope: ``public``, ``user``, ``robot``."""
        return tuple(dict.fromkeys(scope.partition(":")[0] for scope in self.scope))

    def path_for(self, kind: str) -> str:
        """Return the path for a kind of credential, its placeholders still in it."""
        if kind == "user" or "public" in self.scope or self.path.startswith(ROBOT_PATH_PREFIX):
            return self.path
        return ROBOT_PATH_PREFIX + self.path

    @property
    def robot_scopes(self) -> Tuple[str, ...]:
        """The scopes under which robots may call it."""
        return tuple(scope for scope in self.scope if scope.split(":")[0] in ("public", "robot"))

    @classmethod
    def from_row(cls, namespace: str, name: str, row: Row) -> Route:
        """A route from its row in the compiled table."""
        fields: Dict[str, Any] = dict(row)
        fields["params"] = tuple(Param(**param) for param in row.get("params", ()))
        fields["via"] = {kind: Via(**via) for kind, via in row.get("via", {}).items()}
        fields["limits"] = limits_from(row.get("limits", {}))
        return cls(namespace=namespace, name=name, **fields)

    def to_row(self) -> Row:
        """Its row in the compiled table: what has no default, and what is not its default."""
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
    """Limits from their rows in the compiled table."""
    return {kind: Limit(**limit) for kind, limit in rows.items()}


def rows_of(limits: Mapping[str, Limit]) -> Dict[str, Dict[str, int]]:
    """Limits as rows of the compiled table."""
    return {kind: attrs.asdict(limit) for kind, limit in limits.items()}

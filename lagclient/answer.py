"""The results of calls: a page of a listing, and data with its response."""

from __future__ import annotations

from typing import (
    Any,
    Dict,
    Generic,
    Iterator,
    List,
    Mapping,
    Optional,
    TypeVar,
    Union,
    cast,
    get_args,
    get_type_hints,
    overload,
)

import attrs

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class _PydanticType:
    """Makes a class a field type of pydantic models, and a response model of FastAPI."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Validate and serialise an instance as the object of its public attributes."""
        from pydantic_core import core_schema

        values = next(iter(get_args(source)), Any)
        hints: Dict[str, Any] = get_type_hints(cls)
        fields: Dict[str, Any] = {}
        for field in attrs.fields(cast("Any", cls)):
            hint = hints[field.name]
            if isinstance(hint, TypeVar):
                hint = values
            elif getattr(hint, "__parameters__", None):
                hint = hint[values]
            if not field.name.startswith("_"):
                fields[field.name] = core_schema.typed_dict_field(
                    handler.generate_schema(hint), required=field.default is attrs.NOTHING
                )

        def attributes(instance: object) -> Dict[str, Any]:
            return {name: getattr(instance, name) for name in fields}

        as_object = core_schema.typed_dict_schema(fields)
        created = core_schema.no_info_after_validator_function(lambda read: cls(**read), as_object)
        return core_schema.json_or_python_schema(
            created,
            core_schema.union_schema([core_schema.is_instance_schema(cls), created]),
            serialization=core_schema.plain_serializer_function_ser_schema(
                attributes, return_schema=as_object
            ),
        )


@attrs.frozen
class Answer(_PydanticType, Generic[T_co]):
    """The result of a call of ``client.raw``: the data, and facts about the response."""

    data: T_co
    """The result of the same call of ``client``."""
    status: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    """Header names in lower case."""
    attempts: int
    """Number of requests that were made."""
    elapsed_seconds: float
    """Seconds from the call to its result, waits included."""

    @property
    def request_id(self) -> Optional[str]:
        """The API's ``x-request-id``, for support questions."""
        return self.headers.get("x-request-id")


@attrs.define
class Page(_PydanticType, Generic[T]):
    """One page of a listing: ``len(page)``, ``page[0]``, ``for item in page``.

    The three values can also be read under the keys of the dicts of 0.2.0: ``page["messages"]``,
    ``page["hasMore"]``, ``page["nextCursor"]``.
    """

    items: List[T]
    has_more: bool = False
    """Whether another page follows."""
    next_cursor: Optional[str] = None
    """The `cursor` of the next page, an opaque text; None on the last page."""
    _items_key: str = attrs.field(default="items", repr=False, eq=False)

    def __iter__(self) -> Iterator[T]:
        """Iterate over the items."""
        return iter(self.items)

    def __len__(self) -> int:
        """Return the number of items on this page."""
        return len(self.items)

    def __bool__(self) -> bool:
        """Return True, also without items: an empty page may have others after it."""
        return True

    @overload
    def __getitem__(self, key: int) -> T: ...

    @overload
    def __getitem__(self, key: slice) -> List[T]: ...

    @overload
    def __getitem__(self, key: str) -> Any: ...

    def __getitem__(self, key: Union[int, slice, str]) -> Any:
        """Return an item or several by position, or a value by its name in the API."""
        if not isinstance(key, str):
            return self.items[key]
        if key in (self._items_key, "items"):
            return self.items
        if key == "hasMore":
            return self.has_more
        if key == "nextCursor":
            return self.next_cursor
        raise KeyError(key)

    def __contains__(self, value: object) -> bool:
        """Return whether the page has this item, or a value with this name in the API."""
        return value in (self._items_key, "items", "hasMore", "nextCursor") or value in self.items

    def get(self, wire_name: str, default: Any = None) -> Any:
        """Return a value by its name in the API, or `default` if it does not exist."""
        try:
            return self[wire_name]
        except KeyError:
            return default


def page_of(data: Union[List[T], Page[T]]) -> Page[T]:
    """Return a listing as a page; a list becomes the only page."""
    return data if isinstance(data, Page) else Page(data)

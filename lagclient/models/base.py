"""The base of all models: both spellings of a name, unknown fields, timestamps."""

from __future__ import annotations

import enum
import functools
import operator
import re
from datetime import datetime, timezone
from typing import Annotated, Any, ClassVar, Dict, Mapping, Optional, Sequence, Type, TypeVar, cast

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema


class LagModel(BaseModel):
    """Base of the models of the Lag API.

    Attributes have Python names, the API uses camelCase. A model can be built with either, and
    ``model["wireName"]`` reads a field by its name in the API. Fields that this version does not
    know are kept: they are attributes, and in ``model_extra``.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="allow"
    )

    def __getitem__(self, wire_name: str) -> Any:
        """Return a field by its name in the API, as the dicts of 0.2.0 did."""
        name = _names(type(self)).get(wire_name)
        if name is not None:
            return getattr(self, name)
        extra = self.model_extra or {}
        return extra[wire_name]

    def __contains__(self, wire_name: object) -> bool:
        """Return whether the model has a field with this name in the API."""
        return isinstance(wire_name, str) and self.get(wire_name, ...) is not ...

    def get(self, wire_name: str, default: Any = None) -> Any:
        """Return a field by its name in the API, or `default` if it does not exist."""
        try:
            return self[wire_name]
        except KeyError:
            return default


@functools.cache
def _names(model: Type[LagModel]) -> Mapping[Optional[str], str]:
    """The attributes of a model by their names in the API; robots look up many for each event."""
    return {field.alias: name for name, field in model.model_fields.items()}


class _Iso8601:
    """Accept ISO 8601 text only, because pydantic would read numbers as Unix times."""

    # Not \d, because the digits of all scripts take pydantic 7 ms to compile for each model.
    _LOCAL = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}"
    _ZONED = _LOCAL + "[ -~]*([Zz]|[+-][0-9]{2}:?[0-9]{2})$"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        def text(pattern: str) -> CoreSchema:
            return core_schema.str_schema(pattern=pattern, strict=True)

        # The first branch stays in Rust, so it is fast; the API does not need the second one today.
        zoned = core_schema.chain_schema([text(cls._ZONED), core_schema.datetime_schema()])
        other = core_schema.chain_schema(
            [
                core_schema.union_schema(
                    [core_schema.is_instance_schema(datetime), text(cls._LOCAL)]
                ),
                core_schema.datetime_schema(),
                core_schema.no_info_plain_validator_function(_aware),
            ]
        )
        return core_schema.custom_error_schema(
            core_schema.union_schema([zoned, other], mode="left_to_right"),
            custom_error_type="timestamp",
            custom_error_message="Input should be an ISO 8601 timestamp",
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> Dict[str, Any]:
        return {"type": "string", "format": "date-time"}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


Timestamp = Annotated[datetime, _Iso8601]
"""A moment with a time zone; text without an offset is read as UTC."""


class Presence(enum.Enum):
    """Whether the API may leave a field out. A field without a mark is always there."""

    OMITTED = "omitted"
    """The field is there or not, and never null."""
    OMITTED_OR_NULL = "omitted or null"


_SURROGATE = re.compile("[\ud800-\udfff]")

T = TypeVar("T")

Omitted = Annotated[Optional[T], Presence.OMITTED]
"""A field that the API leaves out where it does not apply: then None here."""
OmittedOrNull = Annotated[Optional[T], Presence.OMITTED_OR_NULL]
"""A field that the API leaves out or sends as null: None here for both."""


def without_surrogates(value: Any) -> Any:
    """Return decoded JSON with U+FFFD in place of lone surrogates.

    JSON can escape half an emoji, and UTF-8 cannot encode it. Other data is returned as it is.
    """
    try:
        return _mended(value)
    except RecursionError:
        return value


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return value if _is_encodable(value) else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        items = cast("Mapping[Any, Any]", value)
        mended = {_mended(key): _mended(item) for key, item in items.items()}
        same = all(map(operator.is_, mended.values(), items.values()))
        return items if same and all(key in items for key in mended) else mended
    if isinstance(value, list):
        entries = cast("Sequence[Any]", value)
        mended_entries = [_mended(entry) for entry in entries]
        return entries if all(map(operator.is_, mended_entries, entries)) else mended_entries
    return value


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

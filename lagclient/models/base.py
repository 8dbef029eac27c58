"""What every model shares: unknown fields are kept, both spellings of a name work, timestamps."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Annotated, Any, ClassVar, Dict

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema


class LagModel(BaseModel):
    """A shape of the Lag API.

    Attributes have Python names, the wire has camelCase. Both are accepted when a model is built,
    and ``model["wireName"]`` reads a field by the name that the API gives it. Fields that this
    version does not know are kept in ``model_extra`` and are attributes too.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="allow"
    )

    def __getitem__(self, wire_name: str) -> Any:
        """The value of a field by its wire name, as the dicts of 0.2.0 had it."""
        for name, field in type(self).model_fields.items():
            if field.alias == wire_name:
                return getattr(self, name)
        extra = self.model_extra or {}
        return extra[wire_name]

    def __contains__(self, wire_name: object) -> bool:
        """Whether the model has a field of that wire name."""
        return isinstance(wire_name, str) and self.get(wire_name, ...) is not ...

    def get(self, wire_name: str, default: Any = None) -> Any:
        """The value of a field by its wire name, or `default` when there is none."""
        try:
            return self[wire_name]
        except KeyError:
            return default


class _Iso8601:
    """Reads ISO 8601 text and nothing else: pydantic alone would take numbers for Unix times."""

    _LOCAL = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}"
    _ZONED = _LOCAL + r".*([Zz]|[+-]\d{2}:?\d{2})$"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        def text(pattern: str) -> CoreSchema:
            return core_schema.str_schema(pattern=pattern, strict=True)

        # The first branch never leaves Rust; the second is for what the API does not send today.
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

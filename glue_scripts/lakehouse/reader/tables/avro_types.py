"""Types of Avro as Arrow has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from lakehouse.reader.verdict import Refused

PLAIN = {
    "null": pa.null(),
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "float": pa.float32(),
    "double": pa.float64(),
    "bytes": pa.binary(),
    "string": pa.string(),
}
# What a value means beyond how it is stored, as the library hands it over.
LOGICAL = {
    "date": pa.date32(),
    "time-millis": pa.time32("ms"),
    "time-micros": pa.time64("us"),
    "timestamp-millis": pa.timestamp("ms", "UTC"),
    "timestamp-micros": pa.timestamp("us", "UTC"),
    "local-timestamp-millis": pa.timestamp("ms"),
    "local-timestamp-micros": pa.timestamp("us"),
}
LARGEST_DECIMAL = 76

Schema = Any


class Types:
    """Types of one file: what it names can be asked for again by its name."""

    def __init__(self) -> None:
        self._named: dict[str, pa.DataType] = {}

    def of(self, schema: Schema) -> pa.DataType:
        """The type of values of a schema, as the library has parsed it.

        Raises:
            Refused: a record inside itself, or more digits than Arrow has.
        """
        if is_mixed(schema):
            return pa.string()
        if isinstance(schema, list):
            return self.of(next((s for s in schema if s != "null"), "null"))
        if isinstance(schema, str):
            return self._called(schema)
        found = _logical(schema) or self._complex(schema)
        if "name" in schema:
            self._named[schema["name"]] = found
        return found

    def _called(self, name: str) -> pa.DataType:
        if (found := PLAIN.get(name) or self._named.get(name)) is None:
            raise Refused("unsupported_format", f"the Avro record {name!r} is inside itself")
        return found

    def _complex(self, schema: Mapping[str, Any]) -> pa.DataType:
        match schema["type"]:
            case "array":
                return pa.list_(self.of(schema["items"]))
            case "map":
                return pa.map_(pa.string(), self.of(schema["values"]))
            case "record":
                fields = schema["fields"]
                return pa.struct([pa.field(f["name"], self.of(f["type"])) for f in fields])
            case "enum":
                return pa.string()
            case "fixed":
                return pa.binary(schema["size"])
            case inner:
                return self.of(inner)


def is_mixed(schema: Schema) -> bool:
    """Whether values, or values in them, are of several types: they are written as texts."""
    if isinstance(schema, list):
        others = [s for s in schema if s != "null"]
        return len(others) > 1 or any(map(is_mixed, others))
    if isinstance(schema, str):
        return False
    if schema.get("logicalType") == "uuid":
        return True
    fields = [field["type"] for field in schema.get("fields", ())]
    inner = [schema[part] for part in ("items", "values") if part in schema]
    return any(map(is_mixed, [*fields, *inner]))


def _logical(schema: Mapping[str, Any]) -> pa.DataType | None:
    logical = schema.get("logicalType")
    return _decimal(schema) if logical == "decimal" else LOGICAL.get(str(logical))


def _decimal(schema: Mapping[str, Any]) -> pa.DataType:
    digits, decimals = schema["precision"], schema.get("scale", 0)
    if digits > LARGEST_DECIMAL:
        raise Refused("unsupported_format", f"a decimal of {digits} digits")
    return pa.decimal128(digits, decimals) if digits <= 38 else pa.decimal256(digits, decimals)

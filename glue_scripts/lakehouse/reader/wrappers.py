"""Values that a system wraps into an object with their type as its only key."""

from __future__ import annotations

from collections.abc import Collection

# MongoDB's extended JSON, DynamoDB's attributes, unions of Avro as JSON (BigQuery writes them too).
MONGODB = ("$date", "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$oid", "$uuid")
DYNAMODB = ("S", "N", "BOOL", "NULL")
AVRO = ("string", "int", "long", "float", "double", "boolean", "bytes")
KEYS = frozenset((*MONGODB, *DYNAMODB, *AVRO))
NUMBERS = (
    "$numberDecimal",
    "$numberDouble",
    "$numberInt",
    "$numberLong",
    "N",
    "int",
    "long",
    "float",
    "double",
)
# What says that there is nothing: `{"NULL": true}`.
NOTHING = "NULL"


def unwrapped(name: str, names: Collection[str]) -> str | None:
    """The name of a column below which only a type stands: `ts` of `ts.$date`.

    None where it is no wrapper, or not the only key of its object.

    Args:
        name: of a nested member.
        names: of all members of the record.
    """
    base = _base(name)
    if base is None or any(n != name and n.startswith(f"{base}.") for n in names):
        return None
    return base


def says_nothing(name: str) -> bool:
    """Whether the wrapper stands for null."""
    return name.endswith(f".{NOTHING}")


def says_number(name: str) -> bool:
    """Whether the wrapper says that its value is a number, though it may be written as a text."""
    return name.rpartition(".")[2] in NUMBERS and ".$date." not in name


def _base(name: str) -> str | None:
    outer, _, key = name.rpartition(".")
    if key == "$numberLong" and outer.endswith(".$date"):
        return outer.removesuffix(".$date")
    return outer if outer and key in KEYS else None

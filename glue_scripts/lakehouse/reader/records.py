"""Records on their way from a file's text to bronze."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from json import JSONDecodeError

import pyarrow as pa

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.json_value import (
    NotAnObject,
    Record,
    RepeatedKey,
    TooDeep,
    assert_value,
    parse_record,
)
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import BadRecord

SHOWN_CHARACTERS = 1 << 16


@dataclass(frozen=True)
class Records:
    """Good records of one shape, in columns of text as bronze wants them, and bad ones beside."""

    columns: dict[str, pa.Array] = field(default_factory=dict)
    numbers: pa.Array = field(default_factory=lambda: pa.array([], pa.int64()))
    bad: list[BadRecord] = field(default_factory=list)


def text_defect(raw: str) -> str | None:
    """Why a piece of text cannot be a record, whatever its format."""
    if len(raw) > MAX_RECORD_BYTES // 4 and len(raw.encode()) > MAX_RECORD_BYTES:
        return "too_large"
    if DAMAGE in raw:
        return "undecodable"
    return "nul_byte" if "\0" in raw else None


def json_record(raw: str, layout: Layout) -> tuple[Record | None, str]:
    """One JSON record, or None and why not.

    Without a dataset nothing says that a record is an object: any value is one.
    """
    defect = text_defect(raw)
    if defect:
        return None, defect
    try:
        if not layout.keeps_values:
            assert_value(raw)
            return {}, ""
        record = parse_record(raw)
        layout.check(record)
    except (RepeatedKey, NotAnObject, TooDeep, JSONDecodeError) as error:
        return None, _REASONS[type(error)]
    return record, ""


_REASONS = {
    RepeatedKey: "repeated_key",
    NotAnObject: "not_an_object",
    TooDeep: "too_deep",
    JSONDecodeError: "invalid_json",
}


def from_json_texts(texts: Iterable[tuple[int, str]], layout: Layout) -> Records:
    """Numbered JSON texts, each parsed on its own: slow, exact, and the measure of the fast way."""
    rows: list[Record] = []
    numbers: list[int] = []
    bad: list[BadRecord] = []
    for number, raw in texts:
        record, reason = json_record(raw, layout)
        if record is None:
            bad.append(BadRecord(number, reason, shown(raw)))
        else:
            rows.append(record)
            numbers.append(number)
    return Records(layout.columns_of_records(rows), pa.array(numbers, pa.int64()), bad)


def shown(raw: str) -> str:
    """A bad record as it is kept: without our own mark, and not without end."""
    text = raw[:SHOWN_CHARACTERS].replace(DAMAGE, "").replace("\0", "\\x00")
    return text.encode("utf-8", "replace").decode()

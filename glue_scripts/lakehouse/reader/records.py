"""Records on their way from a file's text to bronze."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from json import JSONDecodeError
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lakehouse.reader.blocks import MAX_RECORD_BYTES
from lakehouse.reader.dialect import Dialect
from lakehouse.reader.encoding import DAMAGE
from lakehouse.reader.json_record import parse_record
from lakehouse.reader.json_value import (
    NotAnObject,
    Number,
    Record,
    RepeatedKey,
    TooDeep,
    assert_value,
)
from lakehouse.reader.layout import Layout
from lakehouse.reader.nested import holds_records
from lakehouse.reader.verdict import BadRecord

SHOWN_CHARACTERS = 1 << 16
DAMAGED_BYTE = re.compile(f"{DAMAGE}((?:<..>)+)")


class BadTexts(Sequence[BadRecord]):
    """Bad records in columns: a file may have millions, and mostly only their number counts.

    Attributes:
        numbers: of the records.
        reasons: why each is bad.
        texts: as they were sent.
    """

    def __init__(self, numbers: pa.Array, reasons: pa.Array, texts: pa.Array) -> None:
        self.numbers, self.reasons, self.texts = numbers, reasons, texts

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, index: Any) -> Any:
        number, reason, text = (c[index].as_py() for c in self._columns)
        return BadRecord(number, reason, shown(text))

    def __iter__(self) -> Iterator[BadRecord]:
        for number, reason, text in zip(*(c.to_pylist() for c in self._columns), strict=True):
            yield BadRecord(number, reason, shown(text))

    @property
    def _columns(self) -> tuple[pa.Array, pa.Array, pa.Array]:
        return self.numbers, self.reasons, self.texts


def _no_numbers() -> pa.Array:
    return pa.array([], pa.int64())


def _no_texts() -> pa.Array:
    return pa.array([], pa.string())


@dataclass(frozen=True)
class Records:
    """Good records of one shape, in columns of text as bronze wants them, and bad ones beside.

    Attributes:
        columns: of the good ones.
        numbers: theirs.
        bad: the bad ones.
        native: the columns whose values here all came as numbers of the format, not as texts.
        texts: the good ones as they were divided: rows by RFC 4180, even where the notation of
            `dialect` is another; none where the format has no text for each.
        dialect: how they are written, where that is in rows.
    """

    columns: dict[str, pa.Array] = field(default_factory=dict)
    numbers: pa.Array = field(default_factory=_no_numbers)
    bad: BadTexts = field(default_factory=lambda: BadTexts(_no_numbers(), _no_texts(), _no_texts()))
    native: frozenset[str] = frozenset()
    texts: pa.Array | None = None
    dialect: Dialect | None = None


def text_defects(texts: pa.Array) -> pa.Array:
    """`text_defect` of many."""
    found = pc.if_else(pc.match_substring(texts, "\0"), "nul_byte", pa.scalar(None, pa.string()))
    found = pc.if_else(pc.match_substring(texts, DAMAGE), "undecodable", found)
    return pc.if_else(pc.greater(pc.binary_length(texts), MAX_RECORD_BYTES), "too_large", found)


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
        if holds_records(record, layout):
            return None, "nested_records"
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
    good: list[tuple[int, str]] = []
    bad: list[tuple[int, str, str]] = []
    for number, raw in texts:
        record, reason = json_record(raw, layout)
        if record is None:
            bad.append((number, reason, raw))
        else:
            rows.append(record)
            good.append((number, raw))
    values = layout.values_of_records(rows)
    return Records(
        {c: pa.array(v, pa.string()) for c, v in values.items()},
        pa.array([number for number, _ in good], pa.int64()),
        BadTexts(
            pa.array([number for number, _, _ in bad], pa.int64()),
            pa.array([reason for _, reason, _ in bad], pa.string()),
            pa.array([raw for _, _, raw in bad], pa.string()),
        ),
        frozenset(c for c, v in values.items() if all(map(_is_number, v))),
        texts=pa.array([raw for _, raw in good], pa.string()),
    )


def _is_number(value: str | None) -> bool:
    return value is None or type(value) is Number


def from_repeated_texts(texts: pa.Array, numbers: pa.Array, layout: Layout) -> Records:
    """The same, where each different text is parsed once: few may be repeated very often."""
    encoded = texts.dictionary_encode()
    if len(encoded.dictionary) * 2 > len(texts):
        rows = zip(numbers.to_pylist(), texts.to_pylist(), strict=True)
        return from_json_texts(rows, layout)
    once = from_json_texts(enumerate(encoded.dictionary.to_pylist()), layout)
    rows_by_text = pc.index_in(encoded.indices, once.numbers.cast(pa.int32()))
    good = pc.is_valid(rows_by_text)
    at = rows_by_text.filter(good)
    wrong = pc.invert(good)
    by_text = pc.index_in(encoded.indices.filter(wrong), once.bad.numbers.cast(pa.int32()))
    return Records(
        {name: column.take(at) for name, column in once.columns.items()},
        numbers.filter(good),
        BadTexts(numbers.filter(wrong), once.bad.reasons.take(by_text), texts.filter(wrong)),
        once.native,
        texts=texts.filter(good),
    )


def shown(raw: str) -> str:
    """A bad record as it is kept: without our own mark, and not without end."""
    text = raw[:SHOWN_CHARACTERS].replace("\0", "\\x00")
    if DAMAGE in text:
        text = DAMAGED_BYTE.sub(lambda m: m[1].replace("<", "\\x").replace(">", ""), text)
    return text.encode("utf-8", "replace").decode()


def as_sent(text: str) -> bytes:
    """A record's text as UTF-8, with the bytes that could not be decoded as they came."""
    parts = DAMAGED_BYTE.split(text)
    damaged = [bytes.fromhex(part.replace("<", "").replace(">", "")) for part in parts[1::2]]
    whole = [part.encode() for part in parts[::2]]
    return b"".join(a + b for a, b in zip(whole, [*damaged, b""], strict=True))

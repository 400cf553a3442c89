"""Puts what a file calls its columns where the contract wants them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract, fold
from lakehouse.reader.json_value import Record, RepeatedKey
from lakehouse.reader.verdict import Refused

RESCUED = "_rescued"
# Every row of `_rescued` names its columns: with long names, few rows are enough at once.
RESCUED_BYTES = 64 << 20
NAME_CHARACTERS = 1000


@dataclass(frozen=True)
class Layout:
    """The columns of a dataset, and the names they are known by.

    `fixed` are values that the folders of the file supply (`country=DE/`), by contract column.
    Without a contract (`anything`) no column is known and nothing is kept: the file is only judged.
    """

    columns: tuple[str, ...] = ()
    names: dict[str, str] | None = None
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @classmethod
    def of(cls, contract: Contract) -> Layout:
        """The layout of a source contract."""
        required = tuple(c.name for c in contract.columns if c.required or c.key)
        return cls(contract.column_names, contract.names, contract.keys, required)

    @property
    def keeps_values(self) -> bool:
        """Whether values are wanted, or only a judgement of the file."""
        return self.names is not None

    def column(self, name: str) -> str | None:
        """The contract column that a file's column name means."""
        return (self.names or {}).get(_folded(name))

    def place(self, header: Sequence[str]) -> list[str | None]:
        """The contract column of each name of a header; None for unknown ones.

        Raises:
            RepeatedKey: two names mean the same contract column.
        """
        placed = [self.column(name) for name in header]
        known = [name for name in placed if name]
        if len(set(known)) < len(known):
            repeated = next(name for name, n in Counter(known).items() if n > 1)
            raise RepeatedKey(f"{repeated} is there twice")
        return placed

    def assert_fits(self, header: Sequence[str], offset: int | None = None) -> None:
        """Raises Refused, at an offset in the file, for names that are none of the dataset's."""
        try:
            placed = self.place(header)
        except RepeatedKey as error:
            raise Refused("repeated_column", str(error), offset) from error
        if missing := [k for k in self.keys if k not in placed]:
            what = f"no column is named {missing[0]} (or an alias)"
            raise Refused("no_header", what, offset)
        if max(map(len, header)) > NAME_CHARACTERS:
            what = f"a column has a name of more than {NAME_CHARACTERS} characters"
            raise Refused("no_header", what, offset)

    def ends(self, header: Sequence[str]) -> tuple[int, bool]:
        """With how many fields a record has all that must be there; if the last column must."""
        named = [i for i, name in enumerate(header, 1) if name.strip() or not self.keeps_values]
        must = [i for i, name in enumerate(header, 1) if self.column(name) in self.required]
        least = must[-1] if must else max(named, default=len(header))
        return least, bool(must) and must[-1] == len(header)

    def rows_at_once(self, header: Sequence[str]) -> int:
        """How many rows `columns_of` may get at once."""
        unknown = sum(len(name) + 8 for name in header if self.column(name) is None)
        return max(RESCUED_BYTES // max(unknown, 1), 1)

    def columns_of(self, header: Sequence[str], values: Sequence[pa.Array]) -> dict[str, pa.Array]:
        """Columns as bronze wants them, from columns as the file has them."""
        placed = self.place(header)
        found = {c: v for c, v in zip(placed, values, strict=True) if c is not None}
        unknown = [(n, v) for n, c, v in zip(header, placed, values, strict=True) if c is None]
        if unknown and self.keeps_values:
            found[RESCUED] = _rescued(distinct([n for n, _ in unknown]), [v for _, v in unknown])
        return found

    def columns_of_records(self, records: Sequence[Record]) -> dict[str, pa.Array]:
        """The same from single records, each with keys of its own (checked by `check`)."""
        if not self.keeps_values:
            return {}
        found: dict[str, list[str | None]] = {}
        rescued: list[str | None] = [None] * len(records)
        for i, record in enumerate(records):
            unknown = {}
            for name, value in record.items():
                column = self.column(name)
                if column is None:
                    unknown[name] = value
                    continue
                if column not in found:
                    found[column] = [None] * len(records)
                found[column][i] = value
            if unknown:
                rescued[i] = _json(unknown)
        arrays = {c: pa.array(v, pa.string()) for c, v in found.items()}
        return arrays | {RESCUED: pa.array(rescued, pa.string())}

    def check(self, record: Record) -> None:
        """Raises RepeatedKey when two keys of a record mean the same contract column."""
        self.place(list(record))


# Lines of JSON name the same few columns again and again.
_folded = lru_cache(maxsize=4096)(fold)


def distinct(names: Sequence[str]) -> list[str]:
    """The same names, repeated ones numbered: `x`, `x#2`, …."""
    found: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for name in names:
        candidate = name
        while candidate in found:
            seen[name] += 1
            candidate = f"{name}#{seen[name] + 1}"
        found[candidate] = None
    return list(found)


def _rescued(names: list[str], columns: Sequence[pa.Array]) -> pa.Array:
    """One JSON object per row."""
    parts: list[pa.Array | pa.Scalar] = []
    for i, (name, values) in enumerate(zip(names, columns, strict=True)):
        parts += [pa.scalar(("{" if i == 0 else ",") + _json(name) + ":"), _json_strings(values)]
    return pc.binary_join_element_wise(*parts, pa.scalar("}"), "")


def _json_strings(values: pa.Array) -> pa.Array:
    escaped = pc.replace_substring(pc.replace_substring(values, "\\", "\\\\"), '"', '\\"')
    quoted = pc.binary_join_element_wise(pa.scalar('"'), escaped, pa.scalar('"'), "")
    controls = pc.fill_null(pc.match_substring_regex(values, r"[\x00-\x1f]"), False)
    if pc.any(controls).as_py():
        singly = [_json(value) for value in values.filter(controls).to_pylist()]
        quoted = pc.replace_with_mask(quoted, controls, pa.array(singly, pa.string()))
    return pc.fill_null(quoted, "null")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

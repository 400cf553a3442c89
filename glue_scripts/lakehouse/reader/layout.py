"""Puts what a file calls its columns where the contract wants them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import pyarrow as pa

from contracts import Contract, fold
from contracts.producers.model import Producer
from lakehouse.reader.contested import DISPUTED, settle, settle_one, together
from lakehouse.reader.derived import Derived
from lakehouse.reader.json_value import Number, Record
from lakehouse.reader.rescued import as_json, one_as_json
from lakehouse.reader.split_amounts import Amounts
from lakehouse.reader.verdict import Refused
from lakehouse.reader.wrappers import says_nothing, says_number, unwrapped

RESCUED = "_rescued"
# Every row of `_rescued` names its columns: with long names, few rows are enough at once.
RESCUED_BYTES = 64 << 20
# What a table takes in memory depends on its cells, however they are divided into rows.
CELLS = 1 << 21
NAME_CHARACTERS = 1000


@dataclass(frozen=True)
class Layout:
    """The columns of a dataset, and the names they are known by.

    Without a contract no column is known and nothing is kept: the file is only judged.

    Attributes:
        columns: those of the contract.
        names: folded name -> column.
        keys: the columns of the key.
        required: those that must be there.
        amounts: those of decimal numbers.
        dataset: its name.
        producer: who says what the file cannot say by itself.
        values: column -> its value where a record says nothing.
        records: the name of the array that holds the records.
    """

    columns: tuple[str, ...] = ()
    names: dict[str, str] | None = None
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    amounts: Amounts = field(default_factory=Amounts)
    dataset: str = ""
    producer: Producer | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    records: str | None = None

    @classmethod
    def of(cls, contract: Contract) -> Layout:
        """The layout of a source contract."""
        required = tuple(c.name for c in contract.columns if c.required or c.key)
        # Without a key, a file is known by what must be there.
        keys = contract.keys or required
        amounts, producer = Amounts.of(contract), contract.producer
        part = producer and producer.part(contract.name)
        records = part.records if part and not contract.records_in else None
        values, names = contract.values, contract.names
        return cls(
            contract.column_names,
            names,
            keys,
            required,
            amounts,
            contract.name,
            producer,
            values,
            records,
        )

    @property
    def keeps_values(self) -> bool:
        """Whether values are wanted, or only a judgement of the file."""
        return self.names is not None

    def column(self, name: str) -> str | None:
        """The contract column that a file's column name means."""
        return (self.names or {}).get(_folded(name))

    def place(self, header: Collection[str]) -> list[str | None]:
        """The contract column of each name of a header; None for unknown ones."""
        return [self.column(name) or self._wrapped(name, header) for name in header]

    def has_key(self, header: Collection[str]) -> bool:
        """Whether all columns of the key are among the names."""
        return set(self.keys) <= {*self.place(header), *self.derived_columns(header)}

    def derived_columns(self, header: Collection[str]) -> list[str | None]:
        """The columns whose values are taken out of others, or joined of them."""
        return [self.column(name) for name in self._derived.among(header)]

    def assert_fits(self, header: Sequence[str], offset: int | None = None) -> None:
        """Raises Refused, at an offset in the file, for names that are none of the dataset's."""
        placed = self.place(header)
        known = Counter(n for n, c in zip(header, placed, strict=True) if c)
        if twice := next((name for name, n in known.items() if n > 1), None):
            raise Refused("repeated_column", f"{twice} is there twice", offset)
        derived = self.derived_columns(header)
        if missing := [k for k in self.keys if k not in placed and k not in derived]:
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
        return max(min(RESCUED_BYTES // max(unknown, 1), CELLS // max(len(header), 1)), 1)

    def native(self, header: Sequence[str], numbers: Collection[int]) -> frozenset[str]:
        """The contract columns of which all names in a header are at places of numbers."""
        placed = self.place(header)
        texts = {
            column
            for i, (name, column) in enumerate(zip(header, placed, strict=True))
            if i not in numbers and not (self.column(name) is None and says_number(name))
        }
        return frozenset(column for column in placed if column and column not in texts)

    def columns_of(self, header: Sequence[str], values: Sequence[pa.Array]) -> dict[str, pa.Array]:
        """Columns as bronze wants them, from columns as the file has them."""
        if self._derived.paths:
            header, values = self._derived.columns(header, values)
        meaning: defaultdict[str | None, list[int]] = defaultdict(list)
        for i, column in enumerate(self.place(header)):
            meaning[column].append(i)
        unknown = {i: values[i] for i in meaning.pop(None, [])}
        found: dict[str, pa.Array] = {}
        disputed: list[pa.Array] = []
        for column, places in meaning.items():
            places.sort(key=lambda i: self._preference(header[i]))
            same = [self._without_nothing(header[i], values[i]) for i in places]
            settled = settle(str(column), [header[i] for i in places], same)
            found[str(column)] = settled.values
            unknown |= zip(places, settled.left, strict=False)
            disputed += settled.disputed
        if disputed:
            found[DISPUTED] = together(disputed)
        if unknown and self.keeps_values:
            at = sorted(unknown)
            names = distinct([header[i] for i in at])
            found[RESCUED] = as_json(names, [unknown[i] for i in at])
        return found

    def columns_of_records(self, records: Sequence[Record]) -> dict[str, pa.Array]:
        """The same from single records, each with keys of its own."""
        return {c: pa.array(v, pa.string()) for c, v in self.values_of_records(records).items()}

    def values_of_records(self, records: Sequence[Record]) -> dict[str, list[str | None]]:
        """The same as lists, in which numbers are known as such."""
        if not self.keeps_values:
            return {}
        found: dict[str, list[str | None]] = {}
        if self._derived.paths:
            records = [self._derived.added(record) for record in records]
        for i, record in enumerate(records):
            for column, value in self._settled(record).items():
                if column not in found:
                    found[column] = [None] * len(records)
                found[column][i] = value
        return found

    def _settled(self, record: Record) -> Record:
        """One record, by columns of the contract."""
        found: Record = {}
        unknown: Record = {}
        for name, value in record.items():
            column = self.column(name)
            if column is None and (column := self._wrapped(name, record)):
                value = _out_of_wrapper(name, value)
            if column is None:
                unknown[name] = value
            elif column in found:
                return self._chosen(record)
            else:
                found[column] = value
        if unknown:
            found[RESCUED] = one_as_json(unknown)
        return found

    def _chosen(self, record: Record) -> Record:
        """The same where several names mean one column."""
        names, placed = list(record), self.place(record)
        unknown = {n: v for (n, v), c in zip(record.items(), placed, strict=True) if c is None}
        found: Record = {}
        disputes: list[str] = []
        for column in dict.fromkeys(filter(None, placed)):
            same = [n for n, c in zip(names, placed, strict=True) if c == column]
            same.sort(key=self._preference)
            values = [record[n] if self.column(n) else _out_of_wrapper(n, record[n]) for n in same]
            winner, apart = settle_one(column, same, values)
            # It came as a number where all did, as in columns of which each is one or the other.
            native = all(v is None or type(v) is Number for v in values)
            chosen = values.pop(winner)
            found[column] = chosen if native or chosen is None else str(chosen)
            unknown |= zip([n for n in same if n != same[winner]], values, strict=True)
            disputes += apart
        found[RESCUED] = one_as_json({n: unknown[n] for n in names if n in unknown})
        return found | ({DISPUTED: "\n".join(disputes)} if disputes else {})

    def _wrapped(self, name: str, header: Collection[str]) -> str | None:
        """The contract column of a name that only adds a type: `ts.$date`."""
        base = unwrapped(name, header) if "." in name else None
        return None if base is None else self.column(base)

    def _without_nothing(self, name: str, values: pa.Array) -> pa.Array:
        nothing = self.column(name) is None and says_nothing(name)
        return pa.nulls(len(values), pa.string()) if nothing else values

    def _preference(self, name: str) -> tuple[int, bool, str]:
        """The contract's own name comes first, then its aliases in their order."""
        known = name if self.column(name) else name.rpartition(".")[0]
        while (rank := self._ranks.get(_folded(known))) is None:
            known = known.rpartition(".")[0]
        return rank, name != self.column(name), name

    @cached_property
    def _derived(self) -> Derived:
        part = self.producer and self.producer.part(self.dataset)
        return Derived.of(part.columns if part else ())

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {folded: rank for rank, folded in enumerate(self.names or {})}


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


def _out_of_wrapper(name: str, value: str | None) -> str | None:
    if value is None or says_nothing(name):
        return None
    return Number(value) if says_number(name) else value

"""Says so when a key does not identify a record, and which columns would beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pyspark.sql import DataFrame

from contracts import Contract

LEAST, SHARE = 20, 0.01
LOOKED_AT = 5_000
CANDIDATES = 30

Record = Mapping[str, str]


def weak_key(conflicts: DataFrame, count: int, came: int, contract: Contract) -> str | None:
    """One sentence where many records contradict others of their key; None where few do.

    Args:
        conflicts: those records, judged.
        count: how many they are.
        came: how many records the dataset has.
        contract: the source contract.
    """
    if count < LEAST or count <= came * SHARE:
        return None
    keys = " and ".join(contract.keys)
    told = f"{count:,} of {came:,} records contradict another one with the same {keys}"
    records = list(_records(conflicts, contract))
    fixed = (*contract.keys, *contract.order_by)
    if columns := telling_columns(records, fixed, _last(contract)):
        return f"{contract.name}: {told}; {keys} with {' and '.join(columns)} would identify them"
    return f"{contract.name}: {told}: it does not identify a record"


def telling_columns(
    records: Sequence[Record], fixed: Sequence[str], last: Sequence[str] = ()
) -> tuple[str, ...]:
    """The fewest columns (one or two) that tell records apart that contradict each other.

    Args:
        records: their values as text, without those that are missing.
        fixed: columns that are the same in records that may contradict each other.
        last: columns to choose only where no other one tells.
    """
    names = dict.fromkeys(name for record in records for name in record)
    usable = [n for n in names if n not in fixed and all(n in record for record in records)]
    usable = sorted(usable, key=lambda n: n in last)[:CANDIDATES]
    for number in (1, 2):
        for columns in combinations(usable, number):
            if _agree(records, (*fixed, *columns)):
                return columns
    return ()


def _agree(records: Sequence[Record], columns: Sequence[str]) -> bool:
    seen: dict[tuple[str | None, ...], dict[str, str]] = {}
    for record in records:
        known = seen.setdefault(tuple(record.get(c) for c in columns), {})
        if any(known.setdefault(name, value) != value for name, value in record.items()):
            return False
    return True


def _last(contract: Contract) -> list[str]:
    """Amounts and moments differ by chance."""
    return [c.name for c in contract.columns if c.is_decimal or c.type == "timestamp"]


def _records(conflicts: DataFrame, contract: Contract) -> Iterator[Record]:
    some = conflicts.select(*contract.column_names, "_rescued").orderBy(*contract.keys)
    for row in some.limit(LOOKED_AT).collect():
        values = row.asDict()
        rescued = json.loads(values.pop("_rescued") or "{}")
        texts = {n: str(v) for n, v in values.items() if v is not None}
        yield texts | {n: v for n, v in rescued.items() if v and v.strip()}

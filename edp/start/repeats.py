"""Keys that stand in several records: parts of one thing, or states of it?"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from contracts import Contract, fold
from edp.sql import literal, quoted
from edp.start.model import Look, Repeats


def repeats(looks: Sequence[Look], contract: Contract) -> Repeats:
    """Keys whose records differ though nothing says which of them is the latest.

    All columns of the files are compared, known or not: lines of an order differ in some that no
    contract of orders has.
    """
    keys = [_columns(looks, contract, name) for name in contract.keys]
    if not all(keys):
        return Repeats()
    must = [c.name for c in contract.columns if c.required and not c.key]
    filled = [quoted(c) for name in must for c in _columns(looks, contract, name)]
    amounts = [quoted(c) for c in _amounts(looks, contract)]
    latest = [quoted(c) for name in contract.order_by for c in _columns(looks, contract, name)]
    files = ", ".join(literal(str(look.data)) for look in looks)
    key = _struct([quoted(c) for columns in keys for c in columns])
    found = (
        duckdb.connect()
        .execute(f"""
        SELECT count(*), coalesce(bool_and(sums <= 1), true) FROM (
            SELECT count(DISTINCT rows) AS kinds, count(DISTINCT {_struct(latest)}) AS states,
                   count(DISTINCT {_struct(amounts)}) AS sums
            FROM read_parquet([{files}], union_by_name => true) AS rows
            WHERE ({" OR ".join(f"trim({c}) <> ''" for c in filled) or "true"})
              AND trim(concat({", ".join(quoted(c) for columns in keys for c in columns)})) <> ''
            GROUP BY {key}
        ) WHERE kinds > states
    """)
        .fetchone()
    )
    assert found
    return Repeats(int(found[0]), bool(amounts) and bool(found[1]))


def _columns(looks: Sequence[Look], contract: Contract, name: str) -> list[str]:
    """What a column of the contract is called in the data of files."""
    names = contract.names
    found = (c for look in looks for n, c in look.header.items() if names.get(fold(n)) == name)
    return list(dict.fromkeys(found))


def _amounts(looks: Sequence[Look], contract: Contract) -> list[str]:
    decimals = [c.name for c in contract.columns if c.is_decimal]
    return [column for name in decimals for column in _columns(looks, contract, name)]


def _struct(columns: Sequence[str]) -> str:
    members = ", ".join(f"'c{n}': {column}" for n, column in enumerate(columns))
    return f"{{{members}}}" if members else "1"

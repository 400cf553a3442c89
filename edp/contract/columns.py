"""Columns that a contract got, lost or renamed, and what is otherwise about the others."""

from __future__ import annotations

from collections.abc import Iterator

from contracts import Column, Contract, fold
from edp.contract.change import ANALYSTS, PRODUCERS, Change, Effect, readers_of
from edp.contract.column_rules import otherwise
from edp.contract.declared import Declared


def column_changes(old: Contract, new: Contract, was: Declared, now: Declared) -> Iterator[Change]:
    """Columns that came, went, were renamed or are otherwise."""
    before, after = ({c.name: c for c in contract.columns} for contract in (old, new))
    renamed = dict(_renamed(before, after))
    for name in after.keys() - before.keys() - set(renamed.values()):
        yield _added(after[name], new)
    for name in before.keys() - after.keys():
        yield _moved(name, renamed[name], new) if name in renamed else _gone(name, new)
    for name in before:
        if (there := renamed.get(name, name)) in after:
            yield from otherwise(before[name], after[there], new, was, now)


def _renamed(before: dict[str, Column], after: dict[str, Column]) -> Iterator[tuple[str, str]]:
    for name in before.keys() - after.keys():
        for column in (after[n] for n in after.keys() - before.keys()):
            if fold(name) in map(fold, (column.name, *column.aliases)):
                yield name, column.name


def _added(column: Column, contract: Contract) -> Change:
    if contract.layer != "source":
        then = "table and view have it from the next load on; analysts see it"
        return Change(Effect.COMPATIBLE, contract.id, "column added", then, column.name)
    filled = "filled with what records and folders said before, as far as bronze kept it"
    if not column.required:
        return Change(Effect.COMPATIBLE, contract.id, "column added", filled, column.name)
    then = f"{filled}; records without a value go to quarantine: ask producers for it first"
    what = "required column added"
    return Change(Effect.NOTICED, contract.id, what, then, column.name, (PRODUCERS, ANALYSTS))


def _gone(name: str, contract: Contract) -> Change:
    then = "table and view lose it with the next load; who reads it must stop before"
    if contract.layer == "source":
        then = "its values go to `_rescued` and come back with the column; silver no longer has it"
    return Change(Effect.NOTICED, contract.id, "column removed", then, name, readers_of(contract))


def _moved(name: str, new: str, contract: Contract) -> Change:
    then = "the old name is an alias, so files of both kinds fill it; readers must use the new one"
    what = f"column renamed from {name}"
    return Change(Effect.NOTICED, contract.id, what, then, new, readers_of(contract))

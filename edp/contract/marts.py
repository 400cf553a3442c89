"""Datasets and marts that came, went or were renamed, and SELECTs that are otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot

from contracts import Contract
from edp.contract.change import ANALYSTS, PRODUCERS, WAREHOUSE, Change, Effect
from edp.contract.declared import Declared
from lakehouse.gold.model import Model

GONE = (
    "with the next load the warehouse loses gold.{0} and bi.{0} and the rights on them; the lake "
    "keeps the table as it was last built, and lake_gold shows it"
)


def tables_came_and_went(before: Declared, after: Declared) -> Iterator[Change]:
    """Contracts that only one of the two has."""
    renamed = dict(_renamed(before, after))
    for name in sorted(after.contracts.keys() - before.contracts.keys() - set(renamed.values())):
        yield _came(after.contracts[name], after)
    for name in sorted(before.contracts.keys() - after.contracts.keys()):
        if name in renamed:
            yield _moved(before.contracts[name], after.contracts[renamed[name]], after)
        else:
            yield _went(before.contracts[name])


def _renamed(before: Declared, after: Declared) -> Iterator[tuple[str, str]]:
    """Marts with another name and the same columns from the same SELECT."""
    came, went = (
        {n: one.contracts[n] for n in one.contracts.keys() - other.contracts.keys()}
        for one, other in ((after, before), (before, after))
    )
    for old in went.values():
        for new in came.values():
            tables = old.layer == new.layer == "gold" and old.columns == new.columns
            if tables and _same_rows(before.models.get(old.name), after.models.get(new.name)):
                yield old.id, new.id
                break


def _same_rows(old: Model | None, new: Model | None) -> bool:
    return old is not None and new is not None and meaning(old) == meaning(new)


def _came(contract: Contract, after: Declared) -> Change:
    tables = after.behind(contract.id)
    if contract.layer == "source":
        folder = f"raw/{contract.name}/"
        then = f"files below {folder} are taken, those refused until now too; a deployment adds "
        then += "tables, rights and alarms"
        who: tuple[str, ...] = (PRODUCERS, ANALYSTS)
        return Change(Effect.COMPATIBLE, contract.id, "dataset added", then, None, who, tables)
    then = "the warehouse gets the table, its view and the rights on it with the next load"
    who = (ANALYSTS, WAREHOUSE)
    return Change(Effect.COMPATIBLE, contract.id, "mart added", then, None, who, tables)


def _went(contract: Contract) -> Change:
    if contract.layer == "source":
        then = f"new files below raw/{contract.name}/ are refused; its silver is no longer "
        then += "published; bronze and the ledger keep all, for when the contract comes back"
        who: tuple[str, ...] = (PRODUCERS, ANALYSTS)
        return Change(Effect.NOTICED, contract.id, "dataset removed", then, None, who)
    then = f"no longer built or published; {GONE.format(contract.name)}"
    who = (ANALYSTS, WAREHOUSE)
    return Change(Effect.NOTICED, contract.id, "mart removed", then, None, who)


def _moved(old: Contract, new: Contract, after: Declared) -> Change:
    then = "the warehouse gets table, view and rights under the new name; "
    then += GONE.format(old.name)
    what, who = f"mart renamed from {old.name}", (ANALYSTS, WAREHOUSE)
    return Change(Effect.NOTICED, new.id, what, then, None, who, after.behind(new.id))


def models_changed(before: Declared, after: Declared) -> Iterator[Change]:
    """Marts whose SELECT means something else; how it is written does not count."""
    for name in sorted(before.models.keys() & after.models.keys()):
        if meaning(before.models[name]) != meaning(after.models[name]):
            table = f"gold.{name}"
            then = "all of its rows are computed anew; figures may differ from those of before"
            who, rebuilt = (ANALYSTS,), after.behind(table)
            yield Change(Effect.REBUILT, table, "other SELECT", then, "SELECT", who, rebuilt)


def meaning(model: Model) -> str:
    """A SELECT without what only people see of it."""
    return sqlglot.parse_one(model.sql, dialect="spark").sql(dialect="spark", comments=False)

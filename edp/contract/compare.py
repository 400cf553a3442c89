"""Holds contracts, models and code against what they were before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from contracts import Contract
from edp.contract.change import Change, Effect
from edp.contract.columns import column_changes
from edp.contract.declared import Declared
from edp.contract.marts import models_changed, tables_came_and_went
from edp.contract.properties import property_changes
from lakehouse.runtime.code_hash import JOBS, READER


def compare(before: Declared, after: Declared) -> list[Change]:
    """What is otherwise, the worst first; a function of the two alone."""
    found = [
        *tables_came_and_went(before, after),
        *_contracts(before, after),
        *models_changed(before, after),
        *_producers(before, after),
        *_code(before, after),
        *_settings(before, after),
    ]
    return sorted(found, key=lambda c: (-c.effect.exit_code, c.contract, c.part or "", c.what))


def unraised(before: Declared, after: Declared) -> list[str]:
    """The contracts that changed and are of the same version still."""
    common = before.contracts.keys() & after.contracts.keys()
    pairs = [(before.contracts[name], after.contracts[name]) for name in sorted(common)]
    return [new.id for old, new in pairs if old != new and old.version == new.version]


def _contracts(before: Declared, after: Declared) -> Iterator[Change]:
    for name in before.contracts.keys() & after.contracts.keys():
        old, new = before.contracts[name], after.contracts[name]
        for change in (*property_changes(old, new), *column_changes(old, new, before, after)):
            yield replace(_by_version(change, old, new), rebuilt=after.behind(name))


def _by_version(change: Change, old: Contract, new: Contract) -> Change:
    """What loses values may be meant: the version says so."""
    if change.effect is Effect.BREAKING and _major(new) > _major(old):
        then = f"{change.then}; version {new.version} says that this is meant"
        return replace(change, effect=Effect.NOTICED, then=then)
    return change


def _major(contract: Contract) -> int:
    number = contract.version.partition(".")[0]
    return int(number) if number.isdecimal() else 0


def _producers(before: Declared, after: Declared) -> Iterator[Change]:
    """Files of a producer that changed are read again, by what it says now."""
    if not before.producers:
        return
    for name in sorted(before.producers.keys() | after.producers.keys()):
        old, new = before.producers.get(name, {}), after.producers.get(name, {})
        keys = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
        fed = dict.fromkeys([*(old.get("datasets") or ()), *(new.get("datasets") or ())])
        tables = dict.fromkeys(t for d in fed for t in after.behind(f"source.{d}"))
        what = f"says otherwise: {', '.join(keys)}" if old and new else "new" if new else "gone"
        if keys:
            then = "its files are read again, as far as they are still in raw"
            yield Change(Effect.REBUILT, f"producer.{name}", what, then, rebuilt=tuple(tables))


def _code(before: Declared, after: Declared) -> Iterator[Change]:
    if not before.code or before.code.get(JOBS) == after.code.get(JOBS):
        return
    names = after.named("source")
    tables = dict.fromkeys(t for name in names for t in after.behind(f"source.{name}"))
    then = "all records are judged anew, and gold is built anew"
    if before.code.get(READER) != after.code.get(READER):
        then += "; refused files are read again; accepted ones stay as they were read: "
        then += "`edp rebuild --from raw` reads all"
    yield Change(Effect.REBUILT, "code", "other code", then, rebuilt=tuple(tables))


def _settings(before: Declared, after: Declared) -> Iterator[Change]:
    for file in sorted(before.others.keys() | after.others.keys()):
        if before.others.get(file) != after.others.get(file):
            then = "`edp diff` says what deploying it does to AWS"
            yield Change(Effect.COMPATIBLE, "config", "changed", then, file)

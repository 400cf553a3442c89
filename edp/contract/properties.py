"""What is otherwise about a contract as a whole: key, order, rules over columns, layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from contracts import Contract
from edp.contract.change import ANALYSTS, PRODUCERS, WAREHOUSE, Change, Effect
from edp.contract.rules import rule_changed, shown
from edp.contract.steps import Step, step

# Words, and what is told of in ways of its own.
ELSEWHERE = (
    "layer",
    "name",
    "version",
    "purpose",
    "limitations",
    "grain",
    "columns",
    "order_by",
    "rules",
    "metrics",
    "members",
    "checks",
    "layout",
)
KEYS = {
    "on_conflict": "onConflict",
    "quarantine_threshold": "quarantineThreshold",
    "records_in": "recordsIn",
}


def property_changes(old: Contract, new: Contract) -> Iterator[Change]:
    """Differences that are of no single column."""
    if old.keys != new.keys:
        yield _key(old, new)
    if old.order_by != new.order_by:
        what = f"{shown(old.order_by)} → {shown(new.order_by)}"
        then = "of records with one key another one may be the latest"
        yield Change(Effect.NOTICED, new.id, what, then, "orderBy", (ANALYSTS,))
    yield from _rules(old, new)
    yield from _lists(old, new)
    for field in (f.name for f in fields(Contract) if f.name not in ELSEWHERE):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            what = f"{shown(before)} → {shown(after)}"
            yield rule_changed(new, KEYS.get(field, field), step(field, before, after), what)


def _key(old: Contract, new: Contract) -> Change:
    what = f"{shown(old.keys)} → {shown(new.keys)}"
    then = "records are told apart otherwise: more or fewer of them merge, each named in lineage"
    if new.layer == "source":
        then += "; files without the key's columns are refused, refused ones are read again"
    who = (PRODUCERS, ANALYSTS) if new.layer == "source" else (ANALYSTS, WAREHOUSE)
    return Change(Effect.NOTICED, new.id, what, then, "primaryKey", who)


def _rules(old: Contract, new: Contract) -> Iterator[Change]:
    before, after = ({rule.name: rule for rule in contract.rules} for contract in (old, new))
    for name in after.keys() - before.keys():
        what = f"rule added: never {after[name].violated_when}"
        yield rule_changed(new, name, Step.TIGHTENED, what)
    for name in before.keys() - after.keys():
        yield rule_changed(new, name, Step.RELAXED, "rule removed")
    for name in before.keys() & after.keys():
        was, now = before[name].violated_when, after[name].violated_when
        if was != now:
            yield rule_changed(new, name, Step.OTHERWISE, f"never {was} → never {now}")


def _lists(old: Contract, new: Contract) -> Iterator[Change]:
    if old.members != new.members:
        then = "the table has these rows; columns that take their values from it are told below"
        yield Change(Effect.REBUILT, new.id, _members(old, new), then, "members", (ANALYSTS,))
    if old.metrics != new.metrics:
        then = "what business readers are told it means; nothing is computed otherwise"
        yield Change(Effect.NOTICED, new.id, "otherwise", then, "metrics", (ANALYSTS,))
    if old.checks != new.checks:
        then = "a build that does not pass is not published"
        yield Change(Effect.REBUILT, new.id, "otherwise", then, "quality")
    if old.layout != new.layout:
        then = "the warehouse lays the table out so with the next load; values stay"
        yield Change(Effect.REBUILT, new.id, "otherwise", then, "warehouse", (WAREHOUSE,))


def _members(old: Contract, new: Contract) -> str:
    before, after = ({member.code for member in contract.members} for contract in (old, new))
    came, went = (shown(tuple(sorted(codes))) for codes in (after - before, before - after))
    return f"new: {came}; gone: {went}" if before != after else "otherwise"

"""What is otherwise about a column that is still there: its type, its names, its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import partial

from contracts import Column, Contract, fold
from edp.contract.change import ANALYSTS, PRODUCERS, WAREHOUSE, Change, Effect, readers_of
from edp.contract.declared import Declared
from edp.contract.rules import rule_changed, shown
from edp.contract.steps import Step, step
from edp.contract.types import is_wider

# Words, and what is told of in ways of its own.
ELSEWHERE = (
    "name",
    "description",
    "example",
    "key",
    "aliases",
    "type",
    "allowed",
    "allowed_from",
    "personal",
)
# In a contract's file a key is called so.
KEYS = {
    "null_if_invalid": "onInvalid: null",
    "letter_case": "letterCase",
    "currency_column": "currencyColumn",
    "country_column": "countryColumn",
    "decimal_mark": "decimalMark",
    "no_value": "noValue",
    "written_as": "writtenAs",
    "refers_to": "relationships",
}
Allowed = dict[str, tuple[str, ...]] | None
Said = Callable[[Step, str], Change]


def otherwise(
    old: Column, new: Column, contract: Contract, was: Declared, now: Declared
) -> Iterator[Change]:
    """The differences of a column; it may have got another name."""
    said = partial(rule_changed, contract, new.name)
    if old.type != new.type:
        yield _retyped(old, new, contract)
    if old.personal != new.personal:
        yield _personal(new, contract)
    yield from _aliases(old, new, contract)
    # A lake of an earlier release does not tell what a table allowed that it lacks.
    if old.allowed_from is None or old.allowed_from in was.contracts:
        yield from _allowed(was.allowed(old), now.allowed(new), said)
    for field in (f.name for f in fields(Column) if f.name not in ELSEWHERE):
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            what = f"{KEYS.get(field, field)} {shown(before)} → {shown(after)}"
            yield said(step(field, before, after), what)


def _retyped(old: Column, new: Column, contract: Contract) -> Change:
    what = f"type {old.type} → {new.type}"
    readers = readers_of(contract)
    if is_wider(old.type, new.type):
        then = "every value stays; readers get the wider type"
        return Change(Effect.COMPATIBLE, contract.id, what, then, new.name, readers)
    if new.type == "string":
        then = "every value stays, as text; who calculates with it must convert it"
        return Change(Effect.NOTICED, contract.id, what, then, new.name, readers)
    then = "values that do not fit go to quarantine, or become null where the contract says so"
    if contract.layer != "source":
        then = "values that do not fit end the build of gold, unless its SELECT casts them"
    return Change(Effect.BREAKING, contract.id, what, then, new.name, (PRODUCERS, *readers))


def _aliases(old: Column, new: Column, contract: Contract) -> Iterator[Change]:
    before, after = (dict.fromkeys(map(fold, (c.name, *c.aliases))) for c in (old, new))
    if came := [a for a in new.aliases if fold(a) not in before]:
        then = "files with that name fill the column, earlier ones too; refused ones are read again"
        what = f"alias added: {', '.join(came)}"
        yield Change(Effect.COMPATIBLE, contract.id, what, then, new.name)
    if went := [a for a in (old.name, *old.aliases) if fold(a) not in after]:
        then = "from now on values under that name go to `_rescued`; files that were taken keep "
        then += "theirs in the column: `edp rebuild --from raw` reads them again"
        what = f"alias removed: {', '.join(went)}"
        who = (PRODUCERS, ANALYSTS)
        yield Change(Effect.NOTICED, contract.id, what, then, new.name, who)
    elif not came and list(before) != list(after) and old.name == new.name:
        then = "where a record has several of the names, another one may count"
        yield Change(Effect.REBUILT, contract.id, "order of aliases", then, new.name)


def _allowed(before: Allowed, after: Allowed, said: Said) -> Iterator[Change]:
    if before is None or after is None:
        if before != after:
            what = f"allowed values {shown(before)} → {shown(after)}"
            yield said(Step.RELAXED if after is None else Step.TIGHTENED, what)
        return
    for step_, one, other in ((Step.RELAXED, after, before), (Step.TIGHTENED, before, after)):
        sign = "new" if step_ is Step.RELAXED else "no longer"
        if values := sorted(one.keys() - other.keys()):
            yield said(step_, f"{sign} allowed: {shown(tuple(values))}")
        spellings = _spellings(one) - _spellings(other) - {(v, v) for v in values}
        if told := sorted(f"{s} for {v}" for v, s in spellings if v not in values):
            yield said(step_, f"{sign} understood: {shown(tuple(told))}")


def _spellings(allowed: dict[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    return {(value, spelling) for value, words in allowed.items() for spelling in words}


def _personal(new: Column, contract: Contract) -> Change:
    what = "is personal now" if new.personal else "is no longer personal"
    then = "analysts see it masked" if new.personal else "analysts see its values from now on"
    who = (ANALYSTS, WAREHOUSE)
    return Change(Effect.NOTICED, contract.id, what, then, new.name, who)

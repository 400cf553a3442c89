"""Which columns tell one record from all others, and which one says what is the latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from edp.contract.propose import words
from edp.contract.propose.model import Proposal, Proposed
from edp.contract.propose.profile import DISTINCT, Profile
from edp.contract.propose.rules import ENOUGH
from edp.contract.propose.samples import Sample
from edp.contract.propose.types import MOSTLY

MOMENTS = ("date", "timestamp")
PAIRS = 10


def with_key(
    proposal: Proposal, profiles: Mapping[str, Profile], samples: Sequence[Sample]
) -> Proposal:
    """A proposal with its key and order, or with the question of what they are."""
    named = sorted(
        (p for p in proposal.columns if _may_be_key(p, profiles[p.column.name])),
        key=lambda p: (_rank(p, proposal.dataset), -profiles[p.column.name].distinct),
    )
    named = [p for p in named if _rank(p, proposal.dataset) < OTHERS]
    order = _order(proposal)
    if unique := [p for p in named if _is_unique(profiles[p.column.name])]:
        told = _told(unique[0], profiles)
        return _with(proposal, [unique[0]], order, [told], _doubts(unique, named, profiles))
    if named and _may_have_states(profiles[named[0].column.name]):
        return _repeated(proposal, named[0], order, profiles)
    if pair := _pair(named, profiles, samples):
        names = " and ".join(p.column.name for p in pair)
        asked = f"key: {names} are only unique together: do they identify a record?"
        return _with(proposal, pair, order, [f"{names} are unique together"], [asked])
    return _without(proposal, profiles, _why_none(proposal, named, profiles))


def _doubts(
    unique: Sequence[Proposed], named: Sequence[Proposed], profiles: Mapping[str, Profile]
) -> list[str]:
    """What speaks against the first of several columns that are unique."""
    key, asked = unique[0], []
    if others := [p.column.name for p in unique[1:]]:
        asked.append(f"key: {', '.join(others)} would be unique as well: is {key.column.name} it?")
    if named[0] is not key:
        asked.append(f"key: {_told(named[0], profiles)}: states of one, and it is the key?")
    if profiles[key.column.name].records < ENOUGH:
        asked.append(f"key: {key.column.name} is unique, but in few records: is it the key?")
    return asked


def _why_none(
    proposal: Proposal, named: Sequence[Proposed], profiles: Mapping[str, Profile]
) -> str:
    if named:
        return f"{_told(named[0], profiles)}: is it the key"
    free = [p for p in proposal.columns if _may_be_key(p, profiles[p.column.name])]
    unique = [p.column.name for p in free if _is_unique(profiles[p.column.name])]
    return f"is it {' or '.join(unique)}, which is unique" if unique else "no column is unique"


# What a name says of a key: less is better.
OWN, PLAIN, ANY, OTHERS = range(4)


def _rank(proposed: Proposed, dataset: str) -> int:
    name = proposed.column.name
    stem = name.removesuffix("_id").removesuffix("_no").removesuffix("_key")
    if stem not in (name, "") and dataset.startswith(stem):
        return OWN
    if name == "id":
        return PLAIN
    text = proposed.column.type == "string"
    named = words.IDENTIFIER.search(name) or proposed.column.pattern
    return ANY if text and named else OTHERS


def _may_be_key(proposed: Proposed, profile: Profile) -> bool:
    column = proposed.column
    kind = column.type in ("string", "integer", "bigint")
    free = column.allowed is None and not column.personal and not column.currency_column
    return kind and free and profile.filled >= profile.records * MOSTLY and profile.filled > 1


def _is_unique(profile: Profile) -> bool:
    return profile.distinct == profile.filled and not profile.capped


def _may_have_states(profile: Profile) -> bool:
    """Whether most values stand there once or twice, as far as they are counted."""
    return profile.capped or profile.distinct * 2 >= profile.filled


def _told(proposed: Proposed, profiles: Mapping[str, Profile]) -> str:
    profile = profiles[proposed.column.name]
    more = "at least " if profile.capped else ""
    return (
        f"{proposed.column.name} has {more}{profile.distinct:,} different values"
        f" in {profile.filled:,} of {profile.records:,} records"
    )


def _repeated(
    proposal: Proposal, key: Proposed, order: Proposed | None, profiles: Mapping[str, Profile]
) -> Proposal:
    """Named like a key, but some records share a value: repeated, or states of one thing."""
    told = _told(key, profiles)
    asked = [f"key: {told}: repeated and later states of one?"]
    return _with(proposal, [key], order, [told], asked)


def _with(
    proposal: Proposal,
    keys: Sequence[Proposed],
    order: Proposed | None,
    evidence: list[str],
    asked: list[str],
) -> Proposal:
    names = [p.column.name for p in keys]
    columns = [
        p.changed(key=True, required=True) if p.column.name in names else p
        for p in proposal.columns
    ]
    if order:
        evidence.append(f"{order.column.name} is a {order.column.type}, named like an order")
        if words.ORDER[-1].search(order.column.name):
            asked.append(f"orderBy: {order.column.name}: does a later one replace what was before?")
    else:
        asked.append("orderBy: no column says which of several records of a key is the latest")
    return replace(
        proposal,
        columns=tuple(columns),
        order_by=order.column.name if order else None,
        evidence=(*proposal.evidence, *evidence),
        questions=(*proposal.questions, *asked),
    )


def _without(proposal: Proposal, profiles: Mapping[str, Profile], why: str) -> Proposal:
    """Without a key something must be required, by which a record is known as one."""
    asked = [f"key: {why}? Without one every record is kept"]
    columns = list(proposal.columns)
    if not any(p.column.required for p in columns):
        fullest = max(columns, key=lambda p: profiles[p.column.name].filled)
        profile = profiles[fullest.column.name]
        what = f"{fullest.column.name} has a value in {profile.filled:,} of {profile.records:,}"
        asked.append(f"required: {what} records, the most of all: must it have one?")
        columns[columns.index(fullest)] = fullest.changed(required=True)
    questions = (*proposal.questions, *asked)
    return replace(proposal, columns=tuple(columns), questions=questions)


def _order(proposal: Proposal) -> Proposed | None:
    moments = [p for p in proposal.columns if p.column.type in MOMENTS]
    for pattern in words.ORDER:
        if found := [p for p in moments if pattern.search(p.column.name)]:
            return max(found, key=lambda p: p.column.required)
    return None


def _pair(
    candidates: Sequence[Proposed], profiles: Mapping[str, Profile], samples: Sequence[Sample]
) -> list[Proposed]:
    """Two columns that are only unique together, of records few enough to be counted."""
    if not candidates or profiles[candidates[0].column.name].records > DISTINCT:
        return []
    for pair in list(combinations(candidates, 2))[:PAIRS]:
        names = [p.column.name for p in pair]
        rows = [tuple(r.values()) for s in samples for t in s.tables(names) for r in t.to_pylist()]
        if len(set(rows)) == len(rows) and all(None not in row for row in rows):
            return list(pair)
    return []

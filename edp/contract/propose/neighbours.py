"""What columns are to one another, and to datasets that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contracts import Contract, currencies, fold
from edp.contract.propose import words
from edp.contract.propose.model import Proposal, Proposed
from edp.contract.propose.names import Group, column_name
from edp.contract.propose.profile import Profile
from edp.contract.propose.samples import Names
from lakehouse.cleanse.money import amount
from lakehouse.reader.json_record import parse_record
from lakehouse.reader.json_value import listed_values

# Values that are looked at for marks of currencies.
LOOKED_AT = 1000
# Of more columns nobody would say which one is meant.
FEW = 3


def with_namesakes(columns: Sequence[Proposed], groups: Sequence[Group]) -> list[Proposed]:
    """Columns with the question whether they are others that stand in no file with them."""
    found = list(columns)
    for n, (proposed, group) in enumerate(zip(columns, groups, strict=True)):
        others = [
            other.column.name
            for other, o in zip(columns, groups, strict=True)
            if not o.files & group.files
            and len(o.files) > len(group.files)
            and _base(other) == _base(proposed)
        ]
        if 0 < len(others) <= FEW:
            asked = f"never in a file with {' or '.join(others)}: another name of it?"
            found[n] = proposed.changed(question=asked)
    return found


def _base(proposed: Proposed) -> tuple[str, str | None, bool]:
    column = proposed.column
    return column.type.partition("(")[0], column.format, column.personal


def with_currencies(proposal: Proposal, profiles: Mapping[str, Profile]) -> Proposal:
    """Amounts with the column that says their currency, or the one that all of them show."""
    beside = [
        p.column.name
        for p in proposal.columns
        if words.CURRENCY.search(p.column.name) and p.column.type == "string"
    ]
    columns = tuple(
        _with_currency(p, beside, profiles[p.column.name]) if p.column.is_decimal else p
        for p in proposal.columns
    )
    return replace(proposal, columns=columns)


def _with_currency(proposed: Proposed, beside: Sequence[str], profile: Profile) -> Proposed:
    shown = _shown(profile)
    if not words.MONEY.search(proposed.column.name) and not shown:
        return proposed
    if len(beside) == 1:
        what = f"{beside[0]} stands beside it"
        return proposed.changed(what, currency_column=beside[0])
    if beside:
        return proposed.changed(question=f"currencyColumn: which of {', '.join(beside)}?")
    if len(shown) == 1:
        code = min(shown)
        return proposed.changed(f"marked as {code}", f"always {code}?", currency=code)
    return proposed.changed(question="named like money: in which currency?")


def _shown(profile: Profile) -> frozenset[str]:
    """The currencies that all marks of amounts may mean."""
    found = [a.currencies for t in list(profile.values)[:LOOKED_AT] if (a := amount(t))]
    marked = [codes for codes in found if codes]
    common = frozenset.intersection(*marked) if marked else frozenset()
    return frozenset(code for code in common if currencies()[code].withdrawn is None)


def with_relations(proposal: Proposal, known: Iterable[Contract]) -> Proposal:
    """Columns that are named like the only key of a known dataset."""
    columns = list(proposal.columns)
    for contract in known:
        key = next((c for c in contract.columns if c.key), None)
        if contract.name == proposal.dataset or key is None or len(contract.keys) > 1:
            continue
        for n, proposed in enumerate(columns):
            column = proposed.column
            if fold(column.name) == fold(key.name) != "id" and column.type == key.type:
                what = f"named like the key of {contract.name}"
                to = f"{contract.name}.{key.name}"
                columns[n] = proposed.changed(what, f"refers to {to}?", refers_to=to)
    return replace(proposal, columns=tuple(columns))


def inside(files: Iterable[Names]) -> dict[str, tuple[str, ...]]:
    """Arrays of objects in records -> the names in those objects."""
    found: dict[str, dict[str, None]] = {}
    for names in files:
        for array, texts in names.arrays.items():
            for value in (v for text in texts for v in listed_values(text[1:-1]) or ()):
                known = found.setdefault(array, {})
                known |= dict.fromkeys(map(column_name, parse_record(value)))
    return {array: tuple(known) for array, known in found.items()}

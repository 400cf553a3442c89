"""Reads where the records of a dataset stand that come inside those of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from contracts.across import Found
from contracts.fields import Fields
from contracts.model import Column, Contract, RecordsIn

ARRAY = re.compile(r"([^\[\]]+)\[\]")


def records_in(custom: Fields) -> RecordsIn | None:
    """The parent and the array: `{dataset: orders, path: line_items[]}`."""
    item = custom.get("recordsIn")
    if item is None:
        return None
    fields = Fields(item, custom.refusals, ("dataset", "path"))
    dataset = fields.text("dataset", allowed="the dataset in whose records they stand")
    allowed = "an array of its records, such as line_items[], or order.lines[] where it is nested"
    path = ARRAY.fullmatch(said := fields.text("path", allowed=allowed))
    if said and not path:
        custom.refusals.add(fields.at("path"), f"is {said!r}", allowed)
    return RecordsIn(dataset, path[1] if path else said)


def assert_inside(contract: Contract, found: Found, custom: Fields) -> None:
    """Refuses what has no meaning in records that stand in others, or only there."""
    if contract.records_in is None:
        for item, column in found:
            if column.parent:
                custom.refusals.add(item, "parent has no meaning", "only beside recordsIn")
        return
    if custom.get("quarantineThreshold"):
        allowed = f"that of {contract.records_in.dataset}"
        custom.refusals.add(custom.at("quarantineThreshold"), "files are set aside whole", allowed)
    if found and all(column.parent for _, column in found):
        allowed = "a column that is not the parent's"
        custom.refusals.add(custom.at("recordsIn"), "no column is their own", allowed)


def wrong_inside(
    contract: Contract, contracts: Mapping[str, Contract]
) -> Iterator[tuple[str | None, str]]:
    """What a contract says of its parent and is not so there: the column, and why.

    Args:
        contract: of records that stand in others.
        contracts: All of the layer, by name.
    """
    assert contract.records_in
    name, array = contract.records_in.dataset, contract.records_in.folded
    parent = contracts.get(name)
    if parent is None or parent.records_in:
        allowed = ", ".join(c.name for c in contracts.values() if not c.records_in)
        why = "is no dataset" if parent is None else "stands in the records of another one"
        yield None, f"dataset {name} {why}; allowed: {allowed}"
        return
    if taking := [c for known, c in parent.names.items() if f"{known}.".startswith(f"{array}.")]:
        why = f"{name} has a column {taking[0]} of it, which would take the array"
        yield None, f"path {array}[]: {why}; allowed: an array that {name} does not know"
    for own in contract.columns:
        if own.parent:
            yield from ((own.name, why) for why in _wrong_column(own, parent))
    yield from _wrong_keys(contract, parent)


def _wrong_column(own: Column, parent: Contract) -> Iterator[str]:
    there = next((c for c in parent.columns if c.name == own.parent), None)
    if there is None:
        yield f"parent is {own.parent}; allowed: {', '.join(parent.column_names)}"
        return
    for key, said, must in (
        ("type", own.type, there.type),
        ("required", own.required and not there.required, False),
        ("classification", own.personal, there.personal),
    ):
        if said != must:
            yield f"{key} is not that of {parent.name}.{there.name}; allowed: as it stands there"


def _wrong_keys(contract: Contract, parent: Contract) -> Iterator[tuple[str | None, str]]:
    """Keys are only compared within one parent: one key per row needs that of the parent."""
    held = {c.parent for c in contract.columns if c.key}
    if not contract.keys or (parent.keys and held.issuperset(parent.keys)):
        return
    if not parent.keys:
        yield None, f"{parent.name} has no key, so these can have none; allowed: no primaryKey"
        return
    lacking = ", ".join(k for k in parent.keys if k not in held)
    yield None, f"no primaryKey has parent: {lacking}; allowed: the key of {parent.name} and more"

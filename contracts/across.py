"""Holds the columns of a contract against each other."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.fields import Fields
from contracts.item import Item
from contracts.model import Column, Contract, fold

Found = Sequence[tuple[Item, Column]]


def assert_consistent(contract: Contract, found: Found, table: Fields, custom: Fields) -> None:
    """Refuses names that mean two columns or none, and keys that may be missing."""
    if not found:
        table.refusals.add(table.at("properties"), "no column", "a list of columns")
    _assert_names(found, table)
    _assert_neighbours(found, table)
    if contract.layer == "source":
        _assert_keys(found, table)
    if not contract.keys:
        for key in ("orderBy", "onConflict"):
            if custom.get(key):
                table.refusals.add(custom.at(key), f"{key} has no meaning", "only beside a key")
    for item in custom.list("orderBy"):
        usable = [n for n in contract.column_names if n not in contract.keys]
        if item.text not in usable:
            allowed = f"a column that is no key: {', '.join(usable)}"
            table.refusals.add(item, f"is {item.kind}", allowed)


def _assert_names(found: Found, table: Fields) -> None:
    meant: dict[str, str] = {}
    seen: set[str] = set()
    for item, column in found:
        if column.name in seen:
            table.refusals.add(item, "is there twice", "a column once")
        seen.add(column.name)
        for name in (column.name, *column.aliases):
            other = meant.setdefault(fold(name), column.name)
            if other != column.name:
                wrong = f"{name!r} also means {other}"
                table.refusals.add(item, wrong, "names and aliases of one column")


def _assert_neighbours(found: Found, table: Fields) -> None:
    """A column that is named beside another one must be there, and be text."""
    texts = [c.name for _, c in found if c.type == "string"]
    for item, column in found:
        for name in (column.currency_column, column.country_column):
            if name is not None and (name not in texts or name == column.name):
                allowed = f"another column of text: {', '.join(texts)}"
                table.refusals.add(item, f"{name!r} is named beside it", allowed)


def _assert_keys(found: Found, table: Fields) -> None:
    if not any(column.key or column.required for _, column in found):
        allowed = "primaryKey: true at columns that identify a record, or a column that is required"
        table.refusals.add(table.item, "nothing tells a record of it from others", allowed)
    for item, column in found:
        if column.key and not column.required:
            table.refusals.add(item, "is a primaryKey", "required: true beside it")

"""Where a source contract decides on a value: file and line, for whoever has to change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from contracts.item import Item, Refusals, parsed
from contracts.model import Contract
from contracts.roots import Source, found, roots

# Code -> the keys of a column that decide on it, the most telling first.
DECIDED_BY = {
    "missing": ("required",),
    "bad_format": ("logicalTypeOptions",),
    "out_of_range": ("logicalTypeOptions",),
    "not_allowed": ("allowedValues",),
    "currency_conflict": ("currencyColumn", "currency"),
    "too_precise": ("physicalType", "logicalType"),
    "invalid_number": ("physicalType", "logicalType"),
    "ambiguous_number": ("physicalType", "logicalType"),
    "invalid_timestamp": ("logicalType",),
    "ambiguous_timestamp": ("logicalType",),
}


@dataclass(frozen=True)
class Place:
    """A line of a contract's file; as text `contracts/source/<name>.yaml:31`."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def place_of(contract: Contract, reason: str) -> Place | None:
    """The line that a reason such as `amount:too_precise` goes back to.

    That is the key of the column that the value does not obey, the column where no single key
    decides, the list that the allowed values are taken from, or the rule over several columns.

    Returns:
        None for reasons that no contract decides, such as `ragged_row`.
    """
    column, _, code = reason.rpartition(":")
    if not column:
        return _found(contract.id, ("quality", code), ())
    spec = next((c for c in contract.columns if c.name == column), None)
    if spec and spec.allowed_from and code == "not_allowed":
        return _found(spec.allowed_from, (), ("members", "membersFrom"))
    return _found(contract.id, ("properties", column), DECIDED_BY.get(code, ()))


def line_of(contract: Contract, column: str, key: str) -> Place | None:
    """The line of a key of a column, or of one of its custom properties."""
    return _found(contract.id, ("properties", column), (key,))


def column_place(contract: Contract, column: str) -> Place | None:
    """The line at which a column is declared, or that of its type where that is said."""
    return _found(contract.id, ("properties", column), ("physicalType", "logicalType"))


def table_place(contract: Contract) -> Place | None:
    """The line at which the table's declaration begins."""
    return _found(contract.id, (), ())


def threshold_place(contract: Contract) -> Place | None:
    """The line that says what share of a file's records may be quarantined."""
    return _found(contract.id, (), ("quarantineThreshold",))


def records_in_place(contract: Contract) -> Place | None:
    """The line that says in which records those of the dataset stand."""
    return _found(contract.id, (), ("recordsIn",))


def _found(contract_id: str, path: tuple[str, ...], keys: tuple[str, ...]) -> Place | None:
    """The line of the first of some keys that an element of the contract's table has.

    Args:
        contract_id: such as `source.<name>`.
        path: the list that the element stands in, and its name; empty for the table itself.
        keys: of the element, or names of its custom properties; where it has none, its own line.
    """
    source = _source(contract_id)
    table = _table(contract_id, roots())
    element = _named(table, *path) if path else table
    if element is None:
        return None
    lines = _lines(element)
    return Place(source.label, next((lines[k] for k in keys if k in lines), element.line))


def _source(contract_id: str) -> Source:
    layer, _, name = contract_id.partition(".")
    return found(f"contracts/{layer}")[name]


@cache
def _table(contract_id: str, _roots: tuple[str, ...]) -> Item:
    source = _source(contract_id)
    return parsed(source.read(), source.label, Refusals(source.label)).members["schema"].items[0]


def _lines(element: Item) -> dict[str, int]:
    """Line of each key of an element, and of each of its custom properties."""
    custom = _members(element, "customProperties")
    own = {entry.members["property"].text: entry.members["property"].line for entry in custom}
    return {key: item.line for key, item in element.members.items()} | own


def _named(table: Item, key: str, name: str) -> Item | None:
    """The element of a list that has a name."""
    elements = (e for e in _members(table, key) if "name" in e.members)
    return next((e for e in elements if e.members["name"].text == name), None)


def _members(element: Item, key: str) -> Sequence[Item]:
    listed = element.members.get(key)
    return listed.items if listed else ()

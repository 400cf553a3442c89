"""Where a source contract decides on a value: file and line, for whoever has to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from contracts.item import LOADER
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
        return _found(spec.allowed_from, (), ("members",))
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


def _found(contract_id: str, path: tuple[str, ...], keys: tuple[str, ...]) -> Place | None:
    """The line of the first of some keys that an element of the contract's table has.

    Args:
        contract_id: such as `source.<name>`.
        path: the list that the element stands in, and its name; empty for the table itself.
        keys: of the element, or names of its custom properties; where it has none, its own line.
    """
    source = _source(contract_id)
    table = _table(contract_id, roots())
    element = _named(_members(table).get(path[0]), path[1]) if path else table
    if element is None:
        return None
    lines = _lines(element)
    line = next((lines[k] for k in keys if k in lines), element.start_mark.line + 1)
    return Place(source.label, line)


def _source(contract_id: str) -> Source:
    layer, _, name = contract_id.partition(".")
    return found(f"contracts/{layer}")[name]


@cache
def _table(contract_id: str, _roots: tuple[str, ...]) -> Node:
    text = _source(contract_id).read()
    schema = _members(yaml.compose(text, Loader=LOADER))["schema"]
    assert isinstance(schema, SequenceNode)
    first: Node = schema.value[0]
    return first


def _lines(element: Node) -> dict[str, int]:
    """Line of each key of an element, and of each of its custom properties."""
    found = {key: node.start_mark.line + 1 for key, node in _members(element).items()}
    for custom in _items(_members(element).get("customProperties")):
        property_name = _members(custom)["property"]
        found[str(property_name.value)] = property_name.start_mark.line + 1
    return found


def _named(elements: Node | None, name: str) -> Node | None:
    names = ((_members(e).get("name"), e) for e in _items(elements))
    return next((e for n, e in names if isinstance(n, ScalarNode) and n.value == name), None)


def _members(node: Node | None) -> dict[str, Node]:
    if not isinstance(node, MappingNode):
        return {}
    return {str(key.value): value for key, value in node.value}


def _items(node: Node | None) -> Iterator[Node]:
    yield from node.value if isinstance(node, SequenceNode) else ()

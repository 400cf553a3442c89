"""Holds what a contract names in other contracts against those."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from contracts.errors import ContractError
from contracts.model import Column, Contract
from contracts.parent import wrong_inside
from contracts.place import line_of, records_in_place

Load = Callable[[str], Contract]


def assert_references(contracts: Mapping[str, Contract], load: Load) -> None:
    """Raises ContractError, a line each, for names of tables, columns or members that are none.

    Args:
        contracts: All of a layer, by name.
        load: Loads one of another layer.
    """
    wrong = [
        f"{records_in_place(contract) if column is None else line_of(contract, column, 'parent')}: "
        f"{'recordsIn' if column is None else f'properties.{column}'}: {why}"
        for contract in contracts.values()
        if contract.records_in
        for column, why in wrong_inside(contract, contracts)
    ]
    wrong += [
        f"{line_of(contract, column.name, key)}: properties.{column.name}: {why}"
        for contract in contracts.values()
        for column in contract.columns
        for key, why in _wrong(column, contracts, load)
    ]
    if wrong:
        raise ContractError("\n".join(wrong))


def _wrong(
    column: Column, contracts: Mapping[str, Contract], load: Load
) -> Iterator[tuple[str, str]]:
    if column.refers_to:
        table, _, name = column.refers_to.partition(".")
        target = contracts.get(table)
        found = next((c for c in target.columns if c.name == name), None) if target else None
        if found is None or not found.key or found.type != column.type:
            allowed = f"the {column.type} key of one of {', '.join(contracts)}"
            yield "relationships", f"relationships is to {column.refers_to}; allowed: {allowed}"
    if column.allowed_from and not _has_members(column.allowed_from, load):
        allowed = "a table of gold whose contract lists its members, such as gold.<table>"
        yield "allowedFrom", f"allowedFrom is {column.allowed_from}; allowed: {allowed}"


def _has_members(name: str, load: Load) -> bool:
    try:
        return bool(load(name).members)
    except ContractError:
        return False

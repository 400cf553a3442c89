"""Finds contracts (Open Data Contract Standard 3.1, YAML) by their names."""

from __future__ import annotations

from functools import cache

from contracts.booleans import spellings
from contracts.errors import ContractError
from contracts.model import Column, Contract
from contracts.read import read
from contracts.references import assert_references
from contracts.roots import found, roots
from contracts.silver import placed, silver_of

LAYERS = ("source", "bronze", "silver", "quarantine", "lineage", "gold")
# Layers with a table for each dataset by one contract.
PER_DATASET = {"quarantine": "quarantine.records", "lineage": "lineage.merged"}


def datasets() -> tuple[str, ...]:
    """The datasets there are: each one has a source contract."""
    return tuple(found("contracts/source"))


def delivered() -> tuple[str, ...]:
    """The datasets that come in files; the others stand inside the records of these."""
    return tuple(name for name in datasets() if load(f"source.{name}").records_in is None)


def inside() -> tuple[str, ...]:
    """The datasets whose records stand inside those of others."""
    return tuple(name for name in datasets() if load(f"source.{name}").records_in is not None)


def contract_of(table: str) -> Contract:
    """The contract of a table such as `gold.<table>`, `silver.<dataset>`, `quarantine.<dataset>`.

    Raises:
        ContractError: as `load`.
    """
    layer, _, name = table.partition(".")
    if layer not in PER_DATASET:
        return load(table)
    return placed(load(PER_DATASET[layer]), load(f"source.{name}"))


def load(contract_id: str) -> Contract:
    """The contract of a table such as `silver.<dataset>`; silver follows from the source.

    Raises:
        ContractError: there is no such contract, or it is not usable.
    """
    return _load(contract_id, roots())


@cache
def _load(contract_id: str, _roots: tuple[str, ...]) -> Contract:
    layer, _, name = contract_id.partition(".")
    if layer == "silver":
        return silver_of(load(f"source.{name}"), load("bronze.record"))
    source = found(f"contracts/{layer}").get(name) if layer in LAYERS else None
    if source is None:
        raise ContractError(f"no contract {contract_id}: expected contracts/{layer}/{name}.yaml")
    return read(layer, source)


def load_layer(layer: str) -> tuple[Contract, ...]:
    """All contracts of a layer, by name.

    Raises:
        ContractError: one is not usable, or names something in another one that is not there.
    """
    return _load_layer(layer, roots())


@cache
def _load_layer(layer: str, _roots: tuple[str, ...]) -> tuple[Contract, ...]:
    written = "source" if layer == "silver" else layer
    names = found(f"contracts/{written}")
    assert_references({name: load(f"{written}.{name}") for name in names}, load)
    return tuple(load(f"{layer}.{name}") for name in names)


def allowed_values(column: Column) -> dict[str, tuple[str, ...]] | None:
    """Allowed values of a column -> their synonyms; None where every value is allowed."""
    if column.type == "boolean":
        return spellings(column)
    if column.allowed_from is None:
        return column.allowed
    return {m.code: m.synonyms for m in load(column.allowed_from).members}

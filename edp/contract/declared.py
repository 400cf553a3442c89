"""All that contracts and models say at one time: now, at a commit, or when a lake was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import chain
from typing import Any

import yaml

from contracts import Column, Contract
from contracts.errors import ContractError
from contracts.producers.found import FOLDER
from contracts.read import read
from contracts.roots import Source, found_in
from lakehouse.gold.model import Model, parse

# Of silver there are no files: it follows from the source.
WRITTEN = ("source", "gold", "bronze", "quarantine", "lineage")
# What every dataset has, beside silver.
PER_DATASET = ("silver", "lineage", "quarantine")
Roots = Sequence[tuple[str, Traversable]]


@dataclass(frozen=True)
class Declared:
    """What tables and datasets look like, and which code makes them.

    Attributes:
        contracts: Id, such as `source.<name>`, -> contract.
        models: Gold table -> the SELECT that fills it.
        others: Files of the configuration -> their text.
        code: Part of the code -> a mark of it; empty where nobody knows.
        producers: Name -> what the file says that matters to its files; empty where nobody knows.
    """

    contracts: Mapping[str, Contract]
    models: Mapping[str, Model]
    others: Mapping[str, str] = field(default_factory=dict)
    code: Mapping[str, str] = field(default_factory=dict)
    producers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def named(self, layer: str) -> dict[str, Contract]:
        """Name -> contract, of one layer."""
        return {c.name: c for c in self.contracts.values() if c.layer == layer}

    def allowed(self, column: Column) -> dict[str, tuple[str, ...]] | None:
        """Allowed values of a column -> their spellings; None where every value is."""
        if column.allowed_from is None:
            return column.allowed
        listed = self.contracts.get(column.allowed_from)
        return {m.code: m.synonyms for m in listed.members} if listed else None

    def behind(self, contract_id: str) -> tuple[str, ...]:
        """The tables that are made from a contract, or of what is made from it."""
        layer, _, name = contract_id.partition(".")
        inputs = {model.name: set(model.inputs) for model in self.models.values()}
        found = [f"{kind}.{name}" for kind in PER_DATASET] if layer == "source" else [contract_id]
        others = (*self._told_by(contract_id), *self._inside(contract_id))
        found += [t for dataset in others for t in self.behind(dataset)]
        while more := [
            f"gold.{table}"
            for table, read_by in inputs.items()
            if read_by & set(found) and f"gold.{table}" not in found
        ]:
            found += more
        return tuple(dict.fromkeys(found))

    def _told_by(self, contract_id: str) -> list[str]:
        """The datasets that take their allowed values from a contract."""
        sources = self.named("source").values()
        return [s.id for s in sources if any(c.allowed_from == contract_id for c in s.columns)]

    def _inside(self, contract_id: str) -> list[str]:
        """The datasets whose records stand in those of a contract."""
        within = {s.id: s.records_in for s in self.named("source").values()}
        return [i for i, r in within.items() if r and f"source.{r.dataset}" == contract_id]


def declared(
    roots: Roots, others: Mapping[str, str] | None = None, code: Mapping[str, str] | None = None
) -> Declared:
    """What the files of some roots say.

    Args:
        roots: What labels of files start with, and the root; a later one replaces names again.
        others: Further files -> their text.
        code: Part of the code -> a mark of it.

    Raises:
        ContractError: A contract is not usable.
        JobFailed: A model is none.
    """
    written = chain.from_iterable(_layer(layer, roots) for layer in WRITTEN)
    models = {name: parse(source) for name, source in found_in("models", roots).items()}
    said = {name: _said(s) for name, s in found_in(FOLDER, roots).items()}
    return Declared({c.id: c for c in written}, models, others or {}, code or {}, said)


def _said(source: Source) -> dict[str, Any]:
    """What a producer file says, however it is held against the contracts of its time."""
    try:
        found = yaml.safe_load(source.read())
    except yaml.YAMLError as error:
        raise ContractError(f"{source.label}: not YAML") from error
    said = found if isinstance(found, dict) else {}
    return {key: value for key, value in said.items() if key not in ("owner", "description")}


def _layer(layer: str, roots: Roots) -> list[Contract]:
    return [read(layer, source) for source in found_in(f"contracts/{layer}", roots).values()]

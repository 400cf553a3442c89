"""Which gold tables have to be built; the others are left as they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pyiceberg.catalog import Catalog

from contracts import Contract
from lake_protocol.publications import Publication, TableEntry
from lakehouse.basis import NEVER, Basis, contract_mark, digest, is_there, of_code, what_changed
from lakehouse.gold.model import select, tables
from lakehouse.gold.plan import Step
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage


@dataclass(frozen=True)
class Change:
    """What is known of a gold table before gold is built.

    Attributes:
        basis: What it would be built from.
        why: Why it is to be built; None where it is left as it is.
        published: It as it is; None where it is built.
    """

    step: Step
    basis: Basis
    why: str | None
    published: TableEntry | None


def changes(
    steps: Sequence[Step],
    silver: Publication,
    last: Publication | None,
    settings: Settings,
    catalog: Catalog,
) -> dict[str, Change]:
    """Name -> what is known of the table, in the order of building.

    Args:
        steps: all gold tables.
        silver: what they are built from.
        last: the gold publication before.
        settings: where the tables are.
        catalog: what they are.
    """
    found: dict[str, Change] = {}
    files = frozenset(storage(settings.gold).files(settings.gold, "") if last else ())
    for step in steps:
        name = step.contract.id
        basis = _basis(step, silver, found)
        published = last["tables"].get(name) if last else None
        why = _why(name, basis, published, settings, catalog, files)
        found[step.contract.name] = Change(step, basis, why, None if why else published)
    return found


def _basis(step: Step, silver: Publication, before: Mapping[str, Change]) -> Basis:
    basis = {**of_code(), "contract": contract_mark(step.contract.id)}
    if step.model is None:
        return basis
    basis["model"] = digest(step.model.sql)
    for name in step.model.inputs:
        layer, _, table = name.partition(".")
        of_gold = layer == "gold"
        basis[name] = digest(before[table].basis) if of_gold else silver["tables"][name]["seal"]
    return basis


def _why(
    name: str,
    basis: Basis,
    published: TableEntry | None,
    settings: Settings,
    catalog: Catalog,
    files: Collection[str],
) -> str | None:
    if settings.full:
        return "it was asked for"
    if published is None:
        return NEVER
    if why := what_changed(basis, published.get("basis")):
        return why
    there = is_there(catalog, settings.table(name), files, published)
    return None if there else "not as it was published"


def to_build(known: Mapping[str, Change]) -> list[Step]:
    """The tables that have changed, in the order of building."""
    return [change.step for change in known.values() if change.why is not None]


def to_audit(known: Mapping[str, Change]) -> set[str]:
    """Those, and the tables that are held against one of them."""
    built = {step.contract.id for step in to_build(known)}
    contracts = [change.step.contract for change in known.values()]
    return {c.name for c in contracts if built & {c.id, *_held_against(c)}}


def to_read(known: Mapping[str, Change], silver: Publication) -> dict[str, TableEntry]:
    """The tables as they are published that are read to build and to audit, by their ids."""
    models = [step.model for step in to_build(known)]
    read = {name for model in models if model is not None for name in model.inputs}
    for name in to_audit(known):
        contract = known[name].step.contract
        read |= {contract.id, *_held_against(contract)}
    kept = {f"gold.{n}": c.published for n, c in known.items() if c.published is not None}
    there = silver["tables"] | kept
    return {name: there[name] for name in sorted(read & there.keys())}


def _held_against(contract: Contract) -> set[str]:
    """The tables that a contract's references and checks name."""
    columns = (column.refers_to for column in contract.columns if column.refers_to is not None)
    referred = {f"gold.{target.partition('.')[0]}" for target in columns}
    queries = (select(check.query, contract.id) for check in contract.checks)
    named = (table for query in queries for table in tables(query, contract.id))
    return referred | {f"{table.db}.{table.name}" for table in named}

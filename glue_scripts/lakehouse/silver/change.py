"""Whether a dataset has to be built; it is left as it is where its inputs are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyiceberg.catalog import Catalog

from contracts import load
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry
from lake_protocol.publications import Publication
from lakehouse.basis import NEVER, Basis, contract_mark, digest, is_there, of_code, what_changed
from lakehouse.bronze.second_look import described_by
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.dataset_state import TABLES
from lakehouse.storage import storage

# The contracts that the tables of all datasets follow.
SHARED = ("bronze.record", "quarantine.records", "lineage.merged")


def basis_of(
    dataset: str, entries: Sequence[Entry], decided: Mapping[tuple[str, str], Decision]
) -> Basis:
    """What a dataset is built from.

    Args:
        dataset: its name.
        entries: the ledger.
        decided: file and version -> what a person decided.
    """
    contract = load(f"source.{dataset}")
    # Records that stand in others follow from the files and the fates of these.
    contracts = [contract]
    if contract.records_in:
        contracts.append(load(f"source.{contract.records_in.dataset}"))
    own = [e for e in entries if e["dataset"] == contracts[-1].name]
    taken = sorted(
        (e["uri"], e["version"], e["data_file"], e["data_hash"]) for e in own if e["data_file"]
    )
    refused = not taken and any(e["verdict"] == "reject" for e in own)
    places = sorted({(e["uri"], e["version"]) for e in own} & decided.keys())
    columns = [column for contract in contracts for column in contract.columns]
    lists = sorted({c.allowed_from for c in columns if c.allowed_from is not None})
    producers = sorted({said for e in own if (said := described_by(e["uri"]))})
    return {
        **of_code(),
        "contract": contract_mark(*(c.id for c in contracts), *SHARED, *lists),
        "files": digest(taken, refused),
        "decisions": digest([(place, decided[place].aside) for place in places]),
        **({"producers": digest(producers)} if producers else {}),
    }


def why_build(
    build: DatasetBuild, catalog: Catalog, basis: Basis, last: Publication | None
) -> str | None:
    """Why a dataset is to be built; None where it is left as it is.

    Args:
        build: the build.
        catalog: where the tables are.
        basis: what it would be built from.
        last: the publication before.
    """
    if build.settings.full:
        return "it was asked for"
    if last is None:
        return NEVER
    about = last.get("datasets", {}).get(build.dataset, {})
    if why := what_changed(basis, about.get("basis")):
        return why
    for layer in TABLES:
        name = f"{layer}.{build.dataset}"
        place = build.place(layer)
        files = storage(place).files(place, "")
        if not is_there(catalog, build.settings.table(name), files, last["tables"][name]):
            return f"{name} is not as it was published"
    return None

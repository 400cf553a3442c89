"""Whether a lake is as its contracts, its code and its files of now would leave it."""

from __future__ import annotations

from contracts import datasets
from lake_protocol.decisions import in_force
from lake_protocol.publications import Publication
from lakehouse import ledger
from lakehouse.gold.change import changes
from lakehouse.gold.plan import plan
from lakehouse.iceberg.catalog import open_catalog
from lakehouse.runtime.settings import Settings
from lakehouse.set_aside import decisions
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.change import basis_of, why_build


def waiting(
    settings: Settings, silver: Publication, gold: Publication, held_back: set[str]
) -> dict[str, str]:
    """Table -> why the next run would build it; nothing for datasets that are held back."""
    catalog, entries = open_catalog(settings), ledger.entries(settings.ledger)
    decided = in_force(decisions(settings.ledger))
    found: dict[str, str | None] = {}
    for dataset in set(datasets()) - held_back:
        build = DatasetBuild(settings, dataset, 0)
        basis = basis_of(dataset, entries, decided)
        found[f"silver.{dataset}"] = why_build(build, catalog, basis, silver)
    known = changes(plan(), silver, gold, settings, catalog)
    found |= {f"gold.{name}": change.why for name, change in known.items()}
    return {name: why for name, why in sorted(found.items()) if why is not None}

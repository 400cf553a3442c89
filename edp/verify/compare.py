"""Builds a lake's silver and gold once more from nothing, and compares them with what is published.

A run builds only what it takes for changed. Whether it was right about that, nobody knows better
than a build that trusts no earlier one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from duckdb import DuckDBPyConnection

from contracts import PER_DATASET
from edp.engine import Engine, engine
from edp.errors import EdpError
from edp.lake import Lake
from edp.lock import only_run
from edp.publication import newest
from edp.published import content_hash, open_published
from edp.verify.build import built_anew
from edp.verify.model import Table, Verified
from edp.verify.up_to_date import waiting
from lake_protocol.publications import Publication, held_back
from lakehouse import publication
from lakehouse.gold.plan import plan
from lakehouse.runtime.settings import Settings

LAYERS = ("silver", "gold")
# They say which run wrote a row, and not what it says.
OF_THE_RUN = ("run_id", "code_hash")
# Figures that readers and the warehouse take from a publication.
FIGURES = ("rows", "columns", "sums")


def verify(out: Path, name: Engine, tell: Callable[[str], None]) -> Verified:
    """Compares all tables of a lake; other runs are refused meanwhile.

    Raises:
        EdpError: nothing is published, the lake is behind, or a published file has changed.
        JobFailed: bronze is damaged, or cannot be built from.
    """
    settings, start = Settings.in_folder(out, out), time.perf_counter()
    # Before a lock file is made: there may be no lake.
    newest(Lake.in_folder(out), "silver")
    with only_run(out.resolve()):
        published = open_published(Lake.in_folder(out), *LAYERS)
        silver, gold = _pages(settings)
        held = set(held_back(silver))
        if late := waiting(settings, silver, gold, held):
            table, why = next(iter(late.items()))
            raise EdpError(
                f"{len(late)} tables are behind, such as {table} ({why}); run `edp pipeline`, "
                "then verify"
            )
        with engine(name), built_anew(settings, out, tell) as folder:
            tell("comparing")
            anew = open_published(Lake.in_folder(folder), *LAYERS)
            silver_anew, gold_anew = _pages(Settings.in_folder(out, folder))
            _assert_built(silver_anew, held)
            pages = [(silver, silver_anew), (gold, gold_anew)]
            tables = list(_compared(published, anew, pages, _left_out(held)))
    return Verified(tables, round(time.perf_counter() - start, 2))


def _pages(settings: Settings) -> list[Publication]:
    """The newest publications of silver and gold, where both are there."""
    places = (settings.silver_publications, settings.gold_publications)
    return [page for page in map(publication.newest, places) if page is not None]


def _assert_built(anew: Publication, held: set[str]) -> None:
    for dataset, told in held_back(anew).items():
        if dataset not in held:
            raise EdpError(f"{dataset} is published, and cannot be built anew: {told['reason']}")


def _left_out(held: set[str]) -> dict[str, str]:
    """Table -> the dataset that is held back, of which it shows what was published last."""
    schemas = ("silver", *PER_DATASET)
    found = {f"{schema}.{dataset}": dataset for dataset in held for schema in schemas}
    for step in plan():
        inputs = step.model.inputs if step.model else ()
        if late := sorted(found[name] for name in inputs if name in found):
            found[step.contract.id] = late[0]
    return found


def _compared(
    published: DuckDBPyConnection,
    anew: DuckDBPyConnection,
    pages: list[tuple[Publication, Publication]],
    left_out: Mapping[str, str],
) -> Iterator[Table]:
    for ours, theirs in pages:
        for name in sorted(theirs["tables"]):
            if (dataset := left_out.get(name)) is not None:
                yield Table(name, None, left_out=f"{dataset} is held back")
                continue
            ignoring = OF_THE_RUN if name.startswith("quarantine.") else ()
            found, wanted = (content_hash(con, name, ignoring) for con in (published, anew))
            told = [*_rows(found, wanted), *_figures(name, ours, theirs)]
            yield Table(name, _count(found), told)


def _rows(found: str, wanted: str) -> Iterator[str]:
    if _count(found) != _count(wanted):
        yield f"{_count(found):,} rows are published, {_count(wanted):,} are built anew"
    elif found != wanted:
        yield "rows are published with other values than they are built with anew"


def _count(content: str) -> int:
    """The rows that a content hash begins with."""
    return int(content.partition("-")[0], 16)


def _figures(name: str, ours: Publication, theirs: Publication) -> Iterator[str]:
    """What the publications themselves say: sums of a table, fates of a dataset's records."""
    layer, _, dataset = name.partition(".")
    for figure in FIGURES if layer == "gold" else ():
        found, wanted = ours["tables"][name].get(figure), theirs["tables"][name].get(figure)
        if found != wanted:
            yield f"the publication says {figure} {found}, built anew they are {wanted}"
    if layer == "silver":
        told = (page.get("datasets", {}).get(dataset, {}).get("records") for page in (ours, theirs))
        found, wanted = told
        if found != wanted:
            yield f"the publication counts {found}, built anew there are {wanted}"

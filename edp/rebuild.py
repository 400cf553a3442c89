"""Builds a lake anew where parts of it are lost or damaged; nothing of the old one is deleted.

What is published stays readable until the new publications are there: its files are not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from edp.engine import Engine, engine
from edp.errors import EdpError
from edp.lake import Source
from edp.lock import only_run
from edp.pipeline import Outcome, lake_settings, take, to_gold
from lake_protocol.ledger import FILES, PENDING, place
from lake_protocol.raw_names import archive_and_member
from lakehouse import ledger, publication
from lakehouse.bronze.tables import commit
from lakehouse.errors.remedies import FROM_RAW
from lakehouse.jobs.raw_to_bronze import carry_through, waiting
from lakehouse.runtime.settings import Settings
from lakehouse.storage.seal import assert_sealed


def rebuild(
    raw: Path,
    out: Path,
    source: Source,
    name: Engine,
    tell: Callable[[str], None],
    *,
    without_missing: bool = False,
) -> tuple[Outcome, Path]:
    """Builds all that follows from raw, or from bronze, anew.

    Args:
        raw: the folder with the raw files.
        out: that of the lake.
        source: what is sound.
        name: the engine.
        tell: hears how far it is.
        without_missing: whether records may go whose files are no longer in raw.

    Returns:
        What the run did, and the folder to which the replaced parts were moved.

    Raises:
        EdpError: there is no lake, or files of it are missing in raw.
        JobFailed: a job must not go on.
    """
    if not out.is_dir():
        raise EdpError(f"{out}: there is no lake to build anew; `edp pipeline` makes one")
    settings, outcome = replace(lake_settings(raw, out), full=True), Outcome()
    with only_run(out.resolve()), engine(name):
        if source == "raw" and not without_missing:
            assert_in_raw(settings)
        replaced = _replace(out.resolve(), _parts(settings, source))
        for place in (settings.silver_publications, settings.gold_publications):
            publication.replace_damaged(place)
        if source == "bronze":
            tell("ledger → bronze tables")
            _commit_again(settings)
        if source == "raw" or not ledger.taken(settings.ledger):
            take(settings, outcome, tell)
        to_gold(settings, outcome, tell)
    return outcome, replaced


def assert_in_raw(settings: Settings) -> None:
    """Raises EdpError where files are gone that the lake has records of."""
    there = {file.uri for file in waiting(settings.raw).files}
    files = {archive_and_member(uri)[0] for uri in _uris(Path(settings.bronze))}
    if lost := sorted(files - there):
        raise EdpError(
            f"{len(lost)} files of the lake are no longer in {settings.raw}, such as {lost[0]}: "
            "put them back; or `--from bronze` keeps their records, `--without-missing` does not"
        )


def _uris(bronze: Path) -> Iterator[str]:
    """The raw files that the files of bronze came from, as far as they can be read."""
    for path in sorted(bronze.rglob("*.parquet")):
        try:
            with pq.ParquetFile(path) as file:
                first = next(file.iter_batches(1, columns=["_source_uri"]), None)
        except (OSError, ValueError, pa.ArrowException):
            continue  # A damaged file is why somebody is here.
        if first is not None and first.num_rows:
            yield first.column(0)[0].as_py()


def _parts(settings: Settings, source: Source) -> list[Path]:
    """What is made anew, and must not stand in the way.

    In an order in which every run sees what is gone, should this one be stopped in between.
    """
    files = ["", "-journal", "-wal", "-shm"]
    catalog = [Path(settings.catalog + suffix) for suffix in files]
    if source == "bronze":
        return catalog
    pages = [Path(place(settings.ledger, state)) for state in (FILES, PENDING)]
    return [*pages, Path(settings.bronze), *catalog]


def _replace(lake: Path, parts: Iterable[Path]) -> Path:
    """Moves parts of a lake into a folder of their own, named after the moment."""
    target = lake / ".replaced" / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    for part in parts:
        if part.exists():
            there = target / part.relative_to(lake)
            there.parent.mkdir(parents=True, exist_ok=True)
            part.rename(there)
    return target


def _commit_again(settings: Settings) -> None:
    """Fills the bronze tables with the files that the ledger speaks of."""
    for page in ledger.pages(settings.ledger):
        entries = ledger.read_page(page)
        assert_sealed(page, ledger.hashes(entries), FROM_RAW)
        commit(entries, ledger.ingest_id(page), settings)
    carry_through(settings)

"""Writes quarantined records as they were sent, for their producer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb

from edp.errors import EdpError
from edp.lake import Lake
from edp.quarantine.groups import EACH, WHERE, parameters
from edp.quarantine.model import Export, Exported, Filter
from edp.quarantine.rendered import Kept, rendered
from edp.quarantine.sent import sent
from edp.quarantine.tables import open_quarantine
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage

_QUERY = f"""
WITH meant AS (
    SELECT DISTINCT file, version, record_no FROM ({EACH}) {WHERE}
), formats AS (
    SELECT uri, version, any_value(format) AS format FROM ledger.files GROUP BY uri, version
)
SELECT sent_as, file, version, any_value(format), record_no,
       string_agg(DISTINCT told, ';' ORDER BY told), coalesce(any_value(whole), '')
FROM (SELECT *, CASE WHEN item_no IS NULL THEN raw END AS whole,
             unnest(CASE WHEN item_no IS NULL THEN [array_to_string(reasons, ';')]
                    ELSE list_transform(reasons, lambda r: concat(dataset, '.', r)) END) AS told
      FROM quarantined)
SEMI JOIN meant USING (file, version, record_no)
LEFT JOIN formats ON file = uri AND version = formats.version
GROUP BY sent_as, file, version, record_no
ORDER BY file, version, record_no
"""


def export(out: Path, to: Path, raw: Path | None, only: Filter) -> Export:
    """Writes records, one file for each raw file (and each header in it).

    Args:
        out: folder of the lake.
        to: folder to write to, which is empty or not there.
        raw: folder with the raw files; where it is not said, the one of the last run.
        only: which records.

    Raises:
        EdpError: the folder is not empty, or cannot be written to.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise EdpError(f"{to} is not an empty folder: name a new one")
    raw = raw or raw_of_last_run(out)
    files: list[Exported] = []
    asked = 0
    with open_quarantine(Lake.in_folder(out)) as con:
        for (dataset, file, version, format_), kept in _by_file(con, only):
            asked += len(kept)
            numbers = [k.number for k in kept]
            found = sent(raw / file, version, dataset, numbers) if raw else {}
            for content in rendered(kept, found, format_, dataset):
                place = _free(to / file, content.suffix)
                _write(place, content.data)
                files.append(Exported(file, str(place), content.records, content.as_sent))
    written = sum(f.records for f in files)
    return Export(tuple(files), written, asked - written)


def raw_of_last_run(out: Path) -> Path | None:
    """The folder that the lake was filled from last, as the run reported it."""
    place = f"{Settings.in_folder(out, out).metrics_uri}/raw_to_bronze"
    reports = storage(place).files(place, ".json")
    if not reports:
        return None
    said = json.loads(storage(place).read_text(reports[-1])).get("places", {}).get("raw")
    return Path(said) if said else None


def _by_file(
    con: duckdb.DuckDBPyConnection, only: Filter
) -> Iterator[tuple[tuple[str, str, str, str | None], list[Kept]]]:
    cursor = con.execute(_QUERY, parameters(only))
    rows = iter(cursor.fetchone, None)
    for place, group in groupby(rows, key=lambda row: tuple(row[:4])):
        dataset, file, version, format_ = place
        yield (dataset, file, version, format_), [Kept(*row[4:]) for row in group]


def _free(file: Path, suffix: str) -> Path:
    """A name that says where the records came from; never one of a raw file, nor taken."""
    stem = file.name.partition(".")[0] or file.name
    names = (f"{stem}.quarantined{n or ''}.{suffix}" for n in range(1_000_000))
    return next(place for n in names if not (place := file.with_name(n)).exists())


def _write(place: Path, data: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    except OSError as error:
        raise EdpError(f"cannot write {place}: {error.strerror}") from error

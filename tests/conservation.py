"""Checks that nothing was lost: every file and every record has exactly one fate.

It knows the layout of the output folder and the raw files, and shares no code with the jobs or
with the front door.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyiceberg.table import StaticTable

from tests.independent_reader import count

_KEYS = {"events": "event_id", "transactions": "tx_id", "users": "user_id"}
_SILVER = ("_source_uri", "_source_version", "_record_no")
_OTHERS = ("source_uri", "source_version", "record_no")
_MERGED = (*_OTHERS, "record_key", "content_hash")
# Records of a file that is set aside stand beside the quarantined ones, and say so.
_UNUSED = "CASE WHEN reasons LIKE '%file_set_aside' THEN 'aside' ELSE 'quarantine' END"
_LISTED = 20

Entry = dict[str, Any]


def check_conservation(raw: Path, out: Path) -> list[str]:
    """Everything that is wrong, one line each; nothing if every record is accounted for."""
    entries = _ledger(out)
    con = duckdb.connect()
    con.execute("SET memory_limit = '2GB'")
    _load_counts(con, raw, entries)
    _load_fates(con, out)
    return [
        *_files_without_one_fate(raw, entries),
        *_miscounted(con),
        *_records_without_one_fate(con),
        *_fates_of_unknown_files(con),
        *_merged_into_nothing(con),
        *_set_aside_in_part(con),
    ]


def _ledger(out: Path) -> list[Entry]:
    """All entries, oldest ingest first."""
    found: list[Entry] = []
    for path in sorted((out / "ledger" / "files").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    return found


def _raw_files(raw: Path) -> set[str]:
    paths = (p.relative_to(raw) for p in raw.rglob("*") if p.is_file())
    data = (p for p in paths if p.suffix not in (".part", ".tmp", ".crdownload"))
    return {p.as_posix() for p in data if not any(part[0] in "_." for part in p.parts)}


def _files_without_one_fate(raw: Path, entries: list[Entry]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        file = (entry["uri"], entry["version"])
        if file in seen and not _is_another_look(entry):
            yield f"{entry['uri']}: version {entry['version']} has two fates in the ledger"
        seen.add(file)
        if entry["verdict"] == "reject" and not entry["reason"]:
            yield f"{entry['uri']}: refused without a reason"
    for uri in sorted(_raw_files(raw) - {uri for uri, _ in seen}):
        yield f"{uri}: has no fate in the ledger"


def _is_another_look(entry: Entry) -> bool:
    """Whether a line says of itself that its file was decided on before."""
    return "again" in entry or str(entry.get("read_by")).endswith(" gone")


def _load_counts(con: duckdb.DuckDBPyConnection, raw: Path, entries: list[Entry]) -> None:
    """Table `files`: accepted ones with the ledger's count, and our own where the file is there.

    Of a file that came in several versions only the last one can still be counted.
    """
    con.execute(
        "CREATE TABLE files (uri VARCHAR, version VARCHAR, dataset VARCHAR, stated BIGINT,"
        " counted BIGINT)"
    )
    last = {e["uri"]: e["version"] for e in entries}
    # Of a file that was read again only the newer line counts.
    newest = {(e["uri"], e["version"]): e for e in entries}.values()
    rows = [
        (e["uri"], e["version"], e["dataset"], e["records"], _counted(raw / e["uri"], e, last))
        for e in newest
        if e["verdict"] in ("accept", "accept_with_quarantine")
    ]
    if rows:
        con.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?)", rows)


def _counted(path: Path, entry: Entry, last: dict[str, str]) -> int:
    if last[entry["uri"]] != entry["version"] or not path.is_file():
        return int(entry["records"])
    return count(path)


def _load_fates(con: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Tables `fates`, one row per fate of a record; `merged`; `keys`, those that silver has."""
    publications = (out / "publications" / "silver").glob("*.json")
    newest = max(publications, key=lambda path: int(path.stem))
    tables = json.loads(newest.read_text(encoding="utf-8"))["tables"]
    columns = "dataset VARCHAR, uri VARCHAR, version VARCHAR, record_no BIGINT"
    con.execute(f"CREATE TABLE fates (fate VARCHAR, {columns})")
    con.execute(f"CREATE TABLE merged ({columns}, key VARCHAR, content VARCHAR)")
    con.execute("CREATE TABLE keys (dataset VARCHAR, key VARCHAR)")
    for dataset, key in _KEYS.items():
        for schema, fate, names in (
            ("silver", "'silver'", _SILVER),
            ("quarantine", _UNUSED, _OTHERS),
            ("lineage", "'lineage'", _OTHERS),
        ):
            _insert(con, f"fates SELECT {fate}", dataset, tables[f"{schema}.{dataset}"], names)
        _insert(con, "merged SELECT", dataset, tables[f"lineage.{dataset}"], _MERGED)
        _insert(con, "keys SELECT", dataset, tables[f"silver.{dataset}"], (key,))


def _insert(
    con: duckdb.DuckDBPyConnection, into: str, dataset: str, ref: Entry, names: tuple[str, ...]
) -> None:
    separator = "" if into.endswith("SELECT") else ","
    extra = ("reasons",) if "reasons" in into else ()
    for batch in _batches(ref, names + extra):  # noqa: B007 (DuckDB finds it by its name)
        con.execute(f"INSERT INTO {into}{separator} '{dataset}', {', '.join(names)} FROM batch")


def _batches(ref: Entry, names: tuple[str, ...]) -> Iterator[pa.Table]:
    if ref["snapshot_id"] is None:
        return
    table = StaticTable.from_metadata(ref["metadata_location"])
    scan = table.scan(snapshot_id=ref["snapshot_id"], selected_fields=names)
    for batch in scan.to_arrow_batch_reader():
        yield pa.Table.from_batches([batch])


def _miscounted(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    query = "SELECT uri, stated, counted FROM files WHERE stated IS DISTINCT FROM counted"
    for uri, stated, counted in con.execute(f"{query} ORDER BY uri").fetchall():
        yield f"{uri}: the ledger says {stated} records, there are {counted}"


def _records_without_one_fate(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Numbers from 1 to the count, each once, are checked by file; details only where it fails."""
    rows = con.execute(
        """
        SELECT uri, version, counted, count(record_no), count(DISTINCT record_no),
               count(*) FILTER (record_no NOT BETWEEN 1 AND counted)
        FROM files LEFT JOIN fates USING (uri, version, dataset)
        GROUP BY ALL
        HAVING count(record_no) <> counted OR count(DISTINCT record_no) <> counted
            OR count(*) FILTER (record_no NOT BETWEEN 1 AND counted) > 0
        ORDER BY uri, version
        """
    ).fetchall()
    for uri, version, counted, fates, distinct, outside in rows:
        yield (
            f"{uri}: {counted} records have {fates} fates of {distinct} records"
            f"{f', {outside} of them outside the file' if outside else ''}"
            f"{_examples(con, uri, version, counted)}"
        )


def _examples(con: duckdb.DuckDBPyConnection, uri: str, version: str, counted: int) -> str:
    rows = con.execute(
        f"""
        SELECT n, count(fate), string_agg(fate, '+' ORDER BY fate)
        FROM range(1, ? + 1) numbers(n)
        LEFT JOIN fates ON uri = ? AND version = ? AND record_no = n
        GROUP BY n HAVING count(fate) <> 1 ORDER BY n LIMIT {_LISTED}
        """,
        [counted, uri, version],
    ).fetchall()
    return "".join(f"; record {n}: {fates or 'no fate'}" for n, _, fates in rows)


def _fates_of_unknown_files(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = con.execute(
        """
        SELECT uri, version, dataset, count(*) FROM fates ANTI JOIN files
        USING (uri, version, dataset) GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    for uri, version, dataset, records in rows:
        yield f"{uri}: {records} fates in {dataset}, but version {version} was not accepted there"


def _merged_into_nothing(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = con.execute(
        f"""
        SELECT uri, record_no, key, dataset FROM merged ANTI JOIN keys USING (dataset, key)
        WHERE content IS NOT NULL ORDER BY ALL LIMIT {_LISTED}
        """
    ).fetchall()
    for uri, record_no, key, dataset in rows:
        yield f"{uri}: record {record_no} was merged into {key}, but silver.{dataset} has no {key}"


def _set_aside_in_part(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    rows = con.execute(
        """
        SELECT uri, count(*) FILTER (fate = 'aside'), count(*) FROM fates GROUP BY uri, version
        HAVING count(*) FILTER (fate = 'aside') NOT IN (0, count(*)) ORDER BY uri
        """
    ).fetchall()
    for uri, aside, records in rows:
        yield f"{uri}: {aside} of {records} records are set aside: a file is set aside whole"

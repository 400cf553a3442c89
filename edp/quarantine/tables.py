"""Opens the quarantine of a lake: its records as one DuckDB view, its files beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

import lakehouse.publication
from contracts import contract_of, datasets, load
from edp.errors import EdpError
from edp.lake import Lake
from edp.ledger import add_ledger
from edp.publication import TableRef
from edp.published import connect, sealed_files
from edp.sql import literal, literals, one_line_errors
from lake_protocol.publications import Publication, TableEntry

_EMPTY = """
SELECT NULL::VARCHAR AS dataset, NULL::VARCHAR AS file, NULL::VARCHAR AS version,
       NULL::BIGINT AS record_no, NULL::BIGINT AS item_no, NULL::VARCHAR[] AS reasons,
       NULL::VARCHAR AS raw, NULL::BOOLEAN AS held_back, NULL::VARCHAR AS sent_as WHERE false
"""


def open_quarantine(lake: Lake) -> duckdb.DuckDBPyConnection:
    """A connection with the view `quarantined`, one row per record, and the ledger of files.

    Of a build that was held back the records are those that it found, published or not.

    Raises:
        EdpError: there is no lake, or a part of it is gone or torn.
    """
    publication = lakehouse.publication.newest(lake.publications["silver"])
    con = connect()
    with one_line_errors():
        add_ledger(con, lake)
        if publication is None and not con.execute("SELECT 1 FROM ledger.files LIMIT 1").fetchone():
            raise EdpError(f"nothing was taken into this lake yet: {lake.filled_by} first")
        add_quarantined(con, publication)
    return con


def add_quarantined(con: duckdb.DuckDBPyConnection, publication: Publication | None) -> None:
    """Adds the view `quarantined` of a publication of silver."""
    parts = [
        _EMPTY,
        *(_records(d, r, h) for d, r, h in _tables(publication["tables"] if publication else {})),
    ]
    con.execute("CREATE VIEW quarantined AS " + " UNION ALL ".join(parts))


def _tables(tables: Mapping[str, TableEntry]) -> Iterator[tuple[str, TableRef, bool]]:
    for dataset in datasets():
        entry = tables.get(f"quarantine.{dataset}")
        if entry is not None:
            held_back = entry.get("held_back")
            instead = held_back.get("instead_of") if held_back else None
            told = instead or entry
            place = str(told["metadata_location"])
            ref = TableRef(f"quarantine.{dataset}", told["snapshot_id"], place, told["seal"])
            yield dataset, ref, instead is not None


def _records(dataset: str, ref: TableRef, held_back: bool) -> str:
    files = sealed_files(ref, contract_of(f"quarantine.{dataset}"))
    inside = load(f"source.{dataset}").records_in
    item, sent_as = ("item_no", inside.dataset) if inside else ("NULL", dataset)
    if not files:
        return _EMPTY
    return f"""
        SELECT {literal(dataset)}, source_uri, source_version, record_no, {item},
               string_split(reasons, ';'), raw_record, {held_back}, {literal(sent_as)}
        FROM read_parquet({literals(files)}, hive_partitioning = false)
    """

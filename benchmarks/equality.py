"""Whether two contenders came to the same result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from contracts import datasets, load
from edp.fates import add_fates
from edp.lake import Lake
from edp.published import content_hash, open_published
from edp.sql import literal, quoted

MARTS = ("daily_revenue", "daily_active_users", "user_ltv")


@dataclass(frozen=True)
class Equality:
    """How many rows of a table differ between the platform and a contender.

    `missing` are rows of the platform that the contender does not have, `extra` the other way.
    """

    table: str
    rows: int
    missing: int
    extra: int

    @property
    def equal(self) -> bool:
        """Whether the tables hold the same rows."""
        return self.missing == self.extra == 0

    @property
    def share(self) -> float:
        """Share of the platform's rows that the contender has, too."""
        return 1 - self.missing / self.rows if self.rows else 1.0


def compare_peer(lake: Path, peer: Path) -> list[Equality]:
    """Silver and marts by content, quarantine by place and reasons, lineage by place and fate.

    Hashes, keys and orders of lineage are the platform's own; not every peer has record numbers.
    """
    con = open_published(Lake.in_folder(lake), "gold", "silver")
    add_fates(con)
    con.execute("SET memory_limit = '4GB'")
    found = [_silver(con, peer, dataset) for dataset in datasets()]
    found += [_quarantine(con, peer, d) for d in datasets() if _has_places(con, peer, d)]
    found += [_lineage(con, peer, d) for d in datasets() if (peer / "lineage").exists()]
    return found + [_mart(con, peer, mart) for mart in MARTS]


def compare_lakes(lake: Path, other: Path) -> list[Equality]:
    """The same for two runs of the platform, by hashes of whole tables."""
    one, two = (open_published(Lake.in_folder(x), "gold", "silver") for x in (lake, other))
    names = [f"{layer}.{d}" for layer in ("silver", "quarantine", "lineage") for d in datasets()]
    names += [f"gold.{mart}" for mart in MARTS]
    return [_hashed(one, two, name) for name in names]


def _silver(con: duckdb.DuckDBPyConnection, peer: Path, dataset: str) -> Equality:
    columns = ", ".join(
        f"{quoted(c.name)}::TIMESTAMP" if c.type == "timestamp" else quoted(c.name)
        for c in load(f"source.{dataset}").columns
    )
    return _difference(con, f"silver.{dataset}", columns, _files(peer, "silver", dataset))


def _quarantine(con: duckdb.DuckDBPyConnection, peer: Path, dataset: str) -> Equality:
    place = "source_uri, record_no, reasons"
    return _difference(con, f"quarantine.{dataset}", place, _files(peer, "quarantine", dataset))


def _lineage(con: duckdb.DuckDBPyConnection, peer: Path, dataset: str) -> Equality:
    con.execute(f"""
        CREATE OR REPLACE TEMP VIEW merged_records AS
        SELECT uri AS source_uri, record_no, fate FROM record_fates
        WHERE dataset = {literal(dataset)} AND fate IN ('duplicate', 'superseded', 'continuation')
    """)
    found = _difference(
        con, "merged_records", "source_uri, record_no, fate", _files(peer, "lineage", dataset)
    )
    return replace(found, table=f"lineage.{dataset}")


def _mart(con: duckdb.DuckDBPyConnection, peer: Path, mart: str) -> Equality:
    columns = ", ".join(map(quoted, load(f"gold.{mart}").column_names))
    return _difference(con, f"gold.{mart}", columns, _files(peer, "gold", mart))


def _files(peer: Path, layer: str, name: str) -> str:
    """One Parquet file, or a folder of them."""
    path = peer / layer / f"{name}.parquet"
    return f"read_parquet('{path}/*.parquet')" if path.is_dir() else f"read_parquet('{path}')"


def _has_places(con: duckdb.DuckDBPyConnection, peer: Path, dataset: str) -> bool:
    columns = con.execute(f"DESCRIBE FROM {_files(peer, 'quarantine', dataset)}").fetchall()
    return "record_no" in {row[0] for row in columns}


def _difference(con: duckdb.DuckDBPyConnection, table: str, columns: str, other: str) -> Equality:
    ours, theirs = (f"SELECT {columns} FROM {source}" for source in (table, other))
    row = con.execute(
        f"""
        SELECT (SELECT count(*) FROM {table}),
               (SELECT count(*) FROM ({ours} EXCEPT ALL {theirs})),
               (SELECT count(*) FROM ({theirs} EXCEPT ALL {ours}))
        """
    ).fetchone()
    assert row is not None
    return Equality(table, *row)


def _hashed(one: duckdb.DuckDBPyConnection, two: duckdb.DuckDBPyConnection, table: str) -> Equality:
    hashes = [content_hash(con, table, ignoring=("run_id",)) for con in (one, two)]
    row = one.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
    assert row is not None
    different = 0 if hashes[0] == hashes[1] else row[0]
    return Equality(table, row[0], different, different)

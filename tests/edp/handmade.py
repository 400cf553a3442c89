"""Builds small published output folders by hand, as the pipeline would leave them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyiceberg.catalog.sql import SqlCatalog

from contracts import Column, datasets, load, load_layer
from lakehouse.iceberg.catalog import data_files
from lakehouse.storage.seal import seal

Row = dict[str, Any]

_SHARED = {"quarantine": "quarantine.records", "lineage": "lineage.merged"}
ARROW = {
    "string": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}


def utc(text: str) -> datetime:
    """A moment from its ISO form."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def gold(out: Path, **rows: list[Row]) -> None:
    """Publishes a gold layer; tables that are not named are empty."""
    names = [c.id for c in load_layer("gold")]
    _publish(out, "gold", {n: rows.get(n.removeprefix("gold."), []) for n in names})


def silver(out: Path, **rows: list[Row]) -> None:
    """Publishes a silver layer from arguments such as `silver_users=[…]`."""
    names = [f"{s}.{d}" for s in ("silver", "quarantine", "lineage") for d in datasets()]
    _publish(out, "silver", {n: rows.get(n.replace(".", "_"), []) for n in names})


def ledger(out: Path, *entries: Row, ingest: int = 1) -> None:
    """Writes the entries of one ingest; what an entry does not say is an accepted CSV's."""
    plain: Row = {
        "version": "v1",
        "dataset": "users",
        "verdict": "accept",
        "format": "csv",
        "compression": "none",
        "encoding": "utf-8",
        "records": 0,
        "bad_records": 0,
        "reason": None,
        "detail": None,
        "offset": None,
    }
    folder = out / "ledger" / "files"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{ingest:08d}.json"
    path.write_text(json.dumps([plain | entry for entry in entries]), encoding="utf-8")


def silver_user(number: int, uri: str, record_no: int, **values: Any) -> Row:
    """A row of silver.users."""
    return {
        "user_id": f"U{number:08d}",
        "name": "Ada Lovelace",
        "email": "ada@example.com",
        "country": "DE",
        "age": 36,
        "signed_up_at": utc("2025-01-31T08:15:00"),
        "updated_at": utc("2025-02-01T09:00:00"),
        "_issues": "",
        "_source_uri": uri,
        "_source_version": "v1",
        "_record_no": record_no,
    } | values


def quarantined(dataset: str, uri: str, record_no: int, reasons: str) -> Row:
    """A row of a quarantine table."""
    return {
        "run_id": "s00000001",
        "dataset": dataset,
        "source_uri": uri,
        "source_version": "v1",
        "record_no": record_no,
        "reasons": reasons,
        "raw_record": "{}",
        "contract_version": "1.0.0",
        "code_hash": "abc",
    }


def merged(at: tuple[str, int], key: str, order: str | None, content: str | None = "c") -> Row:
    """A row of a lineage table: a record, its key, its order as text, a hash of its content."""
    return {
        "source_uri": at[0],
        "source_version": "v1",
        "record_no": at[1],
        "record_key": key,
        "record_order": order,
        "content_hash": content,
    }


def revenue_day(day: str, currency: str, revenue: str, orders: int = 1, **values: Any) -> Row:
    """A row of gold.daily_revenue."""
    return {
        "revenue_date": datetime.fromisoformat(day).date(),
        "currency": currency,
        "orders": orders,
        "revenue": Decimal(revenue),
        "refunds": 0,
        "refunded_amount": Decimal("0.00"),
    } | values


def _publish(out: Path, layer: str, tables: dict[str, list[Row]]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    catalog = SqlCatalog("lakehouse", uri=f"sqlite:///{out}/catalog.db", warehouse=f"file://{out}")
    folder = out / "publications" / layer
    folder.mkdir(parents=True, exist_ok=True)
    number = len(list(folder.iterdir())) + 1
    build = f"{layer[0]}{number:08d}"
    refs = {name: _write(catalog, name, rows) for name, rows in tables.items()}
    doc = {
        "publication": number,
        "build": build,
        "built_from": 1,
        "published_at": "2025-03-05T00:00:00Z",
    }
    path = folder / f"{number:08d}.json"
    path.write_text(json.dumps(doc | {"tables": refs}), encoding="utf-8")


def _write(catalog: SqlCatalog, name: str, rows: list[Row]) -> Row:
    namespace = name.partition(".")[0]
    columns = load(_SHARED.get(namespace, name)).columns
    schema = pa.schema([pa.field(c.name, _arrow(c), not c.required) for c in columns])
    catalog.create_namespace_if_not_exists(namespace)
    table = catalog.create_table_if_not_exists(name, schema)
    values = pa.Table.from_pylist(rows, schema)
    if rows:
        table.overwrite(values) if table.current_snapshot() else table.append(values)
    snapshot = table.current_snapshot()
    return {
        "snapshot_id": None if snapshot is None else snapshot.snapshot_id,
        "metadata_location": table.metadata_location,
        "seal": seal(data_files(table)),
    }


def _arrow(column: Column) -> pa.DataType:
    if match := re.fullmatch(r"decimal\((\d+),(\d+)\)", column.type):
        return pa.decimal128(int(match[1]), int(match[2]))
    return ARROW[column.type]

"""Gold that is made by hand: contracts in a folder of their own, and publications of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from contracts import Contract, load_layer
from contracts.roots import use
from lake_protocol.publications import Publication
from lakehouse.gold.written import arrow_type

LOGICAL = {"string": "string", "bigint": "integer", "date": "date", "timestamp": "timestamp"}
# Table -> its rows.
Rows = Mapping[str, Sequence[tuple[Any, ...]]]


def declare(folder: Path, tables: Mapping[str, Iterable[str]]) -> None:
    """Makes gold tables of these columns part of the contracts, and no others.

    Args:
        folder: Where they are written; another one for each change.
        tables: Name -> columns, each as `name type`, with `key` after those of the key.
    """
    place = folder / "contracts" / "gold"
    place.mkdir(parents=True)
    for name, columns in tables.items():
        table = {
            "name": name,
            "logicalType": "object",
            "physicalType": "table",
            "description": "One row.",
            "properties": [_property(*column.split()) for column in columns],
        }
        document = {
            "apiVersion": "v3.1.0",
            "kind": "DataContract",
            "id": f"gold.{name}",
            "name": name,
            "version": "1.0.0",
            "status": "active",
            "domain": "shop",
            "description": {"purpose": "A test."},
            "schema": [table],
        }
        (place / f"{name}.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    use([folder])


def _property(name: str, kind: str, key: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "description": "A value.", "examples": ["1"]}
    found |= {"logicalType": LOGICAL.get(kind, "number")}
    if kind not in ("string", "date", "timestamp"):
        found["physicalType"] = kind
    return found | ({"primaryKey": True, "required": True} if key else {})


def published(s3: Any, bucket: str, number: int, rows: Rows) -> Publication:
    """Publishes rows as the job would: a file and a manifest for each table that has any.

    Args:
        s3: A client.
        bucket: Where to.
        number: Of the publication.
        rows: Of the tables; one that is not named has none.
    """
    gold = load_layer("gold")
    return {
        "publication": number,
        "build": f"g{number:08d}",
        "built_from": number,
        "published_at": "2026-01-01T00:00:00",
        "tables": {c.id: _entry(s3, bucket, number, c, rows.get(c.name, ())) for c in gold},
    }


def _entry(
    s3: Any, bucket: str, number: int, contract: Contract, rows: Sequence[tuple[Any, ...]]
) -> Any:
    schema = pa.schema([(c.name, arrow_type(c)) for c in contract.columns])
    records = [dict(zip(contract.column_names, row, strict=True)) for row in rows]
    sums = {
        c.name: str(sum((r[c.name] or Decimal(0) for r in records), Decimal(0)))
        for c in contract.columns
        if c.is_decimal
    }
    place = f"gold/handmade/{number:08d}/{contract.name}"
    if rows:
        _put(s3, bucket, place, pa.Table.from_pylist(records, schema=schema))
    return {
        "rows": len(rows),
        "columns": list(contract.typed_columns),
        "sums": sums,
        "manifest": f"s3://{bucket}/{place}.manifest" if rows else None,
    }


def _put(s3: Any, bucket: str, place: str, table: pa.Table) -> None:
    file = io.BytesIO()
    pq.write_table(table, file)
    s3.put_object(Bucket=bucket, Key=f"{place}.parquet", Body=file.getvalue())
    size = {"content_length": len(file.getvalue())}
    entry = {"url": f"s3://{bucket}/{place}.parquet", "mandatory": True, "meta": size}
    s3.put_object(Bucket=bucket, Key=f"{place}.manifest", Body=json.dumps({"entries": [entry]}))

"""Lakes of releases that did not write down by which contracts they were made."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.table import StaticTable

from contracts import ITEM_NO, PLACE, Column, Contract
from contracts.silver import ISSUES
from edp.contract.declared import Declared
from lake_protocol.publications import Publication, TableEntry
from lakehouse.iceberg.catalog import data_files
from lakehouse.storage import storage
from lakehouse.storage.surroundings import iceberg_properties

OWN = (ISSUES.name, "_rescued", *PLACE, ITEM_NO)
TYPES = {"int32": "integer", "int64": "bigint", "bool": "boolean", "date32[day]": "date"}


def as_far_as_tables_say(silver: Publication, gold: Publication | None, now: Declared) -> Declared:
    """The contracts of now, with the columns and types that the published files have."""
    tables = silver["tables"] | (gold["tables"] if gold else {})
    contracts = dict(now.contracts)
    for name, ref in tables.items():
        layer, _, table = name.partition(".")
        written = {"silver": f"source.{table}", "gold": name}.get(layer)
        columns = _columns(ref) if written else None
        if written and columns:
            contracts[written] = _with(columns, written, now)
    for name in now.contracts:
        if name.partition(".")[0] in ("source", "gold") and _table(name) not in tables:
            contracts.pop(name)
    return replace(now, contracts=contracts)


def _table(contract_id: str) -> str:
    return contract_id.replace("source.", "silver.", 1)


def _columns(ref: TableEntry) -> dict[str, str] | None:
    """Column -> type, of what was published; None where nothing was."""
    if ref["snapshot_id"] is None:
        return None
    table = StaticTable.from_metadata(ref["metadata_location"], iceberg_properties())
    files = data_files(table, ref["snapshot_id"])
    if not files:
        return None
    system, inside = storage(files[0]).arrow(files[0])
    schema = pq.read_schema(inside, filesystem=system)
    return {field.name: _type(field.type) for field in schema if field.name not in OWN}


def _type(written: pa.DataType) -> str:
    if pa.types.is_decimal(written):
        return f"decimal({written.precision},{written.scale})"
    if pa.types.is_timestamp(written):
        return "timestamp"
    return TYPES.get(str(written), "string")


def _with(columns: dict[str, str], contract_id: str, now: Declared) -> Contract:
    layer, _, name = contract_id.partition(".")
    contract = now.contracts.get(contract_id) or Contract(layer, name, "", "", "", "", ())
    known = {column.name: column for column in contract.columns}
    found = (replace(known.get(n, Column(n, t, "", "")), type=t) for n, t in columns.items())
    order = {n: i for i, n in enumerate(known)}
    return replace(
        contract, columns=tuple(sorted(found, key=lambda c: order.get(c.name, len(order))))
    )

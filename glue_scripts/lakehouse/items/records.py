"""Elements of arrays as bronze records of their dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from contracts import ITEM_NO, Contract
from lakehouse.bronze.writer import bronze_schema
from lakehouse.items.arrays import NO_ARRAY, Elements, elements_of
from lakehouse.items.reasons import NOT_AN_ARRAY
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import from_json_texts, shown

OF_FILE = ("_source_uri", "_source_version", "_record_no", "_arrived_at", "_ingest_id")


@dataclass(frozen=True)
class Items:
    """Records that stand in others.

    Attributes:
        bronze: as the bronze of their dataset would have them, in order of their places.
        rows: which record of the batch each stands in.
        native: columns whose values here all came as numbers.
    """

    bronze: pa.Table
    rows: pa.Array
    native: frozenset[str]


def items_of(parents: pa.Table, contract: Contract) -> Items:
    """The records in the arrays of bronze records.

    Args:
        parents: records of one file, for the contract of their own dataset.
        contract: the source contract of the records in them.
    """
    assert contract.records_in
    found = elements_of(parents, contract.records_in.folded)
    columns, native = _divided(found, contract)
    rows = pa.array(found.rows, pa.int64())
    above = {c.name: c.parent for c in contract.columns if c.parent}
    for name, column in (above | {name: name for name in OF_FILE}).items():
        columns[name] = parents[column].combine_chunks().take(rows)
    columns[ITEM_NO] = pa.array(found.numbers, pa.int64())
    schema = bronze_schema(contract)
    arrays = [columns.get(f.name, pa.nulls(len(rows), f.type)) for f in schema]
    return Items(pa.Table.from_arrays(arrays, schema=schema), rows, native)


def _divided(found: Elements, contract: Contract) -> tuple[dict[str, pa.Array], frozenset[str]]:
    """Elements by the columns of their own; where one cannot be, why, and how it is written."""
    listed = ((at, text) for at, text in enumerate(found.texts) if found.numbers[at] != NO_ARRAY)
    records = from_json_texts(listed, Layout.of(own_part(contract)))
    places = pa.array(range(len(found.texts)), pa.int64())
    there = pc.index_in(places, records.numbers)
    bad = {b.record_no: (b.reason, b.raw) for b in records.bad}
    bad |= {
        at: (NOT_AN_ARRAY, shown(found.texts[at]))
        for at, number in enumerate(found.numbers)
        if number == NO_ARRAY
    }
    told = [bad.get(at, (None, None)) for at in range(len(found.texts))]
    columns = {name: values.take(there) for name, values in records.columns.items()}
    columns["_defect"] = pa.array([reason for reason, _ in told], pa.string())
    columns["_raw"] = pa.array([raw for _, raw in told], pa.string())
    return columns, records.native


def own_part(contract: Contract) -> Contract:
    """What a contract says of the columns that are not the parent's."""
    own = tuple(c for c in contract.columns if not c.parent)
    return replace(contract, columns=own, rules=(), order_by=())

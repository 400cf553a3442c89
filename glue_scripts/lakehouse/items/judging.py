"""Judges records that stand in others: by their contract, and by what became of these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from contracts import Contract, load
from contracts.producers.fit import fitted
from lakehouse.cleanse.columns import Judged, no_codes, whole
from lakehouse.cleanse.evidence import Evidence, Shows, telling
from lakehouse.cleanse.raw_records import raw_records
from lakehouse.cleanse.records import columns_judged, judged
from lakehouse.items.parents import Lost
from lakehouse.items.reasons import PARENT
from lakehouse.items.records import Items, items_of, own_part
from lakehouse.reader.rescued import NO_TEXT
from lakehouse.silver.conform import bronze_batches
from lakehouse.silver.file_evidence import file_evidence


def judged_items(
    path: str, contract: Contract, shows: Shows | None, lost: Lost, *, conform: bool
) -> Iterator[tuple[pa.Table, pa.Table, pa.Array]]:
    """The records in those of a bronze file, a batch at a time.

    Args:
        path: the file.
        contract: the source contract of the records in its records.
        shows: the file's evidence as the ledger keeps it.
        lost: those of its records that are not in silver.
        conform: whether it was taken under other names of columns than its contract has now.

    Returns:
        The records as they came and as they are judged, and which of them share their key with
        another one in the same record. `_continues` are those whose record was merged.
    """
    assert contract.records_in
    parent = load(f"source.{contract.records_in.dataset}")
    if contract.producer:
        parent = fitted(parent, contract.producer)
    above = file_evidence(path, parent, shows, conform=conform)
    evidence = _evidence(path, contract, parent, above, conform=conform)
    for _, parents in bronze_batches(path, parent, conform=conform):
        items = items_of(parents, contract)
        known = _of_parents(parents, parent, contract, above, items.rows)
        rows = judged(items.bronze, contract, evidence, known=known)
        merged, kept = lost.among(rows)
        good = pc.and_(pc.is_null(rows["reasons"]), pc.invert(pc.or_(merged, kept)))
        shared = _twins(rows, items.rows, good, contract)
        yield items.bronze, _with_parents(rows, items, contract, merged, kept, shared), shared


def _evidence(
    path: str, contract: Contract, parent: Contract, above: Evidence, *, conform: bool
) -> Evidence:
    """What the file shows, in the columns of the parents and in those of their items."""
    own = own_part(contract)
    # Another column may have the same name here.
    shown = {f"{parent.name}.{column}": aspects for column, aspects in above.shows().items()}
    evidence = Evidence.kept(own, shown)
    for _, parents in bronze_batches(path, parent, conform=conform) if telling(own) else ():
        items = items_of(parents, contract)
        if items.bronze.num_rows:
            arrived = items.bronze["_arrived_at"][0].as_py()
            evidence.look(items.bronze, arrived, items.native)
    return evidence


def _of_parents(
    parents: pa.Table, parent: Contract, contract: Contract, above: Evidence, rows: pa.Array
) -> dict[str, Judged]:
    """The columns that are the parent's, judged by its contract for each of its items."""
    named = {c.parent for c in contract.columns if c.parent}
    beside = {
        name
        for column in parent.columns
        if column.name in named
        for name in (column.currency_column, column.country_column)
    }
    wanted = tuple(c for c in parent.columns if c.name in named | beside)
    found = columns_judged(parents, replace(parent, columns=wanted, rules=()), above)
    # What is wrong there is said of the parent.
    codes = no_codes(len(rows))
    return {
        c.name: Judged(found[c.parent].values.take(rows), codes)
        for c in contract.columns
        if c.parent
    }


def _twins(rows: pa.Table, of: pa.Array, good: pa.Array, contract: Contract) -> pa.Array:
    """Good records of which another one in the same record has the key."""
    places = pa.array(range(rows.num_rows), pa.int64())
    if not contract.keys:
        return pa.repeat(False, rows.num_rows)
    keyed = rows.select(list(contract.keys)).append_column("_of", of)
    keyed = keyed.append_column("_at", places).filter(good)
    groups = keyed.group_by([*contract.keys, "_of"]).aggregate([("_at", "list"), ("_at", "count")])
    shared = groups.filter(pc.greater(groups["_at_count"], 1))["_at_list"]
    return pc.is_in(places, pc.list_flatten(whole(shared)))


def _with_parents(
    rows: pa.Table,
    items: Items,
    contract: Contract,
    merged: pa.Array,
    kept: pa.Array,
    shared: pa.Array,
) -> pa.Table:
    """Records with the fate of those in which they stand."""
    reasons = pc.if_else(merged, NO_TEXT, whole(rows["reasons"]))
    further = pc.binary_join_element_wise(reasons, PARENT, ";", null_handling="skip")
    reasons = pc.if_else(kept, further, reasons)
    raw = raw_records(items.bronze, contract, pc.or_(pc.is_valid(reasons), shared))
    for name, values in (("reasons", reasons), ("raw_record", raw)):
        rows = rows.set_column(rows.column_names.index(name), name, values)
    return rows.append_column("_continues", merged)

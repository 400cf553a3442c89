"""Guards of bronze → silver: what is built on is what was taken, and what came out is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column, Contract, load
from lakehouse import ledger
from lakehouse.dedupe import PLACE
from lakehouse.failure import JobFailed
from lakehouse.fingerprint import fingerprints
from lakehouse.json_file import REMEDY
from lakehouse.ledger import Entry
from lakehouse.seal import assert_sealed
from lakehouse.uniqueness import repeated_key


def files_as_taken(place: str, dataset: str, committed: Callable[[], list[str]]) -> list[Entry]:
    """The committed bronze files of a dataset, held against the ledger at a place.

    Files may be taken meanwhile: those that are committed count, finished page or not.

    Returns:
        Their lines in the ledger.

    Raises:
        JobFailed: the table has other files than the ledger, or one is not as it was written.
    """
    before = _taken(ledger.entries(place), dataset)
    files = committed()
    known = before
    if set(files) - set(before):
        # A page is pending before its files are committed, and finished before it is not pending.
        known = _taken([*ledger.pending_entries(place), *ledger.entries(place)], dataset)
    if odd := sorted(set(before) - set(files) | set(files) - set(known)):
        where = "the ledger" if odd[0] in before else "the table"
        raise JobFailed(f"bronze.{dataset}: only {where} knows {odd[0]}; {REMEDY}")
    found = [known[f] for f in files]
    assert_sealed(f"bronze.{dataset}", ledger.hashes(found), REMEDY)
    return found


def _taken(entries: Iterable[Entry], dataset: str) -> dict[str, Entry]:
    return {e["data_file"]: e for e in entries if e["dataset"] == dataset and e["data_file"]}


def assert_all_judged(
    bronze: DataFrame, settled: DataFrame, left: DataFrame, contract: Contract
) -> int:
    """Holds the places of the judged records against those in bronze; returns how many there are.

    Raises:
        JobFailed: a record was lost, doubled or swapped.
    """
    places = [c for c in load("bronze.record").columns if c.name in PLACE]
    judged = settled.select(*PLACE).unionByName(left.select(*PLACE))
    came, went = fingerprints(bronze, judged, places)
    if came != went:
        raise JobFailed(
            f"{contract.name}: {came[0]} records in bronze, {went[0]} were judged, or not the same "
            "ones; nothing was published"
        )
    return came[0]


def assert_as_judged(judged: DataFrame, written: dict[str, DataFrame], contract: Contract) -> None:
    """Holds what became of the records that were not settled when they were judged against them.

    Args:
        judged: those records, every value as it was judged, with `reasons`.
        written: what was made of them in `silver`, `lineage` and `quarantine`, read back.
        contract: the source contract.

    Raises:
        JobFailed: a record was lost, doubled or swapped.
    """
    good, bad = judged.filter("reasons is null"), judged.filter("reasons is not null")
    gone = written["lineage"].select(*(F.col(p[1:]).alias(p) for p in PLACE))
    silver = load(f"silver.{contract.name}")
    names = silver.column_names
    # Small side first: not every engine turns a join round by itself.
    merged = gone.join(good, list(PLACE)).select(*names)
    found = written["silver"].select(*names).unionByName(merged)
    _assert_same(f"silver.{contract.name}", found, good, silver.columns)
    quarantine = [c for c in load("quarantine.records").columns if c.name in COMPARED]
    bare = bad.select(*(F.col(p).alias(p[1:]) for p in PLACE), "reasons", "raw_record")
    _assert_same(f"quarantine.{contract.name}", written["quarantine"], bare, quarantine)
    _assert_merged(good, written, contract)


COMPARED = (*(p[1:] for p in PLACE), "reasons", "raw_record")


def _assert_same(
    name: str, found: DataFrame, expected: DataFrame, columns: Sequence[Column]
) -> None:
    ours, theirs = fingerprints(found, expected, columns)
    if ours != theirs:
        raise JobFailed(
            f"{name}: {ours[0]} records came out, {theirs[0]} went in, or not with the same "
            "values; "
            "nothing was published"
        )


def assert_one_per_key(silver: DataFrame, contract: Contract) -> None:
    """Raises JobFailed when two records of silver have the same key."""
    if repeated := repeated_key(silver, contract.keys):
        raise JobFailed(
            f"silver.{contract.name}: {repeated[0]} is there {repeated[-1]} times; "
            "nothing was published"
        )


def _assert_merged(good: DataFrame, written: dict[str, DataFrame], contract: Contract) -> None:
    """Every merged record names one in silver that has its key; a duplicate has its moment too."""
    key, order = contract.keys[0], contract.order_by[0]
    own = good.select(key, order, *(F.col(p).alias(p[1:]) for p in PLACE))
    other = written["silver"].select(
        F.col(key).alias("kept_key"),
        F.col(order).alias("kept_order"),
        *(F.col(p).alias(f"kept{p}") for p in PLACE),
    )
    lineage = written["lineage"]
    right = lineage.join(own, [p[1:] for p in PLACE]).join(other, [f"kept{p}" for p in PLACE])
    as_new = (F.col("fate") == "duplicate") == (F.col(order) == F.col("kept_order"))
    right = right.filter((F.col(key) == F.col("kept_key")) & as_new)
    if (found := right.count()) != (stated := lineage.count()):
        raise JobFailed(
            f"lineage.{contract.name}: of {stated} merged records only {found} name a record in "
            "silver that they are a duplicate or an older state of; nothing was published"
        )

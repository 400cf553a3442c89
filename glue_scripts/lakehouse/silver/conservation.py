"""Guards of bronze → silver: what is built on is what was taken, and what came out is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column, Contract, contract_of, load
from lake_protocol.ledger import Entry, in_force
from lakehouse import ledger
from lakehouse.checksums.rows import Pair, fingerprints
from lakehouse.checksums.uniqueness import repeated_key
from lakehouse.dedupe.fates import (
    CONFLICT,
    LINEAGE,
    SILVER,
    fates,
    lineage_names,
    with_fate,
    with_reasons,
)
from lakehouse.errors.failure import JobFailed
from lakehouse.errors.remedies import FROM_BRONZE, FROM_RAW
from lakehouse.storage.seal import assert_sealed


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
    if set(files) != set(before):
        # A page is pending before its files are committed, and finished before it is not pending.
        pending = ledger.pending_entries(place)
        lines = [*ledger.entries(place), *pending]
        known = before | _taken(lines, dataset)
        # Of a file that was read again only the newer line may be left.
        newest = _taken(in_force(lines), dataset)
        before = {file: line for file, line in before.items() if file in newest}
    if odd := sorted(set(before) - set(files) | set(files) - set(known)):
        where, remedy = ("the ledger", FROM_BRONZE) if odd[0] in before else ("the table", FROM_RAW)
        raise JobFailed(f"bronze.{dataset}: only {where} knows {odd[0]}; {remedy}")
    found = [known[f] for f in files]
    assert_sealed(f"bronze.{dataset}", ledger.hashes(found), FROM_RAW)
    return found


def _taken(entries: Iterable[Entry], dataset: str) -> dict[str, Entry]:
    return {e["data_file"]: e for e in entries if e["dataset"] == dataset and e["data_file"]}


def assert_all_judged(bronze: DataFrame, judged: Sequence[DataFrame], contract: Contract) -> int:
    """Holds the places of the judged records against those in bronze; returns how many there are.

    Raises:
        JobFailed: a record was lost, doubled or swapped.
    """
    places = [c for c in load(f"silver.{contract.name}").columns if c.name in contract.place]
    went_to = reduce(DataFrame.unionByName, (part.select(*contract.place) for part in judged))
    ((came, went),) = fingerprints([Pair(contract.name, bronze, went_to, places)])
    if came != went:
        raise JobFailed(
            f"{contract.name}: {came[0]} records in bronze, {went[0]} were judged, or not the same "
            "ones; nothing was published"
        )
    return came[0]


def assert_as_keyed(records: DataFrame, expected: DataFrame, contract: Contract) -> None:
    """Raises JobFailed when the records whose fates are decided are not what was judged."""
    columns = [Column(name, "string", "", "") for name in expected.columns]
    _assert_same(Pair(f"silver.{contract.name}", records, expected, columns))


def assert_as_judged(
    judged: DataFrame, records: DataFrame, written: dict[str, DataFrame], contract: Contract
) -> None:
    """Holds what became of the records that were not settled when they were judged against them.

    Args:
        judged: those records, every value as it was judged, with `reasons`.
        records: the good ones as their fates are decided by (`keyed`).
        written: what was made of them in `silver`, `lineage` and `quarantine`, read back.
        contract: the source contract.

    Raises:
        JobFailed: a record was lost, doubled, swapped, or is not where its rules want it.
    """
    went = _went(written, contract)
    # One query each: their groups, sorts and joins share a memory that is bounded.
    _assert_same(_as_judged(judged, written["silver"], went, contract))
    _assert_same(_as_quarantined(judged, written["quarantine"], went, contract))
    _assert_same(_as_ruled(records, went, contract))


def _assert_same(pair: Pair) -> None:
    ((ours, theirs),) = fingerprints([pair])
    if ours != theirs:
        raise JobFailed(
            f"{pair.name}: {ours[0]} records came out, {theirs[0]} were to come out, or not "
            "with the same values; nothing was published"
        )


def _went(written: dict[str, DataFrame], contract: Contract) -> DataFrame:
    """Where good records went, as `fates` says it."""
    place = [F.col(p[1:]).alias(p) for p in contract.place]
    names = [F.col(new).alias(old) for old, new in lineage_names(contract).items()]
    nothing = [F.lit(None).cast("string").alias(name) for name in ("_key", "_order", "_hash")]
    conflicts = written["quarantine"].filter(F.col("reasons") == CONFLICT)
    kept = written["silver"].select(*contract.place, *nothing, F.lit(SILVER).alias("_fate"))
    return (
        written["lineage"]
        .select(*names, F.lit(LINEAGE).alias("_fate"))
        .unionByName(kept)
        .unionByName(conflicts.select(*place, *nothing, F.lit(CONFLICT).alias("_fate")))
    )


def _as_judged(judged: DataFrame, silver: DataFrame, went: DataFrame, contract: Contract) -> Pair:
    """Records in silver say what was judged of them."""
    columns = load(f"silver.{contract.name}").columns
    kept = with_fate(went, SILVER, judged, contract)
    return Pair(f"silver.{contract.name}", silver, kept, columns)


def _as_quarantined(
    judged: DataFrame, quarantine: DataFrame, went: DataFrame, contract: Contract
) -> Pair:
    """Those in quarantine are the bad ones and the conflicts, as they came."""
    names = (*contract.place, "reasons", "raw_record")
    bad = with_reasons(went, judged.select(*names), contract)
    bare = bad.select(*(F.col(n).alias(n.removeprefix("_")) for n in names))
    name = f"quarantine.{contract.name}"
    columns = [c for c in contract_of(name).columns if c.name in bare.columns]
    return Pair(name, quarantine, bare, columns)


def _as_ruled(records: DataFrame, went: DataFrame, contract: Contract) -> Pair:
    """Each good record is where the rules, asked once more, want it."""
    texts = [Column(name, "string", "", "") for name in (*lineage_names(contract), "_fate")]
    return Pair(f"lineage.{contract.name}", went, fates(records, contract), texts)


def assert_one_per_key(silver: DataFrame, contract: Contract) -> None:
    """Raises JobFailed when two records of silver have the same key."""
    if contract.keys and (repeated := repeated_key(silver, contract.keys)):
        raise JobFailed(
            f"silver.{contract.name}: {', '.join(map(str, repeated[:-1]))} is there "
            f"{repeated[-1]} times; nothing was published"
        )

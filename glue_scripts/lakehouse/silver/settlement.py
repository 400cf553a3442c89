"""Settles what becomes of contested and bad records, and writes it: a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract
from lake_protocol.ledger import Entry
from lakehouse.dedupe.fates import (
    LINEAGE,
    SILVER,
    fates,
    lineage_names,
    with_fate,
    with_reasons,
)
from lakehouse.dedupe.keyed import keyed, newest_versions
from lakehouse.dedupe.parts import Part
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.conservation import assert_as_judged, assert_as_keyed


def settle(
    build: DatasetBuild, left: Sequence[DataFrame], contract: Contract, taken: Sequence[Entry]
) -> list[Part]:
    """Writes what becomes of judged records that are contested or bad.

    Args:
        build: the build.
        left: these records in parts.
        contract: their source contract.
        taken: the files they came from.

    Raises:
        JobFailed: what is written is not what the rules want.
    """
    rewritten = len({e["uri"] for e in taken}) < len(taken)
    if rewritten and not contract.keys:
        newest = newest_versions(reduce(DataFrame.unionByName, left))
        left = [part.join(newest, "_source_uri") for part in left]
    parts = enumerate(left)
    return [Part(j, _settle(build, n, j, contract, rewritten=rewritten)) for n, j in parts]


def _settle(
    build: DatasetBuild, part: int, judged: DataFrame, contract: Contract, *, rewritten: bool
) -> DataFrame:
    decided_by = keyed(judged, contract, rewritten=rewritten)
    records = build.aside(decided_by, build.keyed(part))
    assert_as_keyed(records, decided_by, contract)
    chosen = build.aside(fates(records, contract), build.fates(part))
    merged = chosen.filter(F.col("_fate") == LINEAGE).withColumnsRenamed(lineage_names(contract))
    build.save(merged, "lineage", part)
    build.save(with_fate(chosen, SILVER, judged, contract), "silver", part)
    bad = with_reasons(chosen, judged, contract)
    build.save(_quarantined(bad, contract, build), "quarantine", part)
    written = {layer: build.read(layer, part) for layer in build.contracts}
    assert_as_judged(judged, records, written, contract)
    return chosen


def _quarantined(bad: DataFrame, contract: Contract, build: DatasetBuild) -> DataFrame:
    return bad.select(
        F.lit(build.name).alias("run_id"),
        F.lit(contract.name).alias("dataset"),
        *(F.col(p).alias(p[1:]) for p in contract.place),
        "reasons",
        "raw_record",
        F.lit(contract.version).alias("contract_version"),
        F.lit(build.settings.code_hash).alias("code_hash"),
    )

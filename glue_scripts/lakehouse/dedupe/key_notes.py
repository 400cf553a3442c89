"""What people should know of the keys of a dataset."""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.dedupe.fates import CONFLICT, LINEAGE, with_fate
from lakehouse.dedupe.weak_key import weak_key
from lakehouse.silver.reason_counts import Tally


def told_of_fates(
    chosen: DataFrame,
    judged: DataFrame,
    counts: dict[str, int],
    whole: Tally,
    contract: Contract,
    notes: list[str],
) -> dict[str, int]:
    """Tells people of conflicts and continuations.

    Args:
        chosen: the fates of records.
        judged: these records.
        counts: of the dataset's records.
        whole: why its records are bad; conflicts are added.
        contract: its source contract.
        notes: gets what people should read.

    Returns:
        How many conflicts and continuations there are.
    """
    merged_alone = (F.col("_fate") == LINEAGE) & F.isnull("_hash")
    parts = (F.count_if(F.col("_fate") == CONFLICT), F.count_if(merged_alone))
    conflicts, continuations = chosen.agg(*parts).collect()[0]
    if conflicts:
        records = with_fate(chosen, CONFLICT, judged)
        shown = records.select("_source_uri", "_record_no", "raw_record")
        whole.give(
            CONFLICT, conflicts, *shown.orderBy("_source_uri", "_record_no").limit(1).collect()[0]
        )
        if note := weak_key(records, conflicts, counts["bronze"], contract):
            notes.append(note)
    if continuations:
        notes.append(
            f"{contract.name}: {continuations:,} rows only go on with the row above them (they "
            "repeat its key and say nothing else); they were merged into it"
        )
    return {"conflicts": conflicts, "continuations": continuations}

"""What people should know of the keys of a dataset."""

from __future__ import annotations

from collections.abc import Sequence

from pyspark.sql import functions as F

from contracts import Contract
from lakehouse.dedupe.fates import CONFLICT, LINEAGE, with_fate
from lakehouse.dedupe.parts import Part
from lakehouse.dedupe.weak_key import weak_key
from lakehouse.silver.reason_counts import Tally


def told_of_fates(
    parts: Sequence[Part],
    counts: dict[str, int],
    whole: Tally,
    contract: Contract,
    notes: list[str],
) -> dict[str, int]:
    """Tells people of conflicts and continuations.

    Args:
        parts: judged records with their fates.
        counts: of the dataset's records.
        whole: why its records are bad; conflicts are added.
        contract: its source contract.
        notes: gets what people should read.

    Returns:
        How many conflicts and continuations there are.
    """
    found = [_counted(part) for part in parts]
    conflicts, continuations = (sum(numbers) for numbers in zip(*found, strict=True))
    # Those that stand in others have no row above them.
    continuations = 0 if contract.records_in else continuations
    if conflicts:
        # Those of one key are in one part: it shows as much as all of them.
        part = next(p for p, (some, _) in zip(parts, found, strict=True) if some)
        records = with_fate(part.fates, CONFLICT, part.judged, contract)
        shown = records.select("_source_uri", "_record_no", "raw_record")
        first = shown.orderBy("_source_uri", "_record_no").limit(1).collect()[0]
        whole.give(CONFLICT, conflicts, *first)
        if note := weak_key(records, conflicts, counts["bronze"], contract):
            notes.append(note)
    if continuations:
        notes.append(
            f"{contract.name}: {continuations:,} rows only go on with the row above them (they "
            "repeat its key and say nothing else); they were merged into it"
        )
    return {"conflicts": conflicts, "continuations": continuations}


def _counted(part: Part) -> tuple[int, int]:
    """How many conflicts and continuations there are."""
    merged_alone = (F.col("_fate") == LINEAGE) & F.isnull("_hash")
    counts = (F.count_if(F.col("_fate") == CONFLICT), F.count_if(merged_alone))
    conflicts, continuations = part.fates.agg(*counts).collect()[0]
    return conflicts, continuations

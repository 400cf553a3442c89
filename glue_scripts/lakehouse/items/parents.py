"""Records that are not in silver, for those that stand in them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import PLACE
from lakehouse.cleanse.columns import whole
from lakehouse.storage import storage

SCHEMA = pa.schema(
    [(name, pa.int64() if name == "_record_no" else pa.string()) for name in PLACE]
    + [("merged", pa.bool_())]
)


def lost_parents(lineage: DataFrame, quarantine: DataFrame) -> DataFrame:
    """Records that are not in silver: their places, and whether they were merged.

    Args:
        lineage: the table of those that were merged.
        quarantine: that of those that were kept back.
    """
    place = [F.col(name.removeprefix("_")).alias(name) for name in PLACE]
    merged = lineage.select(*place, F.lit(True).alias("merged"))
    kept = quarantine.select(*place, F.lit(False).alias("merged"))
    # In order, so that of each file few parts are read.
    return merged.unionByName(kept).sortWithinPartitions("_source_uri")


@dataclass(frozen=True)
class Lost:
    """Records of some files that are not in silver, as `lost_parents` gives them."""

    places: pa.Table

    @classmethod
    def of(cls, paths: Sequence[str], uris: Collection[str]) -> Lost:
        """Those of some raw files, from the files that were written."""
        return cls(pa.concat_tables([SCHEMA.empty_table(), *(_read(p, uris) for p in paths)]))

    def none(self) -> Lost:
        """As if all were in silver."""
        return Lost(self.places.slice(0, 0))

    def among(self, rows: pa.Table) -> tuple[pa.Array, pa.Array]:
        """Of records of one file, those that stand in merged ones, and those in quarantined ones.

        Args:
            rows: with the place of the record in which each stands.
        """
        found = self.places
        for name in ("_source_uri", "_source_version"):
            if rows.num_rows:
                found = found.filter(pc.equal(found[name], rows[name][0]))
        numbers = whole(rows["_record_no"])
        merged = found.filter(found["merged"])["_record_no"]
        kept = found.filter(pc.invert(found["merged"]))["_record_no"]
        return pc.is_in(numbers, merged), pc.is_in(numbers, kept)


def _read(path: str, uris: Collection[str]) -> pa.Table:
    system, inside = storage(path).arrow(path)
    return pq.read_table(
        inside,
        filesystem=system,
        use_threads=False,
        partitioning=None,
        schema=SCHEMA,
        filters=[("_source_uri", "in", set(uris))],
    )

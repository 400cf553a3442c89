"""The dataset in whose records those of another one stand, as it is published with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from contracts import contract_of
from lake_protocol.ledger import Entry
from lakehouse.iceberg.read_back import read_files
from lakehouse.items.parents import lost_parents
from lakehouse.storage import storage


@dataclass(frozen=True)
class Above:
    """A dataset, and the files that it was built from.

    Attributes:
        dataset: its name.
        taken: the entries of its bronze files.
        aside: file and version -> true, of those that are set aside.
        files: layer -> the files of its table there.
    """

    dataset: str
    taken: list[Entry]
    aside: Mapping[tuple[str, str], bool]
    files: Mapping[str, list[str]]

    def tables(self, spark: SparkSession) -> dict[str, DataFrame]:
        """Layer -> its table there."""
        return {
            layer: read_files(spark, files, contract_of(f"{layer}.{self.dataset}"))
            for layer, files in self.files.items()
        }

    def write_lost(self, spark: SparkSession, place: str) -> list[str]:
        """Writes which of its records are not in silver; returns the files."""
        tables = self.tables(spark)
        lost = lost_parents(tables["lineage"], tables["quarantine"])
        lost.write.mode("overwrite").parquet(place)
        return storage(place).files(place, ".parquet")

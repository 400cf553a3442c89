"""One build of silver, written aside until it is published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyspark.sql import DataFrame, SparkSession

from contracts import Contract, contract_of
from lakehouse.iceberg.read_back import read_back
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage


@dataclass(frozen=True)
class DatasetBuild:
    """The tables of one dataset: silver, lineage and quarantine."""

    settings: Settings
    dataset: str
    number: int

    @cached_property
    def spark(self) -> SparkSession:
        """The engine, started when it is needed."""
        return session("bronze_to_silver", self.settings.parallelism)

    @property
    def name(self) -> str:
        """What rows and snapshots call the build."""
        return f"s{self.number:08d}"

    @property
    def contracts(self) -> dict[str, Contract]:
        """Layer -> the contract of the dataset's table there."""
        layers = ("silver", "quarantine", "lineage")
        return {layer: contract_of(f"{layer}.{self.dataset}") for layer in layers}

    @property
    def contested(self) -> str:
        """Where the places of contested records stand."""
        return f"{self.temporary}/contested"

    @property
    def lost(self) -> str:
        """Where the places stand of records in which others stand, and that are not in silver."""
        return f"{self.temporary}/lost"

    @property
    def temporary(self) -> str:
        """Where all stands that is not needed when the dataset is built."""
        return f"{self._data('silver')}/temporary"

    def open(self, part: int) -> str:
        """Where judged records of a part stand that are contested or bad."""
        return f"{self.temporary}/open/{part:04d}"

    def keyed(self, part: int) -> str:
        """Where those of them that are good stand as their fates are decided by."""
        return f"{self.temporary}/keyed/{part:04d}"

    def fates(self, part: int) -> str:
        """Where it stands what becomes of these."""
        return f"{self.temporary}/fates/{part:04d}"

    @property
    def settled(self) -> str:
        """Where the records of silver stand that nobody contests."""
        return f"{self._aside('silver')}/settled"

    def place(self, layer: str) -> str:
        """Where the table of a layer stands."""
        zones = {
            "silver": self.settings.silver,
            "quarantine": self.settings.quarantine,
            "lineage": self.settings.lineage,
        }
        return f"{zones[layer]}/{self.dataset}"

    def clear(self) -> None:
        """Takes away what a killed build left under this number."""
        for layer in self.contracts:
            storage(self.place(layer)).delete_below(self._data(layer))

    def aside(self, rows: DataFrame, place: str) -> DataFrame:
        """Writes rows that are needed several times; returns what was written."""
        rows.write.mode("overwrite").parquet(place)
        files = storage(place).files(place, ".parquet")
        # Of no rows, not every engine writes a file.
        return self.spark.read.parquet(*files) if files else rows

    def saved(self, layer: str, part: int) -> str:
        """Where a part of a table stands."""
        return f"{self._aside(layer)}/{part:04d}"

    def save(self, rows: DataFrame, layer: str, part: int) -> None:
        """Writes a table's rows of a part."""
        columns = self.contracts[layer].column_names
        rows.select(*columns).write.mode("overwrite").parquet(self.saved(layer, part))

    def read(self, layer: str, part: int) -> DataFrame:
        """The rows that were saved."""
        return read_back(self.spark, self.saved(layer, part), self.contracts[layer])

    def read_settled(self) -> DataFrame:
        """The records of silver that nobody contests."""
        return read_back(self.spark, self.settled, self.contracts["silver"])

    def read_all(self, layer: str) -> DataFrame:
        """The whole table."""
        return read_back(self.spark, self._aside(layer), self.contracts[layer])

    def files(self, layer: str) -> list[str]:
        """The files that were written."""
        return storage(self.place(layer)).files(self._aside(layer), ".parquet")

    def _data(self, layer: str) -> str:
        return f"{self.place(layer)}/data/{self.number:08d}"

    def _aside(self, layer: str) -> str:
        return f"{self._data(layer)}/{layer}"

"""One build of silver, written aside until it is published."""

from __future__ import annotations

from dataclasses import dataclass

from pyspark.sql import DataFrame, SparkSession

from contracts import Contract, load
from lakehouse.iceberg.read_back import read_back
from lakehouse.runtime.settings import Settings
from lakehouse.storage import storage


@dataclass(frozen=True)
class DatasetBuild:
    """The tables of one dataset: silver, lineage and quarantine."""

    spark: SparkSession
    settings: Settings
    dataset: str
    number: int

    @property
    def name(self) -> str:
        """What rows and snapshots call the build."""
        return f"s{self.number:08d}"

    @property
    def contracts(self) -> dict[str, Contract]:
        """Layer -> the contract of the dataset's table there."""
        return {
            "silver": load(f"silver.{self.dataset}"),
            "quarantine": load("quarantine.records"),
            "lineage": load("lineage.merged"),
        }

    @property
    def contested(self) -> str:
        """Where the places of contested records stand."""
        return f"{self._data('silver')}/contested"

    @property
    def open(self) -> str:
        """Where judged records stand that are contested or bad."""
        return f"{self._data('silver')}/open"

    @property
    def fates(self) -> str:
        """Where it stands what becomes of those that are good."""
        return f"{self._data('silver')}/fates"

    @property
    def settled(self) -> str:
        """Where the part of silver stands that nobody contests."""
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

    def save(self, rows: DataFrame, layer: str) -> None:
        """Writes a table's rows."""
        columns = self.contracts[layer].column_names
        rows.select(*columns).write.mode("overwrite").parquet(self._saved(layer))

    def read(self, layer: str) -> DataFrame:
        """The rows that were saved."""
        return read_back(self.spark, self._saved(layer), self.contracts[layer])

    def read_settled(self) -> DataFrame:
        """The part of silver that nobody contested."""
        return read_back(self.spark, self.settled, self.contracts["silver"])

    def files(self, layer: str) -> list[str]:
        """The files that were written."""
        return storage(self.place(layer)).files(self._aside(layer), ".parquet")

    def _data(self, layer: str) -> str:
        return f"{self.place(layer)}/data/{self.number:08d}"

    def _saved(self, layer: str) -> str:
        # Beside the settled part of silver, not over it.
        return f"{self._aside(layer)}/chosen" if layer == "silver" else self._aside(layer)

    def _aside(self, layer: str) -> str:
        return f"{self._data(layer)}/{layer}"

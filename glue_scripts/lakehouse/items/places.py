"""Where records stand in others: found once more, to hold those that were judged against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from contracts import ITEM_NO, PLACE, Contract
from contracts.producers.fit import contract_for
from lake_protocol.ledger import Entry
from lakehouse.items.arrays import elements_of
from lakehouse.silver.conform import bronze_batches
from lakehouse.silver.judging_task import is_other

FILES = "path string, uri string, conform boolean"
PLACES = "_source_uri string, _source_version string, _record_no bigint, _item_no bigint"


def item_places(
    spark: SparkSession, taken: Sequence[Entry], contract: Contract, side_by_side: int
) -> DataFrame:
    """The places of all records that stand in those of bronze files.

    Args:
        spark: The engine.
        taken: The entries of the bronze files.
        contract: The source contract of the records in their records.
        side_by_side: Tasks that work at once.
    """
    assert contract.records_in
    rows = [(e["data_file"], e["uri"], is_other(e)) for e in taken]
    files = spark.createDataFrame(rows, FILES).repartition(min(len(rows), side_by_side))
    return files.mapInArrow(partial(_places_of_files, contract.name), PLACES)


def _places_of_files(dataset: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: bronze files come in, places go out."""
    for batch in batches:
        for file in batch.to_pylist():
            inside = contract_for(file["uri"], dataset).records_in
            assert inside
            parent = contract_for(file["uri"], inside.dataset)
            for _, bronze in bronze_batches(file["path"], parent, conform=file["conform"]):
                found = elements_of(bronze, inside.folded)
                places = bronze.select(list(PLACE)).take(pa.array(found.rows, pa.int64()))
                numbers = pa.array(found.numbers, pa.int64())
                yield from places.append_column(ITEM_NO, numbers).to_batches()

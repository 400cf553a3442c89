"""The keys of all bronze records, those of earlier contracts conformed to the present one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract, load
from contracts.producers.fit import contract_for
from lake_protocol.ledger import Entry, data_files
from lakehouse.iceberg.catalog import bronze_columns
from lakehouse.iceberg.read_back import read_columns
from lakehouse.silver.conform import bronze_batches
from lakehouse.silver.judging_task import is_other

PLACE = ("_source_uri", "_record_no")
PLACES = "_source_uri string, _record_no bigint"


def bronze_keys(
    spark: SparkSession, taken: Sequence[Entry], contract: Contract, side_by_side: int
) -> DataFrame:
    """Key columns as text, `_source_uri` and `_record_no` of all records.

    Args:
        spark: The engine.
        taken: The entries of the bronze files.
        contract: The source contract of now.
        side_by_side: Tasks that work at once.
    """
    names = [*contract.keys, *PLACE]
    columns = [c for c in bronze_columns(contract, load("bronze.record")) if c.name in names]
    present = [e for e in taken if not is_other(e)]
    direct = read_columns(spark, data_files(present), columns).select(*names)
    earlier = [(e["data_file"], e["uri"]) for e in taken if is_other(e)]
    if not earlier:
        return direct
    files = spark.createDataFrame(earlier, "path string, uri string")
    schema = ", ".join([*(f"{key} string" for key in contract.keys), PLACES])
    keys = files.repartition(min(len(earlier), side_by_side)).mapInArrow(
        partial(_keys_of_files, contract.name, names), schema
    )
    return direct.unionByName(keys)


def _keys_of_files(
    dataset: str, names: Sequence[str], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: paths of bronze files come in, keys go out."""
    for batch in batches:
        for file in batch.to_pylist():
            contract = contract_for(file["uri"], dataset)
            for _, bronze in bronze_batches(file["path"], contract, conform=True):
                yield from bronze.select(names).to_batches()

"""Judges bronze files on the engine's workers and writes their records, typed, as Parquet aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from contracts import Contract, load
from lakehouse.cleanse.records import date_orders, judged
from lakehouse.ledger import Entry
from lakehouse.storage import storage

TASK_SCHEMA = "dataset string, files string, target string"
BATCH_ROWS = 1 << 16
# A few large files are quicker to read than many small ones; each takes the memory of one batch.
FILE_RECORDS = 1 << 18


def judge_files(
    spark: SparkSession, entries: Sequence[Entry], target: str, side_by_side: int
) -> None:
    """Judges the bronze files of a dataset and writes what comes out below a folder.

    Args:
        spark: the engine.
        entries: the files' lines in the ledger.
        target: the folder.
        side_by_side: how many workers there are.
    """
    groups = sorted(_grouped(entries), key=lambda group: -sum(e["records"] for e in group))
    tasks = [
        (
            group[0]["dataset"],
            json.dumps([e["data_file"] for e in group]),
            f"{target}/{n:06d}.parquet",
        )
        for n, group in enumerate(groups)
    ]
    frame = spark.createDataFrame(tasks, TASK_SCHEMA).repartition(min(len(tasks), side_by_side))
    frame.mapInArrow(_judge_tasks, "target string").collect()


def _grouped(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Files that go into one."""
    group: list[Entry] = []
    for entry in entries:
        group.append(entry)
        if sum(e["records"] for e in group) >= FILE_RECORDS:
            yield group
            group = []
    if group:
        yield group


def _judge_tasks(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for task in batch.to_pylist():
            _judge(load(f"source.{task['dataset']}"), json.loads(task["files"]), task["target"])
            yield pa.RecordBatch.from_pydict({"target": [task["target"]]})


def _judge(contract: Contract, files: Sequence[str], target: str) -> None:
    to = storage(target)
    to.make_room(target)
    system, inside = to.arrow(target)
    writer: pq.ParquetWriter | None = None
    for file in files:
        for rows in _judged(file, contract):
            if writer is None:
                writer = pq.ParquetWriter(
                    inside, rows.schema, filesystem=system, compression="zstd", compression_level=1
                )
            writer.write_table(rows)
    if writer is not None:
        writer.close()


def _judged(path: str, contract: Contract) -> Iterator[pa.Table]:
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        moments = [c.name for c in contract.columns if c.type == "timestamp"]
        orders = date_orders(file.iter_batches(BATCH_ROWS, columns=moments), contract)
        for batch in file.iter_batches(BATCH_ROWS):
            yield judged(pa.Table.from_batches([batch]), contract, orders)

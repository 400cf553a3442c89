"""Judges bronze files on the engine's workers; writes what is settled then, and the rest aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from contracts import Contract, load
from lakehouse.bronze_writer import bronze_schema
from lakehouse.checked_file import CheckedFile
from lakehouse.cleanse.evidence import Evidence, Shows, telling
from lakehouse.cleanse.records import judged
from lakehouse.dedupe import file_number
from lakehouse.failure import JobFailed
from lakehouse.ledger import Entry
from lakehouse.seal import mark
from lakehouse.storage import storage

BATCH_ROWS = 1 << 16
# Large files are quicker to read than many small ones.
FILE_RECORDS = 1 << 18
Contested = dict[int, pa.ChunkedArray]


@dataclass(frozen=True)
class Task:
    """Bronze files that become one file of settled and one of open records.

    Attributes:
        dataset: whose they are.
        files: the bronze files.
        uris: the raw files they came from.
        shows: what each raw file shows of the way it is written (`Evidence.shows`); None where the
            ledger does not know.
        contested: files that say which records may share their key with another one.
        settled: where good records go whose key is theirs alone, as silver has them.
        open: where the others go, good and bad, with what was found out about them.
    """

    dataset: str
    files: list[str]
    uris: list[str]
    shows: list[Shows | None]
    contested: list[str]
    settled: str
    open: str


def judge_files(spark: SparkSession, tasks: Sequence[Task], side_by_side: int) -> dict[str, str]:
    """Judges bronze files; returns the settled files with the mark of each.

    Raises:
        JobFailed: what stands in a file is not what was to be written there.
    """
    rows = [(json.dumps(asdict(task)),) for task in tasks]
    frame = spark.createDataFrame(rows, "task string").repartition(min(len(rows), side_by_side))
    found = frame.mapInArrow(_judge_tasks, "settled string, mark string, fault string").collect()
    if faults := sorted(row.fault for row in found if row.fault):
        raise JobFailed(f"{faults[0]}; nothing was published, run again")
    return {row.settled: row.mark for row in found if row.mark}


def tasks_of(
    entries: Sequence[Entry], contested: list[str], settled: str, aside: str
) -> list[Task]:
    """A dataset's lines in the ledger as tasks, the largest first.

    Args:
        entries: the lines.
        contested: files with the places of contested records.
        settled: the folder for settled records.
        aside: that for the others.
    """
    return [
        Task(
            group[0]["dataset"],
            [e["data_file"] for e in group],
            [e["uri"] for e in group],
            [e.get("shows") for e in group],
            contested,
            f"{settled}/{n:06d}.parquet",
            f"{aside}/{n:06d}.parquet",
        )
        for n, group in enumerate(sorted(_grouped(entries), key=_records, reverse=True))
    ]


def _grouped(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    group: list[Entry] = []
    for entry in entries:
        group.append(entry)
        if _records(group) >= FILE_RECORDS:
            yield group
            group = []
    if group:
        yield group


def _records(group: Sequence[Entry]) -> int:
    return sum(e["records"] for e in group)


def _judge_tasks(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: tasks come in, the mark of each settled file or its fault goes out."""
    for batch in batches:
        for task in batch["task"].to_pylist():
            settled, seal, fault = _judge(Task(**json.loads(task)))
            columns = {"settled": [settled], "mark": [seal], "fault": [fault]}
            yield pa.RecordBatch.from_pydict(
                columns, pa.schema([(name, pa.string()) for name in columns])
            )


def _judge(task: Task) -> tuple[str, str | None, str | None]:
    contract, silver = load(f"source.{task.dataset}"), load(f"silver.{task.dataset}").column_names
    shape = judged(bronze_schema(contract).empty_table(), contract, Evidence(contract)).schema
    contested = _contested(task)
    with (
        CheckedFile(task.settled, pa.schema([shape.field(n) for n in silver]), silver) as settled,
        CheckedFile(task.open, shape, shape.names) as others,
    ):
        for file, shows in zip(task.files, task.shows, strict=True):
            for rows in judged_file(file, contract, shows):
                alone = _alone(rows, contested)
                settled.take(rows.select(silver).filter(alone))
                others.take(rows.filter(pc.invert(alone)))
    for written in (settled, others):
        if written.found() != written.content:
            return task.settled, None, f"{written.path}: it does not hold what was judged"
    if not settled.content.rows:
        settled.discard()
        return task.settled, None, None
    return task.settled, mark(task.settled), None


def judged_file(path: str, contract: Contract, shows: Shows | None) -> Iterator[pa.Table]:
    """The judged records of a bronze file; `shows` is its evidence as the ledger keeps it."""
    evidence = _evidence(path, contract) if shows is None else Evidence.kept(contract, shows)
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        for batch in file.iter_batches(BATCH_ROWS):
            yield judged(pa.Table.from_batches([batch]), contract, evidence)


def _evidence(path: str, contract: Contract) -> Evidence:
    """What a file shows that was taken when the ledger did not keep it yet."""
    system, inside = storage(path).arrow(path)
    with pq.ParquetFile(inside, filesystem=system) as file:
        columns = [*(c.name for c in telling(contract)), "_arrived_at"]
        return Evidence.of(file.iter_batches(BATCH_ROWS, columns=columns), contract)


def _alone(rows: pa.Table, contested: Contested) -> pa.Array:
    """Which records of one file are good, and the only ones of their key."""
    good = pc.is_null(rows["reasons"])
    if not rows.num_rows:
        return good
    numbers = contested.get(file_number(rows["_source_uri"][0].as_py()))
    if numbers is None:
        return good
    return pc.and_(good, pc.invert(pc.is_in(rows["_record_no"], numbers)))


def _contested(task: Task) -> Contested:
    """The numbers of contested records by file; the list is sorted, so that few parts are read."""
    files = {file_number(uri) for uri in task.uris}
    parts = [_places(path, files) for path in task.contested]
    if not parts:
        return {}
    places = pa.concat_tables(parts)
    return {f: places.filter(pc.equal(places["file"], f))["_record_no"] for f in files}


def _places(path: str, files: Set[int]) -> pa.Table:
    system, inside = storage(path).arrow(path)
    return pq.read_table(
        inside, filesystem=system, use_threads=False, partitioning=None,
        filters=[("file", "in", files)],
    )  # fmt: skip

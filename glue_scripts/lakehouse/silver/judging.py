"""Judges bronze files on the engine's workers; writes what is settled then, and the rest aside."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from threading import Lock

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from contracts import Contract, load
from contracts.producers.fit import contract_for
from lakehouse.bronze.writer import bronze_schema
from lakehouse.checksums.checked_file import CheckedFile
from lakehouse.cleanse.evidence import Evidence, Shows
from lakehouse.cleanse.records import judged, with_reason
from lakehouse.dedupe.candidates import file_number
from lakehouse.dedupe.continuation import Continuations, unrelated
from lakehouse.dedupe.parts import parted
from lakehouse.dedupe.survivor import standings
from lakehouse.errors.failure import JobFailed
from lakehouse.items.judging import judged_items
from lakehouse.items.parents import Lost
from lakehouse.set_aside import REASON, set_aside
from lakehouse.silver.conform import bronze_batches
from lakehouse.silver.file_evidence import file_evidence
from lakehouse.silver.judging_task import Task
from lakehouse.silver.reason_counts import Tally
from lakehouse.storage import storage
from lakehouse.storage.seal import mark

Contested = dict[int, pa.ChunkedArray]
JUDGING = Lock()
# Records as they came and as they are judged, and which may share their key with another one.
Batch = tuple[pa.Table, pa.Table, pa.Array]


@dataclass(frozen=True)
class Judged:
    """What judging found.

    Attributes:
        marks: the settled files with the mark of each.
        unused: bronze files of whose records none takes part, and what these are.
        aside: those of them that are set aside.
        whole: all records.
    """

    marks: dict[str, str] = field(default_factory=dict)
    unused: dict[str, Tally] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    whole: Tally = field(default_factory=Tally)


def judge_files(spark: SparkSession, tasks: Sequence[Task], side_by_side: int) -> Judged:
    """Judges bronze files.

    Raises:
        JobFailed: what stands in a file is not what was to be written there.
    """
    rows = [(json.dumps(asdict(task)),) for task in tasks]
    frame = spark.createDataFrame(rows, "task string").repartition(min(len(rows), side_by_side))
    columns = ", ".join(f"{name} string" for name in FOUND)
    # It keeps all workers busy by itself; two at once would only need the memory of two.
    with JUDGING:
        found = frame.mapInArrow(_judge_tasks, columns).collect()
    if faults := sorted(row.fault for row in found if row.fault):
        raise JobFailed(f"{faults[0]}; run again")
    told = [json.loads(row.told) for row in found]
    return Judged(
        marks={r.settled: r.mark for r in found if r.mark},
        unused={f: Tally.from_json(t) for part in told for f, t in part["unused"].items()},
        aside=frozenset(file for part in told for file in part["aside"]),
        whole=Tally.of(Tally.from_json(part["whole"]) for part in told),
    )


FOUND = ("settled", "mark", "fault", "told")


def _judge_tasks(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: tasks come in; what was found out, or what went wrong, goes out."""
    schema = pa.schema([(name, pa.string()) for name in FOUND])
    for batch in batches:
        for task in batch["task"].to_pylist():
            found = _judge(Task(**json.loads(task)))
            columns = {name: [text] for name, text in zip(FOUND, found, strict=True)}
            yield pa.RecordBatch.from_pydict(columns, schema)


def _judge(task: Task) -> tuple[str, str | None, str | None, str]:
    contract, silver = load(f"source.{task.dataset}"), load(f"silver.{task.dataset}").column_names
    shape = _shape(contract)
    aside = {f for f, decided in zip(task.files, task.decided, strict=True) if decided}
    with ExitStack() as stack:
        shape_of_silver = pa.schema([shape.field(n) for n in silver])
        settled = stack.enter_context(CheckedFile(task.settled, shape_of_silver, silver))
        others = [
            stack.enter_context(CheckedFile(part, shape, shape.names, len(task.open)))
            for part in task.open
        ]
        tallies = _write(task, aside, settled, others)
        # Hardly a file is: looking at all of them beforehand would cost more than starting again.
        if (really := set_aside(task.files, task.decided, tallies, contract)) != aside:
            aside = really
            for file in (settled, *others):
                file.forget()
            _write(task, aside, settled, others)
    told = _told(tallies, aside)
    for written in (settled, *others):
        if written.found() != written.content:
            return task.settled, None, f"{written.path}: it does not hold what was judged", told
    if not settled.content.rows:
        settled.discard()
        return task.settled, None, None, told
    return task.settled, mark(task.settled), None, told


def _write(
    task: Task, aside: Set[str], settled: CheckedFile, others: Sequence[CheckedFile]
) -> dict[str, Tally]:
    """Writes all records; those of files that are set aside go to the others, with the reason."""
    contract = load(f"source.{task.dataset}")
    silver = load(f"silver.{task.dataset}").column_names
    tallies = {file: Tally() for file in task.files}
    for file, uri, batches in _records(task, contract, aside):
        for bronze, rows, shared in batches:
            tallies[file].take(uri, rows)
            if file in aside:
                rows = unrelated(with_reason(rows, bronze, contract, REASON))
            alone = _alone(rows, shared)
            settled.take(rows.select(silver).filter(alone))
            left = _with_standings(rows.filter(pc.invert(alone)), contract)
            for part, some in parted(left, contract, len(others)):
                others[part].take(some)
    return tallies


def _records(
    task: Task, contract: Contract, aside: Set[str]
) -> Iterator[tuple[str, str, Iterator[Batch]]]:
    """Each bronze file, its raw file, and the records that are judged."""
    files = zip(task.files, task.uris, task.shows, task.conform, strict=True)
    if not contract.records_in:
        contested = _contested(task)
        for file, uri, shows, conform in files:
            fitted = contract_for(uri, contract.name)
            yield file, uri, judged_file(file, fitted, shows, contested, conform=conform)
        return
    lost = Lost.of(task.lost, task.uris)
    for file, uri, shows, conform in files:
        found = lost.none() if file in aside else lost
        fitted = contract_for(uri, contract.name)
        yield file, uri, judged_items(file, fitted, shows, found, conform=conform)


def _told(tallies: Mapping[str, Tally], aside: Set[str]) -> str:
    """What the driver is told: examples of all files together, lest many files become much."""
    unused = {f: asdict(t) for f, t in tallies.items() if f in aside or t.bad == t.records}
    whole = asdict(Tally.of(tallies.values()))
    return json.dumps({"unused": unused, "aside": sorted(aside), "whole": whole})


def _shape(contract: Contract) -> pa.Schema:
    nothing = judged(bronze_schema(contract).empty_table(), contract, Evidence(contract))
    return _with_standings(Continuations(contract).settled(nothing), contract).schema


def _with_standings(rows: pa.Table, contract: Contract) -> pa.Table:
    return rows.append_column("_standing", standings(rows, contract))


def judged_file(
    path: str, contract: Contract, shows: Shows | None, contested: Contested, *, conform: bool
) -> Iterator[Batch]:
    """The records of a bronze file, a batch at a time.

    Args:
        path: the file.
        contract: its source contract.
        shows: its evidence as the ledger keeps it.
        contested: which records may share their key with another one.
        conform: whether it was taken under other names of columns than the contract has now.
    """
    evidence = file_evidence(path, contract, shows, conform=conform)
    continuations = Continuations(contract)
    for _, bronze in bronze_batches(path, contract, conform=conform):
        found = judged(bronze, contract, evidence, _among(bronze, contested))
        yield bronze, continuations.settled(found), _among(found, contested)


def _alone(rows: pa.Table, shared: pa.Array) -> pa.Array:
    """Which records are good, and the only ones of their key."""
    good = pc.and_not(pc.is_null(rows["reasons"]), rows["_continues"])
    return pc.and_not(good, shared)


def _among(rows: pa.Table, contested: Contested) -> pa.Array:
    """Which records of one file may share their key with another one."""
    uris = rows["_source_uri"]
    numbers = contested.get(file_number(uris[0].as_py())) if len(uris) else None
    if numbers is None:
        return pa.repeat(False, rows.num_rows)
    return pc.is_in(rows["_record_no"], numbers)


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

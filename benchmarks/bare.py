"""What the platform's own code takes from raw to gold on Sail without what makes it accountable.

The same reader, judgement, choice among equal keys and model; but no bronze, no lineage, no Iceberg
tables, no ledger, and nothing that is written is read back. So a file has to fit into memory.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from contracts import Contract, datasets, load
from edp.engine import engine
from lakehouse.bronze.writer import BronzeRows
from lakehouse.cleanse.evidence import Evidence
from lakehouse.cleanse.records import judged
from lakehouse.dedupe.continuation import Continuations
from lakehouse.dedupe.fates import CONFLICT, SILVER, fates
from lakehouse.dedupe.keyed import keyed
from lakehouse.dedupe.survivor import standings
from lakehouse.gold.build import rows_of
from lakehouse.gold.model import view_of
from lakehouse.gold.plan import plan
from lakehouse.jobs.raw_to_bronze import task_of, waiting
from lakehouse.reader.file import read_file
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.layout import Layout
from lakehouse.runtime.session import session

WORKERS = 2


def main() -> None:
    """Runs the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    shutil.rmtree(arguments.out, ignore_errors=True)
    with engine("sail"):
        run(arguments.raw, arguments.out)


def run(raw: Path, out: Path) -> None:
    """Builds silver, quarantine and gold as Parquet files below `out`."""
    spark = session("bare", WORKERS)
    files = [f for f in waiting(str(raw)).files if f.dataset is not None]
    files.sort(key=lambda f: -f.size)
    tasks = [task_of(file, n, str(out / "judged"), "1") for n, file in enumerate(files)]
    rows = [(json.dumps(task),) for task in tasks]
    frame = spark.createDataFrame(rows, "task string").repartition(WORKERS)
    frame.mapInArrow(_judge_all, "target string").collect()
    for name in datasets():
        silver = _silver(spark, load(f"source.{name}"), out)
        silver.createOrReplaceTempView(view_of(f"silver.{name}"))
    for step in plan():
        target = str(out / "gold" / f"{step.contract.name}.parquet")
        rows_of(spark, step).select(*step.contract.column_names).write.parquet(target)
        spark.read.parquet(target).createOrReplaceTempView(view_of(step.contract.id))


def _judge_all(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for task in map(json.loads, batch["task"].to_pylist()):
            _judge(task)
            yield pa.RecordBatch.from_pydict({"target": [task["target"]]})


def _judge(task: dict[str, str]) -> None:
    contract, taken = load(f"source.{task['dataset']}"), list[pa.Table]()
    rows = BronzeRows(task, contract)
    with Path(task["path"]).open("rb") as file:
        layout = Layout.of(contract)
        folders = FolderValues.of(task["uri"].split("/")[:-1], layout)
        take = lambda r: taken.extend(rows.of(r))  # noqa: E731 - it is the whole function
        verdict = read_file(task["uri"], file, layout, take, taken.clear, folders)
    if verdict.outcome.startswith("accept") and taken:
        table = pa.concat_tables(taken)
        evidence = Evidence.of([table], contract)
        found = judged(table.combine_chunks(), contract, evidence)
        found = Continuations(contract).settled(found)
        found = found.append_column("_standing", standings(found, contract))
        Path(task["target"]).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(found, task["target"], compression="zstd", compression_level=1)


def _silver(spark: SparkSession, contract: Contract, out: Path) -> DataFrame:
    done = spark.read.parquet(str(out / "judged" / contract.name))
    good = done.filter("reasons is null and not _continues")
    repeated = good.groupBy(*contract.keys).count().filter("count > 1").select(*contract.keys)
    contested = repeated.join(good, list(contract.keys))
    told = fates(keyed(contested, contract, rewritten=False), contract)
    lost = told.filter(F.col("_fate") != SILVER).select(*contract.place, "_fate")
    target = str(out / "silver" / f"{contract.name}.parquet")
    silver = lost.join(good, list(contract.place), "right").filter("_fate is null")
    silver.select(*load(f"silver.{contract.name}").column_names).write.parquet(target)
    conflicts = lost.filter(F.col("_fate") == CONFLICT).withColumnRenamed("_fate", "reasons")
    bad = done.filter("reasons is not null").select(*contract.place, "reasons")
    bad.unionByName(conflicts).withColumnsRenamed({p: p[1:] for p in contract.place}).write.parquet(
        str(out / "quarantine" / f"{contract.name}.parquet")
    )
    return spark.read.parquet(target)


if __name__ == "__main__":
    main()

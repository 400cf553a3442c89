"""The answer key as Parquet files, one set per shard."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from generator.arrow import typed_table
from generator.built import BuiltFile
from generator.fates import Fate
from generator.tables import DATASETS, table

FOLDER = "_answer_key"

_FILES = pa.schema(
    {
        "path": pa.string(),
        "dataset": pa.string(),
        "verdict": pa.string(),
        "format": pa.string(),
        "compression": pa.string(),
        "encoding": pa.string(),
        "records": pa.int64(),
        "bad_records": pa.int64(),
        "reason": pa.string(),
        "kinds": pa.string(),
        "ambiguous": pa.bool_(),
        "why": pa.string(),
    }
)
_RECORDS = pa.schema(
    {
        "path": pa.string(),
        "record_no": pa.int64(),
        "dataset": pa.string(),
        "key": pa.string(),
        "outcome": pa.string(),
        "reasons": pa.string(),
        "kept_path": pa.string(),
        "kept_record_no": pa.int64(),
        "kinds": pa.string(),
        "ambiguous": pa.bool_(),
        "why": pa.string(),
    }
)
_ALL_DIFFERENT = {
    "key",
    "record_no",
    "event_id",
    "tx_id",
    "user_id",
    "name",
    "email",
    "phone",
    "ts",
}
"""Columns for which a dictionary of values would be a waste of time."""

_USUAL = Fate()


def write_key(out: Path, shard: int, files: list[BuiltFile]) -> None:
    """Writes a shard's files, records and true rows."""
    name = f"part-{shard:05d}.parquet"
    _write(out / FOLDER / "files" / name, _FILES, [_files_table(files)])
    accepted = [f for f in files if f.accepted]
    _write(out / FOLDER / "records" / name, _RECORDS, map(_records_table, accepted))
    for dataset in DATASETS:
        tables = [_truth_table(f) for f in accepted if f.dataset == dataset]
        schema = _truth_schema(dataset)
        _write(out / FOLDER / "truth" / dataset / name, schema, tables)


def _write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    repeating = [n for n in schema.names if n not in _ALL_DIFFERENT]
    with pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=repeating) as writer:
        for part in tables:
            if part.num_rows:
                writer.write_table(part)


def _files_table(files: list[BuiltFile]) -> pa.Table:
    rows = [
        {
            **{n: getattr(f, n) for n in _FILES.names if hasattr(f, n)},
            "kinds": ";".join(f.kinds),
            "ambiguous": False,
            "why": "",
        }
        for f in files
    ]
    return pa.Table.from_pylist(rows, _FILES)


def _records_table(file: BuiltFile) -> pa.Table:
    """One row per record: the usual fate, but for those that have one of their own."""
    assert file.keys is not None
    count = len(file.keys)
    all_numbers = pa.array(range(1, count + 1), pa.int64())
    numbers = sorted(file.fates)
    own = [file.fates[n] for n in numbers]
    has_own = pc.is_in(all_numbers, pa.array(numbers, pa.int64()))

    def fates(name: str) -> pa.Array:
        kind = _RECORDS.field(name).type
        usual = pa.repeat(pa.scalar(getattr(_USUAL, name), kind), count)
        return pc.replace_with_mask(usual, has_own, pa.array([getattr(f, name) for f in own], kind))

    columns = {
        "path": pa.repeat(pa.scalar(file.path), count),
        "record_no": all_numbers,
        "dataset": pa.repeat(pa.scalar(file.dataset), count),
        "key": file.keys,
    }
    return pa.table(columns | {n: fates(n) for n in _RECORDS.names[4:]}, schema=_RECORDS)


def _truth_table(file: BuiltFile) -> pa.Table:
    """The file's rows in silver: its good rows without those that are not kept."""
    assert file.truth is not None
    lost = [no for no, fate in file.fates.items() if fate.outcome != "silver"]
    rows = file.truth
    if lost:
        gone = pc.is_in(rows["record_no"], value_set=pa.array(lost, pa.int64()))
        rows = rows.filter(pc.invert(gone))
    paths = pa.repeat(pa.scalar(file.path), rows.num_rows)
    return rows.add_column(rows.num_columns - 1, "path", paths)


def _truth_schema(dataset: str) -> pa.Schema:
    empty = typed_table(dataset, {c: [] for c in table(dataset).columns})
    return empty.schema.append(pa.field("path", pa.string())).append(
        pa.field("record_no", pa.int64())
    )

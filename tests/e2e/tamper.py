"""Ways to spoil one record of a Parquet file, keeping everything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Tamper = Callable[[pa.Table, tuple[str, ...]], pa.Table]


def lost(rows: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """The last row is gone."""
    return rows.slice(0, len(rows) - 1)


def doubled(rows: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """The last row is there twice."""
    return pa.concat_tables([rows, rows.slice(len(rows) - 1)])


def replaced(rows: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """The last row is gone, and the first one there twice."""
    return pa.concat_tables([lost(rows, keys), rows.slice(0, 1)])


def exchanged(rows: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """Two rows of different content have taken each other's keys."""
    values = rows.drop_columns(list(keys)).to_pylist()
    other = next(n for n, v in enumerate(values) if v != values[0])
    order = list(range(len(rows)))
    order[0], order[other] = other, 0
    for key in keys:
        index = rows.column_names.index(key)
        rows = rows.set_column(index, rows.schema.field(index), rows[key].take(pa.array(order)))
    return rows


ALL: tuple[Tamper, ...] = (lost, doubled, replaced, exchanged)


def spoil(folder: Path, tamper: Tamper, keys: tuple[str, ...]) -> None:
    """Spoils a folder of Parquet files, in place; they become one."""
    first, *others = sorted(folder.rglob("*.parquet"))
    rows = pa.concat_tables(pq.ParquetFile(file).read() for file in (first, *others))
    pq.write_table(tamper(rows, keys), first)
    for file in others:
        file.unlink()


def spoil_file(file: Path, tamper: Tamper, keys: tuple[str, ...]) -> None:
    """Spoils one Parquet file, in place."""
    pq.write_table(tamper(pq.ParquetFile(file).read(), keys), file)


@contextmanager
def spoilt_for_a_while(file: Path, tamper: Tamper, keys: tuple[str, ...]) -> Iterator[None]:
    """Spoils one Parquet file as long as the block runs."""
    before = file.read_bytes()
    spoil_file(file, tamper, keys)
    try:
        yield
    finally:
        file.write_bytes(before)


def largest(folder: Path) -> Path:
    """The Parquet file with the most rows."""
    return max(sorted(folder.rglob("*.parquet")), key=lambda f: pq.read_metadata(f).num_rows)

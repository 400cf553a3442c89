"""Reads each suffix with its own reader, schemas inferred, and unites what came."""

from __future__ import annotations

import csv
import gzip
import json
import tempfile
from codecs import BOM_UTF8
from collections import defaultdict
from functools import reduce
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StringType, StructField, StructType

from contracts import Contract, fold


def read_raw(spark: SparkSession, folder: Path, contract: Contract) -> DataFrame:
    """All files of a dataset: the contract's columns as text, and `source_file`."""
    files = [_readable(p) for p in sorted(folder.rglob("*")) if p.is_file()]
    frames = [
        *_csv(spark, [f for f in files if _kind(f) == "csv"]),
        *_json_lines(spark, [f for f in files if _kind(f) == "ndjson"]),
        *_json_arrays(spark, [f for f in files if _kind(f) == "json"]),
        *(spark.read.parquet(str(f)) for f in files if _kind(f) == "parquet"),
    ]
    renamed = [_renamed(frame, contract) for frame in frames]
    print(f"{contract.name}: read {len(files)} files with {len(frames)} readers")
    return reduce(lambda a, b: a.unionByName(b, allowMissingColumns=True), renamed)


def _readable(path: Path) -> Path:
    """JSON with a byte order mark is converted: Spark cuts UTF-16 at bytes, and takes no mark."""
    head = _head(path)
    encoding = "utf-8-sig" if head.startswith(BOM_UTF8) else _encoding(head)
    text = head.decode(encoding, "ignore")
    if encoding not in ("utf-8-sig", "utf-16") or not text.startswith(("[", "{")):
        return _named_as_it_is(path)
    copy = Path(tempfile.mkdtemp()) / path.name.removesuffix(".gz")
    with gzip.open(path) if _is_gzip(path) else path.open("rb") as file:
        copy.write_bytes(file.read().decode(encoding).encode())
    return copy


def _named_as_it_is(path: Path) -> Path:
    """Spark goes by the suffix: a gzip file without `.gz` gets a link that has it."""
    if path.suffix == ".gz" or not _is_gzip(path):
        return path
    link = Path(tempfile.mkdtemp()) / f"{path.name}.gz"
    link.symlink_to(path.resolve())
    return link


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as raw:
        return raw.read(2) == b"\x1f\x8b"


def _kind(path: Path) -> str:
    """By the suffix; files whose suffix says little are looked into, as everybody does."""
    head = _head(path)
    if head.startswith(b"PAR1"):
        return "parquet"
    start = head.lstrip()[:1]
    if start == b"[":
        return "json"
    if start == b"{":
        return "ndjson"
    return "csv" if start else "empty"


def _head(path: Path) -> bytes:
    with gzip.open(path) if _is_gzip(path) else path.open("rb") as file:
        return file.read(4096)


def _csv(spark: SparkSession, files: list[Path]) -> list[DataFrame]:
    """One reader per header: Spark takes columns by their place."""
    groups: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for file in files:
        head = _head(file)
        encoding = _encoding(head)
        line = head.decode(encoding, "ignore").lstrip("\ufeff\n\r").splitlines()[0]
        delimiter = max(",;\t|", key=line.count)
        groups[encoding, delimiter, line].append(str(file))
    frames = []
    for (encoding, delimiter, line), paths in groups.items():
        reader = spark.read.option("header", True).option("inferSchema", True)
        reader = reader.option("sep", delimiter).option("encoding", encoding)
        # By lines, Spark cuts UTF-16 in the middle of a character.
        reader = reader.option("escape", '"').option("multiLine", encoding == "utf-16")
        names = next(csv.reader([line], delimiter=delimiter))
        frames.append(reader.csv(paths).toDF(*names))
    return frames


def _encoding(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    try:
        head[:-4].decode()
    except UnicodeDecodeError:
        return "iso-8859-1"
    return "utf-8"


def _json_lines(spark: SparkSession, files: list[Path]) -> list[DataFrame]:
    return [spark.read.schema(s).json(paths) for s, paths in _by_schema(files).items()]


def _json_arrays(spark: SparkSession, files: list[Path]) -> list[DataFrame]:
    """Element by element: with `multiLine`, one that is no object costs the whole document."""
    frames = []
    for schema, paths in _by_schema(files).items():
        texts = spark.read.text(paths, wholetext=True)
        elements = texts.select(F.explode(F.from_json("value", "array<string>")).alias("value"))
        frames.append(elements.select(F.from_json("value", schema).alias("r")).select("r.*"))
    return frames


def _by_schema(files: list[Path]) -> dict[StructType, list[str]]:
    """One reader per schema: what is text here and an object there has no common type.

    The schema is that of the first record: Spark refuses to infer one from all records as soon as a
    single one of them names a key twice.
    """
    groups: dict[StructType, list[str]] = defaultdict(list)
    for file in files:
        text = _head(file).decode("utf-8", "ignore").lstrip(" \r\n[")
        groups[_schema(json.JSONDecoder().raw_decode(text)[0])].append(str(file))
    return groups


def _schema(record: dict[str, object]) -> StructType:
    fields = [
        StructField(name, _schema(value) if isinstance(value, dict) else StringType())
        for name, value in record.items()
    ]
    return StructType(fields)


def _renamed(frame: DataFrame, contract: Contract) -> DataFrame:
    """Columns by the names of the contract; of several that mean the same, the first filled."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in _leaves(frame):
        column = contract.names.get(fold(name))
        if column:
            found[column].append(name)
    columns = [
        F.coalesce(*(F.col(n).cast("string") for n in names)).alias(column)
        for column, names in found.items()
    ]
    return frame.select(*columns, F.input_file_name().alias("source_file"))


def _leaves(frame: DataFrame) -> list[str]:
    names = []
    for field in frame.schema.fields:
        inner = getattr(field.dataType, "names", None)
        names += [f"{field.name}.{n}" for n in inner] if inner else [field.name]
    return names

"""Which records may share their key with another one; most have a key of their own.

Keys are compared as they came, but so roughly that no cleansing makes one key of two that differ
here: better one record too many than one too few.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import partial, reduce
from operator import or_
from unicodedata import normalize

import pyarrow as pa
import pyspark.sql
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column, Contract, allowed_values
from lakehouse.cleanse.columns import once_each
from lakehouse.cleanse.identifiers import whole_number
from lakehouse.cleanse.tidy import ODD_SPACE

# Letters and digits are left.
MARKS = "".join(c for c in map(chr, range(128)) if not c.isalnum()) + ODD_SPACE


def contested(bronze: DataFrame, contract: Contract) -> DataFrame:
    """Records that may share their key with another one, as `file` and `_record_no`.

    Files are named by a checksum (`file_number`).
    """
    named = [c for c in contract.columns if c.key and _told_by_letters(c)]
    there = reduce(DataFrame.filter, (F.isnotnull(key) for key in contract.keys), bronze)
    file = F.crc32(F.col("_source_uri").cast("binary")).alias("_file")
    texts = there.select(*(c.name for c in named), file, "_record_no")
    # Numbers are grouped, joined and sent around at half the cost of texts; should two keys share
    # one, both are contested.
    key = (F.xxhash64(*(c.name for c in named)) if named else F.lit(0)).alias("_rough")
    own = (_roughly(texts, named) if named else texts).select(key, "_file", "_record_no")
    # Divided once: who groups and who joins need not read, hash and send all of it again.
    own = own.repartition("_rough")
    counted = own.groupBy("_rough").agg(F.count("*").alias("_n"))
    repeated = counted.filter("_n > 1").select("_rough").join(own, "_rough")
    places = repeated.select(F.col("_file").alias("file"), "_record_no")
    return places.sortWithinPartitions("file")


def file_number(uri: str) -> int:
    """What `contested` calls a file."""
    return zlib.crc32(uri.encode())


def _told_by_letters(column: Column) -> bool:
    """Numbers, moments, phones and synonyms are written in ways that share no letter."""
    plain = column.type == "string" and column.format is None and allowed_values(column) is None
    return plain or column.is_identifier


def _roughly(texts: DataFrame, named: Sequence[Column]) -> DataFrame:
    # Characters are taken out at a third of what a pattern costs.
    usual = {c.name: F.upper(F.translate(c.name, MARKS, "")) for c in named}
    odd = reduce(or_, (_is_odd(F.col(c.name)) for c in named))
    if not texts.filter(odd).withColumns(usual).filter(odd).take(1):
        return texts.withColumns(usual)
    schema = ", ".join(
        [*(f"`{c.name}` string" for c in named), "_file bigint", "_record_no bigint"]
    )
    others = texts.filter(odd).mapInArrow(partial(_rough_batches, named), schema)
    return texts.filter(~odd).withColumns(usual).unionByName(others)


def _is_odd(text: pyspark.sql.Column) -> pyspark.sql.Column:
    """Letters beyond ASCII, and what may be a whole number that went through a float."""
    return (
        (F.length(text) != F.octet_length(text))
        | F.contains(text, F.lit("."))
        | F.contains(text, F.lit("+"))
    )


def _rough_batches(
    named: Sequence[Column], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow`: the same for odd keys."""
    for batch in batches:
        for column in named:
            at = batch.schema.names.index(column.name)
            keys = once_each(batch[at], rough, [pa.string()])[0]
            batch = batch.set_column(at, column.name, keys)
        yield batch


def rough(text: str) -> tuple[str]:
    """Its letters and digits, without what makes them capital, wide, or joined to others."""
    # Twice: capitals may come apart again.
    capitals = normalize("NFKD", normalize("NFKD", text).upper())
    bare = "".join(c for c in capitals if c.isalnum() or c in ".+")
    # Lost digits make rubbish of it, which shares its key with nobody.
    number = whole_number(bare) or bare
    return ("".join(c for c in number if c.isalnum()),)

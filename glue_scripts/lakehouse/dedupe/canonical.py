"""Keys, orders and contents as texts that every engine writes alike."""

from __future__ import annotations

from collections.abc import Sequence

import pyspark.sql
from pyspark.sql import Window
from pyspark.sql import functions as F

from contracts import Column, Contract

MOMENT = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'"


def key_text(contract: Contract) -> pyspark.sql.Column:
    """A record's key: the value, or a JSON list of the values of several columns.

    Where a contract has no key it is the content, and which one of the equal records of its file
    it is: so as many are kept as the file with the most of them has.
    """
    if not contract.keys:
        content = content_hash(contract)
        equal = Window.partitionBy("_source_uri", "_source_version", content)
        nth = F.row_number().over(equal.orderBy(*contract.place))
        return F.concat(content, F.lit("#"), nth.cast("string"))
    return _text_of([c for c in contract.columns if c.key])


def order_text(contract: Contract) -> pyspark.sql.Column:
    """Its place among the states of the key, likewise; null where no column says it."""
    columns = {c.name: c for c in contract.columns}
    return _text_of([columns[name] for name in contract.order_by])


def content_hash(contract: Contract) -> pyspark.sql.Column:
    """A hash of all its values. With their lengths, so that none can pass for two others."""
    texts = [_text(c) for c in contract.columns]
    counted = [F.coalesce(F.concat(F.length(t), F.lit(":"), t), F.lit("-")) for t in texts]
    return F.md5(F.concat(*counted))


def _text_of(columns: Sequence[Column]) -> pyspark.sql.Column:
    if not columns:
        return F.lit(None).cast("string")
    if len(columns) == 1:
        return _text(columns[0])
    members = [F.coalesce(_quoted(_text(c)), F.lit("null")) for c in columns]
    listed = [part for member in members for part in (F.lit(","), member)]
    return F.concat(F.lit("["), *listed[1:], F.lit("]"))


def _quoted(text: pyspark.sql.Column) -> pyspark.sql.Column:
    # Engines write rare letters of JSON differently; quotes and backslashes alone are marked here.
    for mark in ("\\", '"'):
        text = F.replace(text, F.lit(mark), F.lit(f"\\{mark}"))
    return F.concat(F.lit('"'), text, F.lit('"'))


def _text(column: Column) -> pyspark.sql.Column:
    value = F.col(column.name)
    return F.date_format(value, MOMENT) if column.type == "timestamp" else value.cast("string")

"""Sums of what a gold build measures, for whoever loads it elsewhere to compare with."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from contracts import Column, load_layer


def sums(gold: dict[str, DataFrame]) -> dict[str, dict[str, str]]:
    """Table -> decimal column -> its sum, as an exact text.

    A sum may mix currencies: it says whether all rows have arrived, and nothing else.
    """
    # One query: what a small one costs is being started.
    parts = [
        _sum(gold[contract.name], contract.name, column)
        for contract in load_layer("gold")
        for column in contract.columns
        if column.is_decimal
    ]
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in reduce(DataFrame.unionByName, parts).collect():
        found[row.table][row.column] = str(row.total)
    return found


def _sum(rows: DataFrame, table: str, column: Column) -> DataFrame:
    wide = f"decimal(38,{column.precision[1]})"
    total = F.coalesce(F.sum(column.name), F.lit(0)).cast(wide).alias("total")
    named = F.lit(table).alias("table"), F.lit(column.name).alias("column")
    return rows.agg(total).select(*named, "total")

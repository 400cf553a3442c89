"""Judges bronze records by their contract: typed columns, reasons and issues."""

from __future__ import annotations

from itertools import zip_longest

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from contracts import Column as Spec
from contracts import Contract
from lakehouse.cleanse import numbers, text, timestamps
from lakehouse.cleanse.text import value
from lakehouse.cleanse.timestamps import date_order

PASSED = ("_defect", "_rescued", "_source_uri", "_source_version", "_record_no", "_arrived_at")


def judged(bronze: DataFrame, contract: Contract, orders: DataFrame) -> DataFrame:
    """Bronze -> typed columns, `reasons` (null for good records), `_issues` and `raw_record`.

    Args:
        bronze: the dataset's bronze table.
        contract: its source contract.
        orders: what files settle about the order of day and month (`date_orders`).
    """
    texts = (value(c).alias(f"raw_{c.name}") for c in contract.columns)
    # Small side first: not every engine turns a join round by itself.
    raw = orders.join(bronze.select("*", *texts), "_source_uri", "right")
    # Numbers look at the currency beside them, so plain text comes first.
    plain = [text.steps(c) for c in contract.columns if c.type == "string"]
    others = [_steps(c) for c in contract.columns if c.type != "string"]
    outcome = [{"reasons": _reasons(contract), "_issues": _issues(contract)}]
    typed = _with_steps(_with_steps(_with_steps(raw, plain), others), [outcome])
    as_it_came = F.coalesce("_raw", F.to_json(F.struct(*contract.column_names, "_rescued")))
    return typed.select(
        *(F.col(f"clean_{c.name}").alias(c.name) for c in contract.columns),
        F.when(F.col("reasons").isNotNull(), as_it_came).alias("raw_record"),
        "reasons",
        "_issues",
        *PASSED,
    )


def date_orders(bronze: DataFrame, contract: Contract) -> DataFrame:
    """Per file, and column of moments: which of day and month comes first, if the file says so."""
    moments = [c for c in contract.columns if c.type == "timestamp"]
    said = bronze.select("_source_uri", *(date_order(value(c)).alias(c.name) for c in moments))
    lowest = [F.min(c.name).alias(f"low_{c.name}") for c in moments]
    highest = [F.max(c.name).alias(f"high_{c.name}") for c in moments]
    per_file = said.groupBy("_source_uri").agg(*lowest, *highest)
    agreed = [
        F.when(F.col(f"low_{c.name}") == F.col(f"high_{c.name}"), F.col(f"low_{c.name}")).alias(
            f"order_{c.name}"
        )
        for c in moments
    ]
    return per_file.select("_source_uri", *agreed)


def _with_steps(rows: DataFrame, columns: list[list[dict[str, Column]]]) -> DataFrame:
    """Adds the steps of all columns, the first of each, then the second, and so on."""
    for step in zip_longest(*columns, fillvalue={}):
        added = [c.alias(name) for part in step for name, c in part.items()]
        rows = rows.select("*", *added)
    return rows


def _steps(spec: Spec) -> list[dict[str, Column]]:
    if spec.type == "timestamp":
        return timestamps.steps(spec, F.col(f"order_{spec.name}"))
    return numbers.steps(spec)


def _raw(spec: Spec) -> Column:
    return F.col(f"raw_{spec.name}")


def _reasons(contract: Contract) -> Column:
    fatal = {c.name: _coded(c) for c in contract.columns if not c.null_if_invalid}
    for rule in contract.rules:
        left, operator, right = rule.violated_when.split()
        violated = F.expr(f"clean_{left} {operator} clean_{right}")
        fatal[rule.name] = F.when(violated, F.lit(rule.name))
    found = F.concat_ws(";", *(fatal[name] for name in sorted(fatal)))
    return F.coalesce(F.col("_defect"), F.when(found != "", found))


def _issues(contract: Contract) -> Column:
    noted = sorted((c for c in contract.columns if c.null_if_invalid), key=lambda c: c.name)
    return F.concat_ws(";", *(_coded(c) for c in noted))


def _coded(spec: Spec) -> Column:
    code = F.col(f"code_{spec.name}")
    if spec.required:
        code = F.when(_raw(spec).isNull(), "missing").otherwise(code)
    return F.when(code.isNotNull(), F.concat(F.lit(f"{spec.name}:"), code))

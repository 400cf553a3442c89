"""The report's section on what the figures mean and where they come from, out of the contracts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from contracts import datasets, load, load_layer
from contracts.model import Contract, Metric
from edp.insights.html import grid, panel, section, table
from edp.insights.model import GoldTable


def definitions(tables: Iterable[GoldTable]) -> str:
    """Every metric in one sentence and in SQL, the sources, and the tables in between."""
    metrics = "".join(_metric(m) for gold in load_layer("gold") for m in gold.metrics)
    sources = "".join(_source(load(f"source.{dataset}")) for dataset in datasets())
    return section(
        "definitions",
        "Definitions and sources",
        "As the data contracts say, which the jobs, the warehouse and this page share.",
        grid(
            (
                panel(f"<dl>{metrics}</dl>", title="What the figures mean"),
                panel(f"<dl>{sources}</dl>", title="Where they come from"),
            ),
            "two",
        ),
        panel(_tables(tables), title="The tables they are in", kind="words"),
    )


def _tables(tables: Iterable[GoldTable]) -> str:
    heads = ("Table", "What is in it", "Made of", "Rows")
    rows = (
        (t.name, t.row, ", ".join(t.made_of) or "what its contract lists", f"{t.rows:,}")
        for t in tables
    )
    return table(heads, rows, texts=3)


def _metric(metric: Metric) -> str:
    return (
        f"<dt>{escape(metric.name)}</dt><dd>{escape(metric.meaning)}"
        f"<details><summary>SQL</summary><pre>{escape(metric.sql)}</pre></details></dd>"
    )


def _source(contract: Contract) -> str:
    rules = " ".join(rule.description for rule in contract.rules)
    return (
        f"<dt>{escape(contract.name)} <small>(contract {escape(contract.version)})</small></dt>"
        f"<dd>{escape(contract.purpose)} {escape(contract.limitations)} {escape(rules)}</dd>"
    )

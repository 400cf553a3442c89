"""docs/data-model.md is what the contracts say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contracts import LAYERS, Contract, load, load_layer
from edp.docs import data_model
from edp.docs.rule_words import rule_words, type_words
from lakehouse.gold.plan import plan

REPOSITORY = Path(__file__).parents[2]
TABLES = [table for layer in LAYERS for table in load_layer(layer)]


@pytest.fixture(scope="module")
def page() -> str:
    return data_model.render()


def test_the_page_is_up_to_date() -> None:
    path = REPOSITORY / data_model.PATH
    assert not data_model.is_stale(path), f"{data_model.PATH} is stale: run `edp docs`"


def test_a_changed_page_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "docs" / "data-model.md"
    assert data_model.is_stale(path)
    data_model.write(path)
    assert not data_model.is_stale(path)
    path.write_text(path.read_text(encoding="utf-8") + "x", encoding="utf-8")
    assert data_model.is_stale(path)


@pytest.mark.parametrize("table", TABLES, ids=[t.id for t in TABLES])
def test_every_column_is_explained(page: str, table: Contract) -> None:
    title = table.name if table.layer == "gold" else table.id
    section = page.split(f"\n### {title}\n")[1].split("\n### ")[0]
    for column in table.columns:
        row = re.search(rf"^\| `{re.escape(column.name)}` \|.*$", section, re.MULTILINE)
        assert row, column.name
        assert column.description in row[0].replace("\\|", "|")
        assert f"`{column.example}`" in row[0].replace("\\|", "|")


def test_every_metric_is_there(page: str) -> None:
    metrics = [m for t in load_layer("gold") for m in t.metrics]
    assert metrics
    for metric in metrics:
        assert metric.meaning in page
        assert metric.sql in page


def test_every_relationship_is_drawn(page: str) -> None:
    diagram = page.split("erDiagram")[1].split("```")[0]
    for table in load_layer("gold"):
        for column in table.columns:
            if column.refers_to:
                other = column.refers_to.partition(".")[0]
                assert f"{other} ||--o{{ {table.name} : {column.name}" in diagram


def test_every_flow_of_data_is_drawn(page: str) -> None:
    flow = page.split("flowchart LR")[1].split("```")[0]
    for step in (step for step in plan() if step.model):
        for name in step.model.inputs:
            assert f"    {name} --> {step.contract.id}\n" in flow


@pytest.mark.parametrize(
    ("table", "column", "sources"),
    [
        ("dim_user", "country_key", ["silver.users.country"]),
        ("fact_event", "date_key", ["silver.events.ts"]),
        ("fact_event", "user_key", ["gold.dim_user.user_key"]),
        (
            "dim_date",
            "year",
            [
                "silver.events.ts",
                "silver.transactions.created_at",
                "silver.transactions.delivered_at",
            ],
        ),
        (
            "daily_revenue",
            "revenue",
            ["gold.dim_status.is_revenue", "gold.fact_transaction.amount"],
        ),
        ("fact_user_activity", "events", ["rows of `gold.fact_event`"]),
    ],
)
def test_a_column_says_what_it_is_made_of(
    page: str, table: str, column: str, sources: list[str]
) -> None:
    section = page.split(f"\n### {table}\n")[1].split("\n### ")[0]
    (row,) = re.findall(rf"^\| `{column}` \|.*\| ([^|]*) \|$", section, re.MULTILINE)
    assert row == ", ".join(s if " " in s else f"`{s}`" for s in sources)


def test_tables_of_the_page_have_even_rows(page: str) -> None:
    for block in re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_rules_in_words() -> None:
    users = {c.name: c for c in load("source.users").columns}
    assert rule_words(users["age"]) == (
        "From 13 to 120. A value that cannot be used becomes null and is noted in `_issues`."
    )
    assert rule_words(users["user_id"]).startswith(
        "**Key**. An identifier of any form, at most 255"
    )
    assert "**Personal data**" in rule_words(users["phone"])
    amount = next(c for c in load("source.transactions").columns if c.name == "amount")
    assert type_words(amount) == "exact number, 2 decimals (`decimal(12,2)`)"

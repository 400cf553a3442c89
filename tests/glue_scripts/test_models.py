"""What a model may say, what fits its contract, and in which order tables are built."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contracts import roots
from lakehouse.errors.failure import JobFailed
from lakehouse.gold.model import from_views
from lakehouse.gold.plan import plan

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: gold.{name}
name: {name}
version: 1.0.0
status: active
description: {{purpose: A test.}}
schema:
  - name: {name}
    description: One row.
    properties:
      - {{name: n, logicalType: integer, physicalType: bigint, description: A number.,
         primaryKey: true, examples: ['1']}}
"""
Declare = Callable[..., Path]


@pytest.fixture
def declare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Adds a table to those of the shop."""
    monkeypatch.setenv(roots.VARIABLE, str(tmp_path))

    def table(name: str, sql: str | None, contract: str | None = CONTRACT) -> Path:
        files = {f"models/{name}.sql": sql, f"contracts/gold/{name}.yaml": contract}
        for path, text in files.items():
            if text is not None:
                (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / path).write_text(
                    text.replace("{name}", name).replace("{{", "{").replace("}}", "}")
                )
        roots._found.cache_clear()
        return tmp_path

    return table


def refused() -> str:
    with pytest.raises(JobFailed) as error:
        plan()
    return str(error.value)


def test_each_table_comes_after_what_it_reads() -> None:
    order = [step.contract.name for step in plan()]
    for step in plan():
        for name in step.model.inputs if step.model else ():
            layer, _, table = name.partition(".")
            if layer == "gold":
                assert order.index(table) < order.index(step.contract.name)
    assert len(order) == len(set(order)) >= 10


def test_a_new_table_takes_its_place_in_the_order(declare: Declare) -> None:
    declare("a_first_by_name", "select count(*) as n from gold.user_ltv")
    order = [step.contract.name for step in plan()]
    assert order.index("a_first_by_name") > order.index("user_ltv")


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("select 1 as n\nfrom silver.evnts", ":2: there is no silver.evnts; allowed are silver.e"),
        ("select 1 as n from events", ":1: events is no input; allowed are names such as"),
        ("select 1 as n,\n  2 as m", ":2: column m is not in the contract; allowed are n"),
        ("select 1 as m_1, 1 as n", ":1: column m_1 is not in the contract"),
        ("select *\nfrom silver.events", ":1: * has no name; allowed are named columns"),
        ("select 1 + 1", ":1: 1 + 1 has no name"),
        ("select 1 as n; select 2 as n", ":1: found SELECT and SELECT; allowed is one SELECT"),
        ("delete from silver.events", ":1: found DELETE; allowed is one SELECT"),
        ("", ":1: found nothing; allowed is one SELECT"),
        ("select 1 as n\nfrom (", ":2: "),
        ("select n from gold.wrong", ":1: wrong reads wrong; allowed are tables that can be built"),
    ],
)
def test_a_model_that_cannot_be_built_is_refused(declare: Declare, sql: str, wanted: str) -> None:
    label = declare("wrong", sql) / "models" / "wrong.sql"
    told = refused()
    assert told.startswith(f"{label}{wanted}")
    assert "\n" not in told


def test_a_column_that_is_not_selected_is_named_with_its_line(declare: Declare) -> None:
    more = CONTRACT + CONTRACT.splitlines(keepends=True)[-2].replace("name: n", "name: more")
    more += CONTRACT.splitlines(keepends=True)[-1]
    root = declare("wrong", "select 1 as n", more)
    assert refused() == (
        f"{root}/models/wrong.sql: column more is not selected; "
        f"{root}/contracts/gold/wrong.yaml:14 says that the table has it"
    )


def test_a_circle_is_told_as_one(declare: Declare) -> None:
    declare("one", "select n from gold.two")
    declare("two", "select n from gold.three")
    declare("three", "select n\nfrom gold.one")
    told = refused()
    assert "one reads two reads three reads one" in told or "reads one reads" in told
    assert "models/" in told
    assert "allowed are tables that can be built before it" in told


def test_a_model_without_a_contract_is_refused(declare: Declare) -> None:
    root = declare("alone", "select 1 as n", None)
    assert refused() == (
        f"{root}/models/alone.sql: has no contract; expected contracts/gold/alone.yaml"
    )


def test_a_contract_without_rows_is_refused(declare: Declare) -> None:
    root = declare("empty", None)
    assert refused().startswith(
        f"{root}/contracts/gold/empty.yaml:9: empty has neither a model nor members; "
        "allowed is either models/empty.sql or the custom property members"
    )


def test_members_and_a_model_are_refused(declare: Declare) -> None:
    declare("dim_status", "select 1 as status_key", None)
    assert "dim_status has both members and a model" in refused()


@pytest.mark.parametrize(
    ("sql", "wanted"),
    [
        ("select ts from silver.events", "select ts from silver__events as events"),
        ("select e.ts from silver.events e", "select e.ts from silver__events e"),
        (
            "select 'silver.events' as a -- silver.events\nfrom gold.x as y",
            "select 'silver.events' as a -- silver.events\nfrom gold__x as y",
        ),
        (
            "with events as (select 1 as a) select a from events",
            "with events as (select 1 as a) select a from events",
        ),
        (
            "select a from gold.x join silver.y using (a)",
            "select a from gold__x as x join silver__y as y using (a)",
        ),
    ],
)
def test_only_names_of_inputs_are_replaced(sql: str, wanted: str) -> None:
    assert from_views(sql, "test") == wanted

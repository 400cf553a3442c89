"""The models say the same to another engine, and a mart is one SELECT and one contract."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from contracts.roots import found
from edp.lake import Lake
from edp.published import open_published
from lakehouse.gold.plan import Step, plan
from tests.e2e.lake import edp, pipeline

pytestmark = pytest.mark.slow

STEPS = plan()


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """Published silver and gold, and a schema `again` of what DuckDB makes of the models."""
    folder = tmp_path_factory.mktemp("models")
    assert edp("generate", "--out", folder / "raw", "--rows", 1500).returncode == 0
    pipeline(folder / "raw", folder / "lake")
    with open_published(Lake.in_folder(folder / "lake"), "gold", "silver") as opened:
        opened.execute("create schema again")
        for step in STEPS:
            opened.execute(f"create table again.{step.contract.name} as {in_duckdb(step)}")
        yield opened


def in_duckdb(step: Step) -> str:
    """The rows of a table, as DuckDB is asked for them; none of the platform's code is in it."""
    name = step.contract.name
    if step.model is None:
        return f"select * from gold.{name}"
    model = sqlglot.parse_one(found("models")[name].read(), dialect="spark")
    for table in model.find_all(exp.Table):
        if table.db == "gold":
            table.set("db", exp.to_identifier("again"))
    columns = ", ".join(step.contract.column_names)
    return f"select {columns} from ({model.sql(dialect='duckdb')})"


@pytest.mark.parametrize("step", [s for s in STEPS if s.model], ids=lambda step: step.contract.name)
def test_duckdb_gives_the_same_rows(con: duckdb.DuckDBPyConnection, step: Step) -> None:
    name = step.contract.name
    for one, other in (("gold", "again"), ("again", "gold")):
        odd = con.execute(f"from {one}.{name} except all from {other}.{name} limit 3").fetchall()
        assert not odd, f"only in {one}: {odd}"
    ((rows,),) = con.execute(f"select count(*) from gold.{name}").fetchall()
    assert rows > 1


def test_rows_of_members_are_those_of_the_contract(con: duckdb.DuckDBPyConnection) -> None:
    for step in (step for step in STEPS if step.model is None):
        codes = con.execute(f"select {step.contract.keys[0]} from gold.{step.contract.name}")
        members = step.contract.members
        assert sorted(code for (code,) in codes.fetchall()) == sorted(m.code for m in members)

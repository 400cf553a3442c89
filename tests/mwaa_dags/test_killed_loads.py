"""Loads that are killed, at any point, and loads that go on though nobody waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.roots import use
from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.errors import SqlError
from orchestration.warehouse import definitions, load
from orchestration.warehouse.connection import Connection, StatementFailed
from orchestration.warehouse.publication import Publication, PublicationError, read
from tests.local_cloud.redshift.sql import Sql
from tests.mwaa_dags.handmade import declare, published

FIRST = {"parcels": ("parcel_no string key", "carrier string")}
SECOND = {"parcels": ("parcel_no string key", "weight bigint"), "carriers": ("name string key",)}


class Killed(BaseException):
    """The process is no more."""


class Direct(Connection):
    """Talks to the database without a server, and is killed before one of its calls."""

    def __init__(self, sql: Sql, calls: int = 1_000) -> None:
        self.sql, self.left = sql, calls

    def run(self, statements: list[str], what: str) -> None:
        self._answer(statements, what)

    def ask(self, query: str, what: str) -> list[tuple[Any, ...]]:
        return self._answer([query], what)

    def _answer(self, statements: list[str], what: str) -> list[tuple[Any, ...]]:
        if not self.left:
            raise Killed
        self.left -= 1
        try:
            return self.sql(*statements)
        except SqlError as error:
            raise StatementFailed(f"{what}: {error}") from None


@pytest.fixture
def sql(tmp_path: Path) -> Iterator[Sql]:
    """A warehouse in which the first publication is loaded."""
    warehouse = Warehouse(tmp_path / "warehouse.duckdb", "shop")
    found = Sql(warehouse)
    for statement in (
        *definitions.foundation(),
        *(f"create role {role}" for role in definitions.ROLES),
    ):
        found(statement)
    _load(Direct(found), _publication(tmp_path, 1, FIRST))
    yield found
    use([])
    warehouse.close()


def _publication(folder: Path, number: int, tables: dict[str, tuple[str, ...]]) -> Publication:
    if not (folder / str(number)).exists():
        declare(folder / str(number), tables)
    use([folder / str(number)])
    found = read(published(None, "gold", number, {}))
    return replace(found, tables=tuple(t for t in found.tables if t.name in tables))


def _load(warehouse: Connection, publication: Publication) -> None:
    load.clear(warehouse)
    before = load.in_place(warehouse)
    load.load(warehouse, publication, before, "role", "test")


def _seen(sql: Sql) -> tuple[Any, ...]:
    """All that readers can see: publication, tables, views, rights."""
    views = sql("select table_name from svv_tables where table_schema = 'bi' order by 1")
    return (
        load.in_place(Direct(sql)).publication,
        sql(
            "select table_name, column_name from svv_columns where table_schema = 'gold' "
            "order by 1, 2"
        ),
        [(name, sql.answer(f"select * from bi.{name}").columns) for (name,) in views],
        sql(
            "select * from svv_relation_privileges where namespace_name in ('gold', 'bi', 'ops') "
            "order by 1, 2, 3, 4"
        ),
        sql("select * from svv_schema_privileges order by 1, 2, 3"),
    )


def _schemas(sql: Sql) -> set[str]:
    return {name for (name,) in sql("select schema_name from svv_all_schemas")}


def test_a_load_that_is_killed_anywhere_leaves_the_old_state_or_the_new_one(
    sql: Sql, tmp_path: Path
) -> None:
    old, schemas = _seen(sql), _schemas(sql)
    whole = Direct(sql)
    _load(whole, _publication(tmp_path, 2, SECOND))
    new, calls = _seen(sql), 1_000 - whole.left
    found = []
    for call in range(calls):
        if _seen(sql) != old:
            _load(Direct(sql), _publication(tmp_path, 1, FIRST))
            assert (_seen(sql), _schemas(sql)) == (old, schemas)
        second = _publication(tmp_path, 2, SECOND)
        with pytest.raises(Killed):
            _load(Direct(sql, call), second)
        found.append({str(old): "old", str(new): "new"}.get(str(_seen(sql)), "a mixture"))
    assert found == ["old"] * found.index("new") + ["new"] * found.count("new")


def test_what_a_killed_load_left_is_taken_away_by_the_next(sql: Sql, tmp_path: Path) -> None:
    before = _schemas(sql)
    second = _publication(tmp_path, 2, SECOND)
    with pytest.raises(Killed):
        _load(Direct(sql, 3), second)
    assert len(_schemas(sql)) > len(before)
    _load(Direct(sql), second)
    assert _schemas(sql) == before


def test_a_load_that_goes_on_after_another_has_begun_fails(sql: Sql, tmp_path: Path) -> None:
    """Nobody waits for it any more; another has taken away what it had put aside."""
    second = _publication(tmp_path, 2, SECOND)

    class Interrupted(Direct):
        def run(self, statements: list[str], what: str) -> None:
            if what.startswith("put "):
                load.clear(Direct(sql))
            super().run(statements, what)

    with pytest.raises(StatementFailed, match="gold__next_"):
        _load(Interrupted(sql), second)
    assert load.in_place(Direct(sql)).publication == 1


def test_a_load_that_was_overtaken_replaces_nothing(sql: Sql, tmp_path: Path) -> None:
    second, third = (_publication(tmp_path, number, SECOND) for number in (2, 3))
    before = load.in_place(Direct(sql))
    _load(Direct(sql), third)
    with pytest.raises(load.Overtaken, match="publication 3 was loaded meanwhile"):
        load.load(Direct(sql), second, before, "role", "late")
    assert load.in_place(Direct(sql)).publication == 3


def test_a_publication_that_was_built_with_other_columns_is_not_loaded(tmp_path: Path) -> None:
    """COPY goes by position: with two columns exchanged it would fill the wrong ones."""
    declare(tmp_path / "then", {"parcels": ("carrier string", "parcel_no string key")})
    then = published(None, "gold", 9, {})
    declare(tmp_path / "now", {"parcels": ("parcel_no string key", "carrier string")})
    try:
        with pytest.raises(PublicationError) as refused:
            read(then)
    finally:
        use([])
    assert str(refused.value) == (
        "publication 9: gold.parcels was built with the columns carrier string, parcel_no string; "
        "its contract has parcel_no string, carrier string: build gold anew with the DAG backfill, "
        "or load it with the release that built it"
    )

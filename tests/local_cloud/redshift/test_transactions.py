"""Readers see what was committed, all of it or nothing."""

from __future__ import annotations

import threading

import pytest

from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.errors import Cancelled, SqlError
from tests.local_cloud.redshift.sql import Sql

SWAP = (
    "alter table gold.sales rename to sales_old",
    "alter table gold.sales_new rename to sales",
    "drop table gold.sales_old",
)


@pytest.fixture
def sales(sql: Sql) -> Sql:
    sql("create schema gold", "create table gold.sales as select 'old' as build")
    return sql


def test_what_fails_leaves_nothing(sales: Sql) -> None:
    sales.fails("insert into gold.sales values ('new')", "create schema more", "select nonsense")
    assert sales("select build from gold.sales") == [("old",)]
    assert sales("select schema_name from svv_all_schemas where schema_name = 'more'") == []


@pytest.mark.fact(
    "Redshift SQL",
    "readers see what is committed; here they never wait for a DROP",
    source="rsd:c_serial_isolation",
    how="simplified",
)
def test_a_reader_sees_the_old_state_until_the_swap_is_committed(sales: Sql) -> None:
    with sales.session() as loader:
        loader.run("create table gold.sales_new as select 'new' as build", {})
        for statement in SWAP:
            loader.run(statement, {})
        assert sales("select build from gold.sales") == [("old",)]
        assert loader.run("select build from gold.sales", {}).rows == [("new",)]
    assert sales("select build from gold.sales") == [("new",)]


def test_a_reader_that_began_before_goes_on_with_the_old_state(sales: Sql) -> None:
    with sales.session() as reader:
        assert reader.run("select build from gold.sales", {}).rows == [("old",)]
        sales("create table gold.sales_new as select 'new' as build", *SWAP)
        assert reader.run("select build from gold.sales", {}).rows == [("old",)]


def test_delete_and_insert_are_one(sales: Sql) -> None:
    with sales.session() as loader:
        loader.run("delete from gold.sales", {})
        loader.run("insert into gold.sales values ('new')", {})
        assert sales("select build from gold.sales") == [("old",)]
    assert sales("select build from gold.sales") == [("new",)]


@pytest.mark.fact("Redshift SQL", "TRUNCATE commits what is open", source="rsd:r_TRUNCATE")
def test_truncate_commits_what_was_done_before_it(sales: Sql) -> None:
    sales.fails("create schema more", "truncate table gold.sales", "select nonsense")
    assert sales("select count(*) from gold.sales") == [(0,)]
    assert sales("select count(*) from svv_all_schemas where schema_name = 'more'") == [(1,)]


def test_commit_and_rollback(sales: Sql) -> None:
    sales(
        "begin",
        "insert into gold.sales values ('a')",
        "commit",
        "delete from gold.sales",
        "rollback",
    )
    assert sales("select count(*) from gold.sales") == [(2,)]


def test_what_was_changed_since_it_was_read_is_not_overwritten(sales: Sql) -> None:
    reader = sales.session()
    reader.run("select * from gold.sales", {})
    sales("update gold.sales set build = 'b'")
    with pytest.raises(SqlError, match="1023 Serializable isolation violation"), reader:
        reader.run("update gold.sales set build = 'c'", {})
    assert sales("select build from gold.sales") == [("b",)]


def test_who_writes_waits_for_who_writes(sales: Sql) -> None:
    second = threading.Thread(target=sales, args=["insert into gold.sales values ('second')"])
    with sales.session() as first:
        first.run("insert into gold.sales values ('first')", {})
        second.start()
        second.join(0.3)
        assert second.is_alive()
    second.join(10)
    found = sales("select build from gold.sales order by build")
    assert found == [("first",), ("old",), ("second",)]


def test_who_waits_can_be_cancelled(sales: Sql) -> None:
    with sales.session() as first, sales.session() as second:
        first.run("delete from gold.sales", {})
        threading.Timer(0.3, second.cancel).start()
        with pytest.raises(Cancelled):
            second.run("insert into gold.sales values ('x')", {})


def test_a_long_query_can_be_cancelled(sql: Sql) -> None:
    digits = " union all ".join(f"select {n} as n" for n in range(10))
    numbers = " cross join ".join(f"({digits}) t{n}" for n in range(10))
    with sql.session() as session:
        threading.Timer(0.3, session.cancel).start()
        with pytest.raises(Cancelled, match="cancelled on user's request"):
            session.run(f"select count(distinct t0.n || '/' || t9.n + t5.n) from {numbers}", {})


def test_what_is_committed_is_there_when_the_file_is_opened_again(sales: Sql) -> None:
    warehouse = sales.warehouse
    sales("create table gold.sales_new (build varchar(3))", *SWAP[:2])
    file = warehouse.file
    warehouse.close()
    again = Warehouse(file, warehouse.database)
    assert "too long" in Sql(again).fails("insert into gold.sales values ('long')")
    assert Sql(again)("select build from gold.sales_old") == [("old",)]
    again.close()

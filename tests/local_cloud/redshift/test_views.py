"""Views bind when they are read."""

from __future__ import annotations

import pytest

from tests.local_cloud.redshift.sql import Sql


@pytest.fixture
def bi(sql: Sql) -> Sql:
    sql("create schema bi", "create schema gold")
    return sql


@pytest.mark.fact(
    "Redshift SQL", "a late-binding view is checked when it is read", source="rsd:r_CREATE_VIEW"
)
def test_a_view_may_name_what_does_not_exist_yet(bi: Sql) -> None:
    bi("create view bi.v as select n from gold.t with no schema binding")
    assert bi.fails("select * from bi.v") == 'relation "gold.t" does not exist'
    bi("create table gold.t as select 1 as n")
    assert bi("select * from bi.v") == [(1,)]


def test_a_view_survives_dropping_and_swapping_what_it_names(bi: Sql) -> None:
    bi("create view bi.v as select * from gold.t with no schema binding")
    bi("create table gold.t as select 1 as n", "drop table gold.t")
    bi("create table gold.t as select 2 as n, 'more' as m")
    bi("alter table gold.t rename to old", "create table gold.t as select 3 as n")
    assert bi("select * from bi.v") == [(3,)]


def test_views_of_views_and_joins_with_them(bi: Sql) -> None:
    bi("create table gold.t as select 1 as n union select 2")
    bi("create view bi.big as select n from gold.t where n > 1 with no schema binding")
    bi(
        "create view bi.more as with t as (select n from bi.big) select n * 10 as n from t "
        "with no schema binding"
    )
    assert bi(
        "select t.n, more.n from gold.t left join bi.more on more.n = t.n * 10 order by t.n"
    ) == [(1, None), (2, 20)]


def test_a_view_is_replaced_when_that_is_said(bi: Sql) -> None:
    bi("create view bi.v as select 1 as n with no schema binding")
    assert "exists" in bi.fails("create view bi.v as select 2 as n with no schema binding")
    bi("create or replace view bi.v as select 2 as n with no schema binding")
    assert bi("select n from bi.v") == [(2,)]
    bi("drop view bi.v")
    assert bi.fails("drop view bi.v") == 'View "bi.v" does not exist'


@pytest.mark.fact(
    "Redshift SQL", "OR REPLACE keeps the columns of a view", source="rsd:r_CREATE_VIEW"
)
def test_a_view_cannot_be_replaced_by_one_with_other_columns(bi: Sql) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html."""
    bi("create view bi.v as select 1 as n with no schema binding")
    failure = bi.fails("create or replace view bi.v as select 1 as m with no schema binding")
    assert "drop it" in failure


@pytest.mark.parametrize(
    ("view", "failure"),
    [
        ("create view bi.v as select 1", "WITH NO SCHEMA BINDING"),
        ("create view bi.v as select * from t with no schema binding", "should be qualified"),
        ("create view no.v as select 1 with no schema binding", 'schema "no" does not exist'),
        ("create view bi.v as delete from gold.t with no schema binding", "is not"),
    ],
)
def test_a_view_that_is_refused(bi: Sql, view: str, failure: str) -> None:
    assert failure in bi.fails(view)


def test_a_view_of_itself_is_an_error(bi: Sql) -> None:
    bi("create view bi.v as select * from bi.v with no schema binding")
    assert "infinite recursion" in bi.fails("select * from bi.v")


def test_views_are_not_changed_by_what_changes_tables(bi: Sql) -> None:
    bi("create view bi.v as select 1 as n with no schema binding")
    assert bi.fails("insert into bi.v values (1)") == 'cannot change a view: "bi.v"'
    assert bi.fails("drop table bi.v") == '"bi.v" is not a table'


def test_they_stand_in_the_system_views(bi: Sql) -> None:
    bi(
        "create view bi.v as select 1 as n with no schema binding",
        "create table gold.t (n int)",
        "comment on view bi.v is 'one'",
        "comment on table gold.t is 'none'",
    )
    assert bi("select table_schema, table_name, table_type, remarks from svv_tables") == [
        ("gold", "t", "BASE TABLE", "none"),
        ("bi", "v", "VIEW", "one"),
    ]

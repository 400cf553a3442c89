"""Redshift's SQL runs, and means what it means there."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies

from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.text import parameter_names
from tests.local_cloud.redshift.sql import USER, Sql


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("7 / 2", 3),
        ("nvl(null, 2)", 2),
        ("decode(2, 1, 'a', 2, 'b')", "b"),
        ("len('äb')", 2),
        ("'5' = 5", True),
        ("current_user", USER),
        ("datediff(day, date '2026-01-01', date '2026-03-01')", 59),
        ("dateadd(month, 1, date '2026-01-31')::date::varchar", "2026-02-28"),
        ("date_trunc('month', timestamp '2026-05-06 07:08:09')::varchar", "2026-05-01 00:00:00"),
        (
            "convert_timezone('UTC', 'CET', timestamp '2026-01-01 00:00:00')::varchar",
            "2026-01-01 01:00:00",
        ),
        ("sha2('a', 256)", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
        ("left('abcdef', 2) || right('abcdef', 1)", "abf"),
        ("regexp_substr('a1b22', '[0-9]+')", "1"),
        ("split_part('a@b', '@', 2)", "b"),
    ],
)
def test_functions(sql: Sql, expression: str, value: object) -> None:
    assert sql(f"select {expression}") == [(value,)]


def test_columns_are_named_as_in_redshift(sql: Sql) -> None:
    answer = sql.answer(
        "select count(*), Max(1) as \"Big\", 1 + 1, case when true then 1 end, 'a'::varchar(3)"
    )
    assert [name for name, _ in answer.columns or []] == [
        "count",
        "big",
        "?column?",
        "case",
        "?column?",
    ]


def test_columns_of_a_union_are_named_by_its_first_query(sql: Sql) -> None:
    answer = sql.answer("select count(*), 1 as a union all select 2, 3 union all select 4, 5")
    assert [name for name, _ in answer.columns or []] == ["count", "a"]


@pytest.mark.fact("Redshift SQL", "NULL is the largest value", source="rsd:r_ORDER_BY_clause")
def test_null_is_the_largest_value(sql: Sql) -> None:
    values = "(select 1 as n union all select null union all select 2) t"
    assert sql(f"select n from {values} order by n desc") == [(None,), (2,), (1,)]


def test_names_are_folded(sql: Sql) -> None:
    sql('create table "Mixed" ("Column" int)', "insert into mixed values (1)")
    assert sql('select MIXED."COLUMN" from Mixed') == [(1,)]


def test_changes(sql: Sql) -> None:
    sql(
        "create table t as select 1 as id, 'a' as v union select 2, 'b'",
        "create table s as select 2 as id, 'B' as v union select 3, 'C'",
    )
    answer = sql.answer(
        "merge into t using s on t.id = s.id when matched then update set v = s.v "
        "when not matched then insert (id, v) values (s.id, s.v)"
    )
    assert answer.number == 2
    assert sql.answer("update t set v = upper(s.v) || '!' from s where s.id = t.id").number == 2
    assert sql.answer("delete from t using s where s.id = t.id and s.id = 3").number == 1
    assert sql("select * from t order by id") == [(1, "a"), (2, "B!")]
    assert sql.fails("delete from nothing") == 'relation "public.nothing" does not exist'


def test_parameters_take_the_type_they_meet(sql: Sql) -> None:
    sql("create table t (n bigint, d date, a numeric(9, 2))")
    sql("insert into t values (:n, :d, :a)", n="1", d="2026-02-03", a="4.50")
    assert sql(
        "select d::varchar from t where n = :n and d >= :d and a < :a",
        n="1",
        d="2026-02-03",
        a="4.51",
    ) == [("2026-02-03",)]
    assert "invalid input syntax" in sql.fails("insert into t (n) values (:n)", n="1; drop table t")
    assert "no value for the parameter :x" in sql.fails("select :x")
    assert "parameters are for" in sql.fails("create table u (a varchar(3) default :a)", a="x")


@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(
    value=strategies.text(strategies.characters(exclude_characters="\0", codec="utf-8"))
)
def test_any_text_comes_through_a_parameter_as_it_is(warehouse: Warehouse, value: str) -> None:
    assert Sql(warehouse)("select :value as v, length(:value)", value=value) == [
        (value, len(value))
    ]


def test_names_of_parameters() -> None:
    text = "select :a, ':b', x::int, \":c\" -- :d\n from t /* :e */ where y=:f_1"
    assert parameter_names(text) == {"a", "f_1"}


@pytest.mark.parametrize(
    ("statement", "failure"),
    [
        ("selec 1", 'syntax error at or near "1"'),
        ("select nothing from t", 'column "nothing" does not exist'),
        ("select nothing(1)", "function nothing does not exist"),
        ("select * from no.t", 'relation "no.t" does not exist'),
        ("select * from other.public.t", 'database "other" does not exist'),
        ("select 'x'::int", 'invalid input syntax for integer: "x"'),
        ("select 1; select 2", "several statements"),
        ("-- nothing", "no statement"),
        ("unload ('select 1') to 's3://bucket/x'", "not simulated"),
        ("create database x", "not simulated"),
        ("call procedure()", "not simulated"),
        ("set search_path to x", "not simulated"),
    ],
)
def test_what_cannot_be_done_is_said(sql: Sql, statement: str, failure: str) -> None:
    sql("create table t (a int)")
    assert failure in sql.fails(statement)


@pytest.mark.fact(
    "Redshift SQL",
    "VACUUM is not allowed in a transaction, and runs by itself; here it is never taken",
    source="rsd:r_VACUUM_command",
    how="refused",
)
def test_vacuum_is_not_taken(sql: Sql) -> None:
    sql("create table swept (a int)")
    assert "not simulated" in sql.fails("vacuum swept")
    assert "not simulated" in sql.fails("vacuum delete only swept to 75 percent")

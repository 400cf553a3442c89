"""A schema is given another name, with all that is in it: in one step, for every reader."""

from __future__ import annotations

import pytest

from tests.local_cloud.redshift.sql import Sql

EXCHANGE = ("alter schema gold rename to gold_before", "alter schema gold_next rename to gold")


@pytest.fixture
def two(sql: Sql) -> Sql:
    """Two schemas with a table and a view of the same names, and a view that names the first."""
    sql(
        "create schema bi",
        "create role analyst",
        "create view bi.sales as select build from gold.sales with no schema binding",
    )
    for schema, build in (("gold", "old"), ("gold_next", "new")):
        sql(
            f"create schema {schema}",
            f"create table {schema}.sales (build varchar(3) not null)",
            f"insert into {schema}.sales values ('{build}')",
            f"create view {schema}.v as select 1 as n with no schema binding",
        )
    return sql


@pytest.mark.fact(
    "Redshift SQL",
    "a schema can be renamed; whatever names it by its old name has to be changed",
    source="rsd:r_ALTER_SCHEMA",
)
def test_what_is_in_a_schema_goes_along_and_who_names_it_reads_the_one_that_is_called_so(
    two: Sql,
) -> None:
    two(*EXCHANGE)
    assert two("select build from gold.sales") == two("select build from bi.sales") == [("new",)]
    assert two("select build from gold_before.sales") == [("old",)]
    assert two("select table_schema from svv_tables where table_name = 'v' order by 1") == [
        ("gold",),
        ("gold_before",),
    ]
    assert "too long" in two.fails("insert into gold.sales values ('long')")
    assert "NULL" in two.fails("insert into gold_before.sales values (null)")
    assert two.fails("select * from gold_next.sales") == (
        'relation "gold_next.sales" does not exist'
    )


@pytest.mark.fact(
    "Redshift SQL",
    "what DDL changes is seen by others once it is committed",
    source="rsd:c_serial_isolation",
)
def test_readers_see_the_exchange_when_it_is_committed(two: Sql) -> None:
    with two.session() as loader:
        for statement in EXCHANGE:
            loader.run(statement, {})
        assert loader.run("select build from bi.sales", {}).rows == [("new",)]
        assert two("select build from bi.sales") == [("old",)]
    assert two("select build from bi.sales") == [("new",)]


def test_an_exchange_that_fails_has_not_been(two: Sql) -> None:
    two.fails(*EXCHANGE, "select nonsense")
    assert two("select build from gold.sales") == [("old",)]
    assert two("select build from gold_next.sales") == [("new",)]


@pytest.mark.fact(
    "Redshift SQL",
    "no page says that the rights on a schema follow its new name; here they do not",
    source="rsd:r_ALTER_SCHEMA",
    how="simplified",
)
def test_rights_on_tables_go_along_and_those_on_the_schema_do_not(two: Sql) -> None:
    two(
        "grant usage on schema gold_next to role analyst",
        "grant select on all tables in schema gold_next to role analyst",
    )
    two(*EXCHANGE)
    assert two("select namespace_name from svv_schema_privileges") == []
    assert two("select namespace_name, relation_name from svv_relation_privileges order by 2") == [
        ("gold", "sales"),
        ("gold", "v"),
    ]


@pytest.mark.parametrize(
    ("statement", "failure"),
    [
        ("alter schema nowhere rename to there", 'schema "nowhere" does not exist'),
        ("alter schema gold rename to gold_next", 'Schema "gold_next" already exists'),
        ("alter schema gold quota 3 gb", "not simulated by the local warehouse: alter schema gold"),
    ],
)
def test_names_that_are_refused(two: Sql, statement: str, failure: str) -> None:
    assert two.fails(statement).startswith(failure)


@pytest.mark.fact(
    "Redshift SQL",
    "a schema that holds something is dropped with CASCADE only, and all that is in it with it",
    source="rsd:r_DROP_SCHEMA",
)
def test_a_schema_that_holds_something_is_dropped_when_that_is_said(two: Sql) -> None:
    failure = two.fails("drop schema gold_next")
    assert failure == "cannot drop schema gold_next because other objects depend on it"
    two("drop schema gold_next cascade")
    assert two("select table_name from svv_tables where table_schema = 'gold_next'") == []
    assert two.fails("drop schema gold_next") == 'Schema "gold_next" does not exist'
    two("create schema gold_next", "drop schema gold_next")


def test_the_next_exchange_takes_the_same_names(two: Sql) -> None:
    two(*EXCHANGE, "drop schema gold_before cascade")
    two("create schema gold_next", "create table gold_next.sales as select 'end' as build")
    two(*EXCHANGE)
    assert two("select build from bi.sales") == [("end",)]

"""Tables are made as Redshift makes them: what it enforces is enforced, the rest is noted."""

from __future__ import annotations

import pytest

from tests.local_cloud.redshift.sql import Sql

USERS = """
create table if not exists gold.users (
    id varchar(5) not null encode zstd distkey,
    number bigint identity(10, 5),
    amount numeric(18, 2) default 1.5 encode az64,
    seen timestamptz default getdate(),
    since date sortkey,
    primary key (id)
) diststyle key
"""


@pytest.fixture
def users(sql: Sql) -> Sql:
    sql("create schema gold", USERS)
    return sql


def test_defaults_and_identity_fill_what_is_not_given(users: Sql) -> None:
    users("insert into gold.users (id) values ('a'), ('b')")
    rows = users("select id, number, amount, since from gold.users order by id")
    assert [(str(a), b, str(c), d) for a, b, c, d in rows] == [
        ("a", 10, "1.50", None),
        ("b", 15, "1.50", None),
    ]


@pytest.mark.fact("Redshift SQL", "keys are not enforced", source="rsd:t_Defining_constraints")
def test_a_primary_key_is_information_only(users: Sql) -> None:
    users("insert into gold.users (id) values ('a'), ('a')")
    assert users("select count(*) from gold.users") == [(2,)]


@pytest.mark.fact("Redshift SQL", "NOT NULL is enforced", source="rsd:t_Defining_constraints")
def test_null_is_refused_where_it_may_not_be(users: Sql) -> None:
    failure = users.fails("insert into gold.users (amount) values (1)")
    assert failure == "Cannot insert a NULL value into column id"


def test_keys_are_never_null(sql: Sql) -> None:
    sql("create table t (a int, b int, c int primary key, primary key (a, b), unique (c))")
    assert sql('select "column", "notnull" from pg_table_def') == [
        ("a", True),
        ("b", True),
        ("c", True),
    ]


@pytest.mark.parametrize(("value", "fits"), [("abcde", True), ("abcdef", False), ("äöü", False)])
@pytest.mark.fact("Redshift SQL", "the length of text is in bytes", source="rsd:r_Character_types")
def test_text_is_measured_in_bytes(users: Sql, value: str, fits: bool) -> None:
    insert = "insert into gold.users (id) values (:value)"
    if fits:
        users(insert, value=value)
    else:
        assert users.fails(insert, value=value) == "value too long for type character varying(5)"


def test_a_table_like_another_one(users: Sql) -> None:
    users("create table gold.staging (like gold.users including defaults)")
    definition = 'select "column", type, encoding, distkey, sortkey, "notnull" from pg_table_def'
    assert users(f"{definition} where tablename = 'staging'") == [
        ("id", "character varying(5)", "zstd", True, 0, True),
        ("number", "bigint", "none", False, 0, True),
        ("amount", "numeric(18,2)", "az64", False, 0, False),
        ("seen", "timestamp with time zone", "none", False, 0, False),
        ("since", "date", "none", False, 1, False),
    ]
    assert "too long" in users.fails("insert into gold.staging (id, number) values ('abcdef', 1)")


def test_keys_of_the_table(sql: Sql) -> None:
    sql("create table t (a int, b int, c int) distkey (b) compound sortkey (c, a)")
    found = sql('select "column", distkey, sortkey from pg_table_def')
    assert found == [("a", False, 2), ("b", True, 0), ("c", False, 1)]
    assert sql.fails("create table u (a int) sortkey (b)") == (
        'column "b" named in key does not exist'
    )


def test_a_table_of_a_query(sql: Sql) -> None:
    answer = sql.answer("create table t distkey (n) sortkey (n) as select 1 as n union select 2")
    assert answer.number == 2
    assert sql("select n from t order by n desc") == [(2,), (1,)]


def test_a_table_is_made_once(users: Sql) -> None:
    users(USERS)
    again = USERS.replace("if not exists", "")
    assert users.fails(again) == 'Relation "users" already exists'
    assert users.fails("create table nowhere.t (a int)") == 'schema "nowhere" does not exist'


@pytest.mark.parametrize(
    ("definition", "failure"),
    [
        ("a money", 'type "money" does not exist'),
        ("a int nonsense", 'syntax error at or near "nonsense"'),
        ("a", 'syntax error at or near "a"'),
    ],
)
def test_a_definition_that_is_none(sql: Sql, definition: str, failure: str) -> None:
    assert sql.fails(f"create table t ({definition})").startswith(failure)


@pytest.mark.parametrize(
    ("action", "columns"),
    [
        ("rename column since to first", ["id", "number", "amount", "seen", "first"]),
        ("add column age int default 3", ["id", "number", "amount", "seen", "since", "age"]),
        ("drop column since", ["id", "number", "amount", "seen"]),
        ("alter column id type varchar(9)", ["id", "number", "amount", "seen", "since"]),
        ("owner to owner", ["id", "number", "amount", "seen", "since"]),
    ],
)
def test_altered_it_keeps_its_rows_and_limits(users: Sql, action: str, columns: list[str]) -> None:
    users("insert into gold.users (id) values ('a')", f"alter table gold.users {action}")
    assert [c for c, _ in users.answer("select * from gold.users").columns or []] == columns
    assert users("select id, number from gold.users") == [("a", 10)]
    assert "too long" in users.fails("insert into gold.users (id) values ('abcdefghij')")


@pytest.mark.fact(
    "Redshift SQL",
    "a table stays in its schema: there is no ALTER TABLE … SET SCHEMA",
    source="rsd:r_ALTER_TABLE",
)
def test_a_table_stays_in_its_schema(users: Sql) -> None:
    failure = users.fails("create schema old", "alter table gold.users set schema old")
    assert failure.endswith("ALTER TABLE ... set schema old")


def test_temporary_tables_end_with_their_session(sql: Sql) -> None:
    with sql.session() as session:
        session.run("create temp table t (a varchar(2))", {})
        session.run("insert into t values ('ab')", {})
        assert sql.fails("select * from t") == 'relation "t" does not exist'
        assert session.run("select * from t", {}).rows == [("ab",)]
    assert sql.fails("select * from t") == 'relation "t" does not exist'

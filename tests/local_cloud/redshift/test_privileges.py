"""Grants and masking are recorded as Redshift would: a mistake in them shows."""

from __future__ import annotations

import pytest

from tests.local_cloud.redshift.sql import Sql

GRANTS = """select namespace_name || '.' || relation_name, privilege_type, identity_type,
    identity_name from svv_relation_privileges order by 1, 2, 3, 4"""


@pytest.fixture
def bi(sql: Sql) -> Sql:
    sql(
        "create schema bi",
        "create table bi.t (email varchar(9), n int)",
        "create role analyst",
        "create user anna password disable",
        "create view bi.v as select * from bi.t with no schema binding",
    )
    return sql


def test_grants_are_shown_and_revoked(bi: Sql) -> None:
    bi("grant select, insert on bi.v to role analyst, anna")
    bi("revoke insert on table bi.v from role analyst, anna")
    assert bi(GRANTS) == [("bi.v", "SELECT", "role", "analyst"), ("bi.v", "SELECT", "user", "anna")]


def test_all_tables_of_a_schema_and_the_schema_itself(bi: Sql) -> None:
    bi(
        "grant usage on schema bi to role analyst",
        "grant select on all tables in schema bi to public",
    )
    assert bi(GRANTS) == [
        ("bi.t", "SELECT", "public", "public"),
        ("bi.v", "SELECT", "public", "public"),
    ]
    assert bi("select namespace_name, privilege_type from svv_schema_privileges") == [
        ("bi", "USAGE")
    ]


def test_columns(bi: Sql) -> None:
    bi("grant select (email, n) on bi.t to role analyst")
    columns = bi("select column_name from svv_column_privileges order by 1")
    assert (columns, bi(GRANTS)) == ([("email",), ("n",)], [])


@pytest.mark.fact("Redshift SQL", "a renamed table keeps its grants", source="rsd:r_ALTER_TABLE")
def test_a_grant_goes_with_the_table_not_with_its_name(bi: Sql) -> None:
    bi(
        "grant select on bi.t to role analyst",
        "alter table bi.t rename to old",
        "create table bi.t (n int)",
    )
    assert bi(GRANTS) == [("bi.old", "SELECT", "role", "analyst")]
    bi("drop table bi.old")
    assert bi(GRANTS) == []


@pytest.mark.fact("Redshift SQL", "a replaced view keeps its grants", source="rsd:r_CREATE_VIEW")
def test_a_replaced_view_keeps_its_grants(bi: Sql) -> None:
    bi("grant select on bi.v to role analyst")
    bi("create or replace view bi.v as select * from bi.t where n > 1 with no schema binding")
    assert bi(GRANTS) == [("bi.v", "SELECT", "role", "analyst")]


@pytest.mark.fact(
    "Redshift SQL",
    "default privileges count for what the same user makes later",
    source="rsd:r_ALTER_DEFAULT_PRIVILEGES",
)
def test_default_privileges_are_granted_on_what_is_made_later(bi: Sql) -> None:
    bi("alter default privileges in schema bi grant select on tables to role analyst")
    bi("create table bi.later (n int)")
    assert bi(GRANTS) == [("bi.later", "SELECT", "role", "analyst")]


def test_roles_of_roles_and_users(bi: Sql) -> None:
    bi("create role reader", "grant role reader to role analyst", "grant role analyst to anna")
    assert bi("select role_name, granted_role_name from svv_role_grants") == [("analyst", "reader")]
    assert bi("select user_name, role_name from svv_user_grants") == [("anna", "analyst")]
    bi("revoke role reader from role analyst", "drop role reader")
    assert bi("select role_name from svv_roles") == [("analyst",)]


@pytest.mark.parametrize(
    ("grant", "failure"),
    [
        ("grant select on bi.none to role analyst", 'relation "bi.none" does not exist'),
        ("grant select on bi.t to role nobody", 'role "nobody" does not exist'),
        ("grant select on bi.t to analyst", 'user "analyst" does not exist'),
        ("grant usage on schema none to role analyst", 'schema "none" does not exist'),
        ("create role analyst", 'role "analyst" already exists'),
        ("drop role nobody", 'role "nobody" does not exist'),
        (
            "attach masking policy none on bi.v (email) to role analyst",
            'masking policy "none" does not exist',
        ),
    ],
)
def test_mistakes_are_said(bi: Sql, grant: str, failure: str) -> None:
    assert bi.fails(grant) == failure


@pytest.mark.fact(
    "Redshift SQL",
    "masking policies mask; here they are recorded only",
    source="rsd:t_ddm",
    how="simplified",
)
def test_masking_policies(bi: Sql) -> None:
    bi(
        "create masking policy hide with (email varchar(256)) using ('***'::varchar(256))",
        "attach masking policy hide on bi.v (email) to role analyst priority 10",
    )
    assert bi(
        "select policy_name, schema_name, table_name, output_columns, grantee, priority "
        "from svv_attached_masking_policy"
    ) == [("hide", "bi", "v", "email", "analyst", 10)]
    assert "attached" in bi.fails("drop masking policy hide")
    bi("detach masking policy hide on bi.v (email) from role analyst", "drop masking policy hide")
    assert bi("select policy_name from svv_masking_policy") == []

"""Readers see what was granted to them, to their roles or to everybody, and nothing else."""

from __future__ import annotations

import pytest

from tests.local_cloud.redshift.sql import Sql

SETUP = (
    "create schema bi",
    "create schema gold",
    "create table gold.orders (n int)",
    "create view bi.orders as select * from gold.orders with no schema binding",
    "create role analyst",
    "create role trainee",
    "create user anna password disable",
    "create user otto password disable",
    "grant role analyst to role trainee",
    "grant role trainee to anna",
)


@pytest.fixture
def shop(sql: Sql) -> Sql:
    sql(*SETUP)
    return sql


def test_the_administrator_reads_everything(shop: Sql) -> None:
    assert shop("select count(*) from bi.orders") == [(0,)]


def test_without_a_grant_nothing_can_be_read(shop: Sql) -> None:
    anna = shop.as_user("anna")
    assert anna.fails("select * from gold.orders") == "permission denied for schema gold"
    assert anna.fails("select * from bi.orders") == "permission denied for schema bi"


@pytest.mark.fact(
    "Redshift SQL", "a table needs USAGE on its schema and SELECT", source="rsd:r_GRANT"
)
def test_a_table_needs_usage_on_its_schema_and_select(shop: Sql) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html, USAGE and SELECT."""
    anna = shop.as_user("anna")
    shop("grant select on gold.orders to role analyst")
    assert anna.fails("select * from gold.orders") == "permission denied for schema gold"
    shop("grant usage on schema gold to role analyst")
    assert anna("select * from gold.orders") == []
    assert "schema gold" in shop.as_user("otto").fails("select * from gold.orders")


@pytest.mark.fact(
    "Redshift SQL",
    "readers of a late-binding view need USAGE on the schemas below",
    source="github.com/aws-samples/amazon-redshift-dynamic-data-masking, issue 2",
)
def test_a_late_view_needs_usage_on_the_schema_below_too(shop: Sql) -> None:
    """github.com/aws-samples/amazon-redshift-dynamic-data-masking, issue 2."""
    anna = shop.as_user("anna")
    shop("grant usage on schema bi to role analyst", "grant select on bi.orders to role analyst")
    assert anna.fails("select * from bi.orders") == (
        "permission denied for schema gold (readers of a view WITH NO SCHEMA BINDING need USAGE on "
        "the schemas below it)"
    )
    shop("grant usage on schema gold to role analyst")
    assert anna("select * from bi.orders") == []
    assert anna.fails("select * from gold.orders") == "permission denied for relation orders"


def test_what_is_revoked_cannot_be_read(shop: Sql) -> None:
    shop("grant usage on schema gold to public", "grant select on gold.orders to public")
    assert shop.as_user("otto")("select * from gold.orders") == []
    shop("revoke select on gold.orders from public")
    assert "permission denied" in shop.as_user("otto").fails("select * from gold.orders")


def test_a_table_in_the_place_of_another_has_no_grants(shop: Sql) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html, WITH NO SCHEMA BINDING."""
    shop("grant usage on schema gold to anna", "grant select on gold.orders to anna")
    shop("drop table gold.orders", "create table gold.orders (n int)")
    assert "relation orders" in shop.as_user("anna").fails("select * from gold.orders")


def test_subqueries_and_joins_are_looked_at_too(shop: Sql) -> None:
    for query in (
        "select (select count(*) from gold.orders)",
        "with o as (select * from gold.orders) select * from o",
        "select 1 as one union all select n from gold.orders",
    ):
        assert "schema gold" in shop.as_user("anna").fails(query)


def test_system_views_and_the_public_schema_are_open(shop: Sql) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_Schemas_and_tables.html: USAGE for everybody."""
    shop("create table notes (n int)", "grant select on notes to public")
    anna = shop.as_user("anna")
    assert anna("select * from notes") == []
    assert anna("select count(*) from svv_tables") == [(3,)]


@pytest.mark.fact(
    "Redshift SQL",
    "rights to change, of others than the administrator",
    source="rsd:r_GRANT",
    how="refused",
)
def test_changes_by_others_are_refused_by_name(shop: Sql) -> None:
    anna = shop.as_user("anna")
    for change in ("insert into gold.orders values (1)", "drop table gold.orders"):
        assert anna.fails(change).startswith("not simulated by the local warehouse: a change by")

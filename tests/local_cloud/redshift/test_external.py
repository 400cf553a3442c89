"""External schemas show Iceberg tables as they are in the catalog, under a role of their own."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest
from pyiceberg.catalog import Catalog, load_catalog

from local_cloud.clients import ROOT
from local_cloud.settings import Settings
from tests.local_cloud.redshift.shop import BUCKET, Shop, open_shop, role_arn

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def catalog(cloud: Settings) -> Catalog:
    return load_catalog(
        "glue",
        type="glue",
        **{
            "glue.endpoint": cloud.address,
            "s3.endpoint": cloud.address,
            "client.region": cloud.region,
            "s3.region": cloud.region,
            "client.access-key-id": ROOT["AccessKeyId"],
            "client.secret-access-key": ROOT["SecretAccessKey"],
        },
    )


@pytest.fixture(scope="module")
def shop(cloud: Settings, catalog: Catalog) -> Shop:
    """A warehouse that shows the database `lake` of the catalog."""
    shop = open_shop(cloud)
    catalog.create_namespace("lake")
    done = shop.run(
        "create external schema lake from data catalog database 'lake' "
        f"iam_role '{role_arn(cloud, 'external')}'"
    )
    assert done["Status"] == "FINISHED"
    return shop


@pytest.fixture(scope="module")
def sales(shop: Shop, catalog: Catalog) -> Any:
    content = pa.table({"country": ["de", "fr"], "n": [1, 2]})
    table = catalog.create_table("lake.sales", content.schema, f"s3://{BUCKET}/lake/sales")
    table.append(content)
    return table


@pytest.mark.fact(
    "Redshift SQL",
    "an external schema shows Iceberg tables as they are now",
    source="rsd:querying-iceberg",
)
def test_a_table_is_read_as_it_is_now(shop: Shop, sales: Any) -> None:
    query = "select country, n from lake.sales order by n"
    assert shop.rows(query) == [["de", 1], ["fr", 2]]
    sales.append(pa.table({"country": ["it"], "n": [3]}))
    assert shop.rows(query) == [["de", 1], ["fr", 2], ["it", 3]]


def test_views_and_joins_with_tables_of_the_warehouse(shop: Shop, sales: Any) -> None:
    shop.run("create table names as select 'de' as country, 'Germany' as name")
    shop.run(
        "create view public.shown as select c.name, s.n from lake.sales s "
        "join public.names c on c.country = s.country with no schema binding"
    )
    assert shop.rows("select n, a.name, b.name from shown a join shown b using (n)") == [
        [1, "Germany", "Germany"]
    ]
    assert shop.rows(
        "create table loaded as select * from lake.sales where n < 3", "select count(*) from loaded"
    ) == [[2]]


def test_schemas_and_tables_are_shown(shop: Shop, sales: Any) -> None:
    found = shop.rows("select schemaname, databasename from svv_external_schemas")
    assert found == [["lake", "lake"]]
    assert shop.rows("select schemaname, tablename from svv_external_tables") == [["lake", "sales"]]


def test_what_is_not_there_or_no_iceberg(shop: Shop) -> None:
    glue = shop.client("glue")
    glue.create_table(DatabaseName="lake", TableInput={"Name": "plain", "Parameters": {}})
    try:
        assert "lake.plain is no Iceberg table" in shop.run("select * from lake.plain")["Error"]
    finally:
        glue.delete_table(DatabaseName="lake", Name="plain")
    missing = shop.run("select * from lake.nothing")["Error"]
    assert missing == 'ERROR: relation "lake.nothing" does not exist'


def test_the_role_decides_what_can_be_read(shop: Shop, sales: Any, cloud: Settings) -> None:
    rights = shop.client("iam").get_role_policy(RoleName="copy", PolicyName="rights")
    assert "glue" not in str(rights["PolicyDocument"])
    shop.run(
        "create external schema other from data catalog database 'lake' "
        f"iam_role '{role_arn(cloud, 'copy')}'"
    )
    said = shop.run("select * from other.sales")["Error"]
    assert said.startswith("ERROR: External Catalog Error: other.sales as ")
    assert "glue:GetTable" in said
    shop.run("drop schema other")


@pytest.mark.fact(
    "Redshift SQL", "no GRANT on external resources inside a transaction", source="rsd:r_GRANT"
)
def test_rights_on_an_external_schema_are_not_given_within_a_transaction(shop: Shop) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html."""
    shop.run("create role curious")
    grant = "grant usage on schema lake to role curious"
    failed = shop.run("select 1", grant)
    assert "cannot run inside a transaction block" in failed["Error"]
    assert shop.run(grant)["Status"] == "FINISHED"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("insert into lake.sales values ('x', 1)", 'relation "lake.sales" does not exist'),
        ("create table lake.t (n int)", 'writing to the external "lake"'),
        (
            "create external schema x from data catalog database 'd' iam_role 'arn:nobody'",
            "is not associated to cluster",
        ),
        (
            "create external schema x from data catalog database 'd' iam_role 'arn:nobody' "
            "create external database if not exists",
            "not simulated",
        ),
        (
            "create external schema lake from data catalog database 'd' iam_role 'arn:nobody'",
            "already exists",
        ),
    ],
)
def test_what_is_refused(shop: Shop, sales: Any, statement: str, words: str) -> None:
    assert words in shop.run(statement)["Error"]

"""Gold into the warehouse: the whole load, on a local warehouse that speaks Redshift's dialect."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

import boto3
import pytest

from contracts import load_layer
from orchestration.warehouse import load
from orchestration.warehouse.connection import Connection, StatementFailed
from orchestration.warehouse.publication import Publication, PublicationError, read
from orchestration.warehouse.reconcile import Mismatch
from tests.mwaa_dags.warehouse import Platform, platform

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with platform(tmp_path_factory.mktemp("warehouse")) as found:
        load.prepare(found.warehouse, found.told)
        _load(found, 1)
        yield found


def _load(there: Platform, number: int) -> Publication:
    publication = there.publication(number)
    there.load(publication)
    return publication


def _in_place(there: Platform, number: int) -> None:
    if load.in_place(there.warehouse).publication != number:
        _load(there, number)


def _history(there: Platform) -> list[int]:
    return [n for (n,) in there.ask("select publication from ops.publications order by load_no")]


def test_every_table_has_what_was_published(there: Platform) -> None:
    publication = there.publication(1)
    load.validate(there.warehouse, publication)
    assert publication.rows > 0
    for table in publication.tables:
        assert there.ask(f"select count(*) from gold.{table.name}") == [(table.rows,)]
    # The same figures, to the cent, from the table behind and the mart.
    (revenue,) = [t.sums["revenue"] for t in publication.tables if t.name == "daily_revenue"]
    ((sold,),) = there.ask(
        "select cast(sum(amount) as varchar) from gold.fact_transaction "
        "join gold.dim_status using (status_key) where is_revenue"
    )
    assert Decimal(sold) == revenue > 0


def test_preparing_again_changes_nothing(there: Platform) -> None:
    before = there.ask("select schema_name from svv_all_schemas order by 1")
    load.prepare(there.warehouse, there.told)
    assert there.ask("select schema_name from svv_all_schemas order by 1") == before
    assert {"analyst", "steward"} <= {r for (r,) in there.ask("select role_name from svv_roles")}


def test_loading_again_is_no_more_than_a_line_of_history(there: Platform) -> None:
    _load(there, 2)
    users = there.ask("select count(*) from gold.dim_user")
    _load(there, 2)
    assert there.ask("select count(*) from gold.dim_user") == users
    assert _history(there)[-2:] == [2, 2]


def test_views_and_rights_come_with_the_load(there: Platform) -> None:
    _load(there, 2)
    shown = there.ask("select name, email, city from bi.dim_user where name is not null")
    assert {(name, email) for name, email, _ in shown} <= {("***", "***"), ("***", None)}
    assert any(city for _, _, city in shown)
    gold = {c.name for c in load_layer("gold")}
    assert _tables_of(there, "steward", "gold") == gold
    assert _tables_of(there, "analyst", "gold") == set()
    assert _tables_of(there, "analyst", "bi") == gold


def _tables_of(there: Platform, role: str, schema: str) -> set[str]:
    rows = there.ask(
        "select relation_name from svv_relation_privileges "
        f"where identity_name = '{role}' and namespace_name = '{schema}' "
        "and privilege_type = 'SELECT'"
    )
    return {name for (name,) in rows}


@contextmanager
def _reader(there: Platform, role: str) -> Iterator[Connection]:
    """Somebody whom Redshift knows by an IAM identity, and who has a role of the warehouse."""
    name = '"IAM:root"'
    there.warehouse.run([f"create user {name} password disable"], "user")
    there.warehouse.run([f"grant role {role} to {name}"], "role")
    reader = Connection(boto3.client("redshift-data"), there.told.warehouse, 0.2)
    del reader._where["SecretArn"]
    try:
        yield reader
    finally:
        there.warehouse.run([f"drop user {name}"], "user")


def test_analysts_read_the_views_and_no_table(there: Platform) -> None:
    with _reader(there, "analyst") as analyst:
        for view in load_layer("gold"):
            ((rows,),) = analyst.ask(f"select count(*) from bi.{view.name}", "view")
            assert rows >= 0
        for query in ("gold.dim_user", "lake_gold.dim_user", "ops.publications"):
            with pytest.raises(StatementFailed, match="permission denied for"):
                analyst.ask(f"select * from {query}", "table")


def test_stewards_read_everything(there: Platform) -> None:
    with _reader(there, "steward") as steward:
        for relation in ("bi.dim_user", "gold.dim_user", "lake_gold.dim_user", "ops.publications"):
            steward.ask(f"select count(*) from {relation}", "anything")


def test_without_rights_on_gold_analysts_would_read_no_view(there: Platform) -> None:
    """github.com/aws-samples/amazon-redshift-dynamic-data-masking, issue 2."""
    there.warehouse.run(["revoke usage on schema gold from role analyst"], "wrong")
    try:
        with (
            _reader(there, "analyst") as analyst,
            pytest.raises(StatementFailed, match="need USAGE on the schemas below it"),
        ):
            analyst.ask("select count(*) from bi.dim_user", "view")
    finally:
        there.warehouse.run(["grant usage on schema gold to role analyst"], "right")


def test_the_lake_is_there_to_ask_too(there: Platform) -> None:
    for schema, table in (("lake_gold", "dim_status"), ("lake_silver", "users")):
        ((rows,),) = there.ask(f"select count(*) from {schema}.{table}")
        assert rows > 0


def test_what_does_not_add_up_is_refused_and_readers_keep_what_they_had(there: Platform) -> None:
    _in_place(there, 1)
    wrong = there.publication(2)
    lost = tuple(
        replace(t, rows=t.rows + 1, sums={c: n + Decimal("0.01") for c, n in t.sums.items()})
        if t.name == "fact_transaction"
        else t
        for t in wrong.tables
    )
    users = there.ask("select count(*) from gold.dim_user")
    with pytest.raises(Mismatch) as refused:
        there.load(replace(wrong, tables=lost))
    assert "publication 2: gold.fact_transaction: amount" in str(refused.value)
    assert "gold.fact_transaction: rows" in str(refused.value)
    assert load.in_place(there.warehouse).publication == 1
    assert there.ask("select count(*) from gold.dim_user") == users
    assert there.ask(
        "select count(*) from ops.loaded_tables where load_no > "
        "(select max(load_no) from ops.publications)"
    ) == [(0,)]


def test_a_missing_file_is_named_and_readers_keep_what_they_had(there: Platform) -> None:
    _in_place(there, 1)
    wrong = there.publication(2)
    gone = tuple(replace(t, manifest=f"{t.manifest}.gone") for t in wrong.tables)
    with pytest.raises(StatementFailed, match=r"copy publication 2: .*gone"):
        there.load(replace(wrong, tables=gone))
    assert load.in_place(there.warehouse).publication == 1
    # What is left aside is in nobody's way.
    _load(there, 2)


def test_an_empty_table_is_loaded_as_one(there: Platform) -> None:
    publication = there.publication(2)
    empty = tuple(
        replace(t, manifest=None, rows=0, sums=dict.fromkeys(t.sums, Decimal(0)))
        for t in publication.tables
    )
    nothing = replace(publication, tables=empty)
    there.load(nothing)
    assert there.ask("select count(*) from bi.fact_event") == [(0,)]
    _load(there, 2)


def test_a_publication_of_an_older_release_says_what_to_do() -> None:
    with pytest.raises(PublicationError, match="build gold anew with the DAG backfill"):
        read({"publication": 3, "build": "g", "published_at": "", "tables": {}})

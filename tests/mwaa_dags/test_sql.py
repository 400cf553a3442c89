"""The warehouse's SQL, statement by statement: Redshift's dialect, from the contracts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlglot
from sqlglot import exp

from config import environments, load
from contracts import Column, Layout, load_layer
from contracts import load as contract
from orchestration.handover import Handover, read
from orchestration.warehouse import definitions
from orchestration.warehouse.aside import Aside
from orchestration.warehouse.connection import MOST_STATEMENTS
from orchestration.warehouse.publication import InPlace, Publication, Table
from orchestration.warehouse.reconcile import figures
from orchestration.warehouse.statements import cleared, exchanged, staged
from orchestration.warehouse.tables import create_table, redshift_type
from orchestration.warehouse.templates import FOLDER, statement, statements
from orchestration.warehouse.views import create_view
from stacks.constructs.handover_values import handover_values
from stacks.constructs.release import jobs
from tests.aws import SECRET

GOLD = load_layer("gold")
PUBLICATION = Publication(
    7,
    "g00000007",
    "2026-01-01T00:00:00",
    tuple(
        Table(
            c.name,
            f"s3://gold/manifests/00000007/{c.id}.manifest",
            3,
            {column.name: Decimal("1.50") for column in c.columns if column.is_decimal},
        )
        for c in GOLD
    ),
)
ASIDE = Aside()


@pytest.fixture(scope="module", params=environments())
def told(request: pytest.FixtureRequest) -> Handover:
    return read(handover_values(load(request.param), jobs()), {"arn": SECRET})


def all_statements(told: Handover) -> list[str]:
    return [
        *definitions.foundation(),
        *definitions.external_schemas(told),
        *(f"create role {role}" for role in definitions.ROLES),
        *definitions.external_grants(),
        *staged(PUBLICATION, ASIDE, told.warehouse.copy_role_arn),
        *exchange(PUBLICATION),
        *cleared(ASIDE.last("gold"), [t.name for t in PUBLICATION.tables]),
        figures(PUBLICATION.tables, "gold"),
        statement("in_place"),
        statement("left_over"),
    ]


def exchange(publication: Publication) -> list[str]:
    return exchanged(publication, ASIDE, InPlace(3, 6), "scheduled__2026")


def test_every_statement_is_one_of_redshift(told: Handover) -> None:
    for sql in all_statements(told):
        assert len(sqlglot.parse(sql, dialect="redshift")) == 1, sql


def test_no_statement_ends_the_transaction_it_is_in(told: Handover) -> None:
    for sql in all_statements(told):
        assert sql.split()[0].lower() not in ("truncate", "commit", "begin", "vacuum"), sql


def test_the_exchange_fits_into_one_transaction_however_many_tables_there_are() -> None:
    some = len(exchange(PUBLICATION))
    assert some < MOST_STATEMENTS / 2
    table = PUBLICATION.tables[0]
    for number, more in ((45, 0), (1_000, 19)):
        many = exchange(replace(PUBLICATION, tables=(table,) * number))
        assert len(many) == some + more
        assert max(map(len, many)) < 200_000


def test_what_is_exchanged_is_counted_and_what_was_there_is_as_it_was_when_it_was_decided() -> None:
    (counted, *renamed), recorded = exchange(PUBLICATION)[:5], exchange(PUBLICATION)[-1]
    assert "case when count(*) = 3 and coalesce(sum(revenue), 0) = 1.50" in counted
    assert f"from gold__next_{ASIDE.load}.daily_revenue" in counted
    assert renamed == [
        f"alter schema gold rename to gold__last_{ASIDE.load}",
        f"alter schema gold__next_{ASIDE.load} rename to gold",
        f"alter schema bi rename to bi__last_{ASIDE.load}",
        f"alter schema bi__next_{ASIDE.load} rename to bi",
    ]
    assert "case when coalesce(max(load_no), 0) = 3 then 3 + 1 end" in recorded


def test_no_two_loads_know_the_same_schemas() -> None:
    assert Aside().next("gold") != Aside().next("gold")


def test_every_file_is_used(told: Handover) -> None:
    whole = "\n".join(all_statements(told))
    for path in FOLDER.glob("*.sql"):
        words = path.read_text(encoding="utf-8").partition("{")[0].split()
        assert " ".join(words[:4]) in " ".join(whole.split()), path.name


def test_a_value_cannot_end_the_text_it_stands_in() -> None:
    with pytest.raises(ValueError, match="manifest"):
        statements("copy", table="gold.t", manifest="s3://x'; drop table gold.t", role="r")


@pytest.mark.parametrize("name", [c.name for c in GOLD])
def test_a_table_has_the_columns_of_its_contract_in_their_order(name: str) -> None:
    found = contract(f"gold.{name}")
    parsed = sqlglot.parse_one(create_table(found, f"gold.{name}"), dialect="redshift")
    columns = [c.name for c in parsed.find_all(exp.ColumnDef)]
    # COPY fills columns by their position.
    assert columns == list(found.column_names)
    key = next(iter(parsed.find_all(exp.PrimaryKey)))
    assert [e.name for e in key.expressions] == list(found.keys)


@pytest.mark.parametrize(
    ("layout", "wanted"),
    [
        (Layout("all", ("date_key",)), "diststyle all sortkey (date_key)"),
        (Layout("user_key", ("a", "b")), "diststyle key distkey (user_key) sortkey (a, b)"),
        (Layout(), "diststyle auto sortkey auto"),
    ],
)
def test_rows_lie_as_the_contract_says(layout: Layout, wanted: str) -> None:
    table = replace(contract("gold.dim_date"), layout=layout)
    assert create_table(table, "gold.dim_date").endswith(f") {wanted}")


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        (Column("a", "string", "", "", key=True), "varchar(64)"),
        (Column("a", "string", "", "", refers_to="dim_user.user_key"), "varchar(64)"),
        (Column("a", "string", "", ""), "varchar(65535)"),
        (Column("a", "decimal(12,2)", "", ""), "decimal(12,2)"),
        (Column("a", "timestamp", "", ""), "timestamp"),
        (Column("a", "bigint", "", ""), "bigint"),
    ],
)
def test_types(column: Column, wanted: str) -> None:
    assert redshift_type(column) == wanted


def test_views_show_analysts_nothing_personal() -> None:
    for table in GOLD:
        view = sqlglot.parse_one(
            create_view(table, "bi").partition(" as\n")[2].rpartition("\nwith no")[0],
            dialect="redshift",
        )
        assert [e.alias_or_name for e in view.expressions] == list(table.column_names)
        shown = {e.alias_or_name: e for e in view.expressions}
        for column in table.columns:
            plain = isinstance(shown[column.name], exp.Column)
            assert plain != column.personal, f"{table.name}.{column.name}"


def test_a_new_personal_column_is_masked_by_its_mark_alone() -> None:
    users = contract("gold.dim_user")
    more = (
        Column("iban", "string", "", "", personal=True),
        Column("born", "date", "", "", personal=True),
    )
    view = create_view(replace(users, columns=users.columns + more), "bi")
    assert "case when iban is not null then '***' end as iban" in view
    assert "cast(null as date) as born" in view


def test_analysts_read_views_and_no_table() -> None:
    """Readers of a view that is bound late look into the schema below it: `usage` on gold, as in
    github.com/aws-samples/amazon-redshift-dynamic-data-masking, issue 2. Tables stay closed.
    """
    grants = [g.split() for g in statements("grants")]
    given = {(g[1], g[g.index("schema") + 1]) for g in grants if g[-1] == "analyst"}
    assert given == {("usage", "bi"), ("select", "bi"), ("usage", "gold")}
    assert {g[-1] for g in grants} == set(definitions.ROLES)


def test_rights_on_the_lake_are_given_outside_the_transaction() -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html: none on external resources inside."""
    assert not [one for one in exchange(PUBLICATION) if "lake_" in one]
    assert definitions.external_grants()

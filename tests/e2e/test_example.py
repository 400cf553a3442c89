"""The example of datasets of one's own: contracts, models and files, and no line of code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import duckdb
import pytest

from contracts import load_layer
from contracts.roots import VARIABLE, use
from edp.docs.data_model import render
from edp.engine import engine
from edp.insights import insights, write_report
from edp.lake import Lake
from edp.published import open_published
from orchestration.warehouse import load
from tests.mwaa_dags.warehouse import Platform, empty_platform

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "logistics"
# One SELECT and one contract.
SELECT = """
select carrier_key, count(*) as shipments, cast(sum(weight_kg) as decimal(18, 3)) as weight_kg
from gold.fact_shipment
group by carrier_key
"""
CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: gold.carrier_loads
name: carrier_loads
version: 1.0.0
status: active
domain: logistics
description:
  purpose: How much each carrier carries.
schema:
  - name: carrier_loads
    logicalType: object
    physicalType: table
    description: One row per carrier.
    properties:
      - name: carrier_key
        logicalType: string
        description: The carrier.
        primaryKey: true
        required: true
        relationships: [{to: dim_carrier.carrier_key}]
        examples: [dhl]
      - name: shipments
        logicalType: integer
        physicalType: bigint
        description: How many left.
        required: true
        examples: ['120']
      - name: weight_kg
        logicalType: number
        physicalType: decimal(18,3)
        description: What they weighed.
        examples: ['41.500']
"""


class Shop(NamedTuple):
    """The example's files in a lake and in a warehouse.

    Attributes:
        platform: Where they are.
        lake: What was published.
        con: Its tables.
    """

    platform: Platform
    lake: Lake
    con: duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The example, and a mart more."""
    mart = tmp_path_factory.mktemp("mart")
    for file, text in (
        ("models/carrier_loads.sql", SELECT),
        ("contracts/gold/carrier_loads.yaml", CONTRACT),
    ):
        (mart / file).parent.mkdir(parents=True)
        (mart / file).write_text(text, encoding="utf-8")
    use([EXAMPLE, mart])
    with empty_platform(tmp_path_factory.mktemp("logistics")) as platform:
        for file in sorted(p for p in (EXAMPLE / "raw").rglob("*") if p.is_file()):
            platform.lake.put(file.relative_to(EXAMPLE / "raw").as_posix(), file.read_bytes())
        with engine("sail"):
            for job in ("raw_to_bronze", "bronze_to_silver", "silver_to_gold"):
                platform.lake.run(job)
        load.prepare(platform.warehouse, platform.told)
        platform.load(platform.publication(1))
        lake = Lake.in_buckets(asdict(platform.lake.places))
        with open_published(lake, "gold", "silver") as con:
            yield Shop(platform, lake, con)
    use([])


def test_its_datasets_are_cleansed_by_their_contracts(shop: Shop) -> None:
    sent = shop.con.execute(
        "SELECT shipment_no, weight_kg::VARCHAR, insured FROM silver.shipments ORDER BY 1"
    )
    assert sent.fetchall() == [
        ("DX-1001", "12.500", True),
        ("DX-1002", "1250.000", False),
        ("DX-1004", "4.000", None),
        ("DX-2001", "3.200", True),
        ("DX-2002", None, False),
        ("DX-2004", "2.000", False),
    ]
    bad = shop.con.execute(
        "SELECT reasons FROM quarantine.shipments UNION ALL SELECT reasons FROM quarantine.returns "
        "ORDER BY 1"
    )
    assert [reasons for (reasons,) in bad.fetchall()] == [
        "carrier:missing",
        "delivered_before_shipped",
        "quantity:out_of_range",
    ]


def test_without_an_ordering_column_the_later_file_counts(shop: Shop) -> None:
    corrected = "SELECT quantity FROM silver.returns WHERE return_no = 'R-1' AND article = 'P0002'"
    assert shop.con.execute(corrected).fetchall() == [(3,)]


def test_its_parcels_stand_in_its_shipments(shop: Shop) -> None:
    parcels = "SELECT shipment_no, parcel_no, weight_kg::VARCHAR, contents FROM silver.parcels"
    assert shop.con.execute(f"{parcels} ORDER BY ALL").fetchall() == [
        ("DX-2001", 1, "1.200", None),
        ("DX-2001", 2, "2.000", "books, a lamp"),
        ("DX-2002", 1, "4.500", None),
    ]
    kept = shop.con.execute(
        "SELECT record_no, item_no, reasons FROM quarantine.parcels ORDER BY ALL"
    )
    assert kept.fetchall() == [
        (3, 3, "weight_kg:out_of_range"),
        (3, 4, "parcel_no:missing"),
        (4, 1, "parent"),
        (5, 0, "not_an_array"),
    ]
    merged = shop.con.execute("SELECT record_no, item_no FROM lineage.parcels ORDER BY ALL")
    assert merged.fetchall() == [(1, 1), (1, 2), (1, 3), (3, 1)]
    counted = "SELECT shipment_no, parcels FROM gold.fact_shipment WHERE parcels > 0 ORDER BY 1"
    assert shop.con.execute(counted).fetchall() == [("DX-2001", 2), ("DX-2002", 1)]


def test_its_mart_is_built_by_its_select_and_is_in_the_warehouse(shop: Shop) -> None:
    asked = (
        "SELECT carrier_key, shipments, delivered, cast(hours_to_deliver AS varchar), returned "
        "FROM {schema}.delivery_performance ORDER BY 1"
    )
    found = shop.con.execute(asked.format(schema="gold")).fetchall()
    assert found == [
        ("dhl", 2, 1, "55.00", 4),
        ("gls", 3, 2, "73.00", 1),
        ("ups", 1, 1, "48.00", 0),
    ]
    assert shop.platform.ask(asked.format(schema="bi")) == found


def test_a_mart_is_added_by_one_select_and_one_contract(shop: Shop, tmp_path: Path) -> None:
    """In gold, in the warehouse, in the documentation with its lineage, in the report's list."""
    asked = (
        "SELECT carrier_key, shipments, cast(weight_kg AS varchar) FROM {schema}.carrier_loads "
        "ORDER BY 1"
    )
    found = shop.con.execute(asked.format(schema="gold")).fetchall()
    assert found == [("dhl", 2, "1262.500"), ("gls", 3, "5.200"), ("ups", 1, "4.000")]
    for schema in ("gold", "bi"):
        assert shop.platform.ask(asked.format(schema=schema)) == found
    page = render()
    described = page[page.index("\n### carrier_loads\n") :].partition("\n### ")[2]
    assert "What they weighed." in described
    assert "`gold.fact_shipment.weight_kg`" in described.partition("\n### ")[0]
    seen = insights(shop.lake)
    (listed,) = [t for t in seen.tables if t.name == "carrier_loads"]
    assert (listed.row, listed.made_of, listed.rows) == (
        "One row per carrier.",
        ("gold.fact_shipment",),
        3,
    )
    write_report(seen, tmp_path / "report.html")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (
        "<td>carrier_loads</td><td>One row per carrier.</td><td>gold.fact_shipment</td>" in report
    )


def test_its_tables_are_in_documentation_and_warehouse(shop: Shop) -> None:
    page = render()
    there = shop.platform.ask("select table_name from svv_tables where table_schema = 'bi'")
    assert {name for (name,) in there} == {contract.name for contract in load_layer("gold")}
    for contract in load_layer("gold"):
        assert f"\n### {contract.name}\n" in page
    assert "`silver.shipments.carrier`" in page


def test_without_its_contracts_its_tables_leave_the_warehouse(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two datasets and four gold tables are removed; the lake keeps what it had of them."""
    monkeypatch.setenv(VARIABLE, "")
    with engine("sail"):
        for job in ("bronze_to_silver", "silver_to_gold"):
            shop.platform.lake.run(job, code_hash="0ther")
    shop.platform.load(shop.platform.publication(2))
    left = {contract.name for contract in load_layer("gold")}
    for schema in ("gold", "bi"):
        there = shop.platform.ask(
            f"select table_name from svv_tables where table_schema = '{schema}'"
        )
        assert {name for (name,) in there} == left
    granted = shop.platform.ask(
        "select distinct relation_name from svv_relation_privileges "
        "where namespace_name in ('gold', 'bi')"
    )
    assert {name for (name,) in granted} == left
    assert shop.platform.ask("select count(*) from lake_gold.delivery_performance") == [(3,)]

"""The example of datasets of one's own: contracts, models and files, and no line of code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from contracts import load_layer
from contracts.roots import use
from edp.docs.data_model import render
from edp.engine import engine
from edp.lake import Lake
from edp.published import open_published
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from orchestration.warehouse.tables import create_table

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[2] / "examples" / "logistics"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables that the example's files become."""
    lake = tmp_path_factory.mktemp("logistics")
    use([EXAMPLE])
    with engine("sail"):
        for job in (raw_to_bronze, bronze_to_silver, silver_to_gold):
            job.run(Settings.in_folder(EXAMPLE / "raw", lake), Metrics())
    with open_published(Lake.in_folder(lake), "gold", "silver") as opened:
        yield opened
    use([])


def test_its_datasets_are_cleansed_by_their_contracts(con: duckdb.DuckDBPyConnection) -> None:
    sent = con.execute(
        "SELECT shipment_no, weight_kg::VARCHAR, insured FROM silver.shipments ORDER BY 1"
    )
    assert sent.fetchall() == [
        ("DX-1001", "12.500", True),
        ("DX-1002", "1250.000", False),
        ("DX-1004", "4.000", None),
        ("DX-2001", "3.200", True),
        ("DX-2002", None, False),
    ]
    bad = con.execute(
        "SELECT reasons FROM quarantine.shipments UNION ALL SELECT reasons FROM quarantine.returns "
        "ORDER BY 1"
    )
    assert [reasons for (reasons,) in bad.fetchall()] == [
        "carrier:missing",
        "delivered_before_shipped",
        "quantity:out_of_range",
    ]


def test_without_an_ordering_column_the_later_file_counts(con: duckdb.DuckDBPyConnection) -> None:
    corrected = "SELECT quantity FROM silver.returns WHERE return_no = 'R-1' AND article = 'P0002'"
    assert con.execute(corrected).fetchall() == [(3,)]


def test_its_mart_is_built_by_its_select(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute(
        "SELECT carrier_key, shipments, delivered, hours_to_deliver::VARCHAR, returned "
        "FROM gold.delivery_performance ORDER BY 1"
    )
    assert found.fetchall() == [
        ("dhl", 2, 1, "55.00", 4),
        ("gls", 2, 2, "73.00", 1),
        ("ups", 1, 1, "48.00", 0),
    ]


def test_its_tables_are_in_documentation_and_warehouse(con: duckdb.DuckDBPyConnection) -> None:
    page = render()
    for contract in load_layer("gold"):
        assert f"\n### {contract.name}\n" in page
        assert create_table(contract, "t").startswith("create table t (")
    assert "`silver.shipments.carrier`" in page

"""A contract changes on a lake that is there: the next run carries on, and the one after it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts import load
from contracts.roots import found, use
from edp.engine import engine
from lakehouse import ledger
from lakehouse.jobs import raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from tests.e2e import shop
from tests.e2e.changed_contracts import ChangedContracts
from tests.e2e.filled_lake import FilledLake

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, sail: None) -> FilledLake:
    return FilledLake(tmp_path_factory.mktemp("filled"))


@pytest.fixture
def lake(filled: FilledLake, tmp_path: Path) -> Iterator[FilledLake]:
    filled.contracts = ChangedContracts(tmp_path / "contracts")
    yield filled
    use([])
    filled.restore()


def test_a_column_is_added_and_taken_out_again(lake: FilledLake) -> None:
    lake.contracts.add("source.users", "loyalty_tier")
    lake.user(71, loyalty_tier="gold")
    lake.run()
    tiers = "SELECT loyalty_tier, count(*) FROM silver.users GROUP BY ALL ORDER BY ALL"
    assert lake.ask(tiers) == [("gold", 1), (None, 5)]
    lake.contracts.take_out("source.users", "loyalty_tier")
    lake.user(72, loyalty_tier="gold")
    lake.run()
    assert lake.ask("SELECT count(*) FROM silver.users") == [(7,)]


def test_a_run_stopped_under_the_other_contract_is_carried_through(
    lake: FilledLake, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake.contracts.add("source.users", "loyalty_tier")
    lake.user(71, loyalty_tier="gold")
    with monkeypatch.context() as patched:
        patched.setattr(raw_to_bronze, "_finish", lambda *_: None)
        raw_to_bronze.run(lake.settings, Metrics())
    assert ledger.interrupted(lake.settings.ledger)
    lake.contracts.take_out("source.users", "loyalty_tier")
    lake.run()
    assert lake.ask("SELECT count(*) FROM silver.users") == [(6,)]


def test_a_column_that_comes_back_has_its_values_again(lake: FilledLake) -> None:
    lake.contracts.add("source.users", "loyalty_tier")
    lake.user(71, loyalty_tier="gold")
    lake.run()
    lake.contracts.take_out("source.users", "loyalty_tier")
    lake.run()
    lake.contracts.add("source.users", "loyalty_tier")
    lake.run()
    assert lake.ask("SELECT loyalty_tier FROM silver.users WHERE user_id = 'U00000071'") == [
        ("gold",)
    ]


def test_a_new_moment_is_judged_in_files_that_lack_it(lake: FilledLake) -> None:
    lake.contracts.add(
        "source.users",
        "born_at",
        logicalType="timestamp",
        logicalTypeOptions={"minimum": "1900-01-01", "maximum": "2035-12-31"},
    )
    lake.user(71, born_at="31/12/1990")
    lake.user(72, born_at="03/04/1990")
    lake.run()
    born = "SELECT born_at::DATE::VARCHAR, count(*) FROM silver.users GROUP BY ALL ORDER BY ALL"
    assert lake.ask(born) == [("1990-12-31", 1), (None, 5)]


def test_a_new_required_column_quarantines_old_records_and_goes_again(lake: FilledLake) -> None:
    lake.contracts.add("source.users", "loyalty_tier", required=True)
    for number in range(71, 81):
        lake.user(number, loyalty_tier="gold")
    lake.run()
    assert lake.ask("SELECT count(*) FROM silver.users") == [(10,)]
    lake.contracts.take_out("source.users", "loyalty_tier")
    lake.run()
    assert lake.ask("SELECT count(*) FROM silver.users") == [(15,)]


@pytest.mark.parametrize(
    ("column", "about"),
    [
        ("age", {"physicalType": "bigint"}),
        ("age", {"logicalType": "string", "logicalTypeOptions": {}}),
        (
            "city",
            {
                "logicalType": "integer",
                "logicalTypeOptions": {"minimum": 0, "maximum": 9},
                "customProperties": [{"property": "onInvalid", "value": "null"}],
            },
        ),
    ],
    ids=["wider", "text instead of a number", "a number instead of text"],
)
def test_a_column_of_silver_gets_another_type(
    lake: FilledLake, column: str, about: dict[str, Any]
) -> None:
    before = lake.ask("SELECT count(*) FROM silver.users")
    lake.contracts.change("source.users", column, **about)
    if column == "city":
        lake.contracts.change("gold.dim_user", column, logicalType="integer")
    if column == "age":
        lake.contracts.change("gold.dim_user", column, **about)
    lake.run_to_gold()
    assert lake.ask("SELECT count(*) FROM silver.users") == before


def test_a_column_of_gold_is_taken_out_and_comes_back(lake: FilledLake) -> None:
    lake.contracts.take_out("gold.dim_user", "city")
    columns = [c.name for c in load("gold.dim_user").columns]
    whole = found("models")["dim_user"].read()
    lake.contracts.model("dim_user", f"select {', '.join(columns)} from ({whole})")
    lake.run_to_gold()
    assert "city" not in _columns(lake, "gold.dim_user")
    lake.contracts.add("gold.dim_user", "city")
    lake.contracts.model("dim_user", whole)
    lake.run_to_gold()
    assert "city" in _columns(lake, "gold.dim_user")


def _columns(lake: FilledLake, table: str) -> list[str]:
    return [name for name, *_ in lake.ask(f"DESCRIBE {table}")]


def test_a_column_is_filled_from_files_that_came_before_it(lake: FilledLake) -> None:
    lake.user(71, loyalty_tier="gold")
    lake.run()
    assert lake.ask("SELECT _rescued FROM silver.users WHERE user_id = 'U00000071'") == [
        ('{"loyalty_tier":"gold"}',)
    ]
    lake.contracts.add("source.users", "loyalty_tier")
    lake.user(72, loyalty_tier="silver")
    lake.run()
    tiers = "SELECT loyalty_tier, count(*) FROM silver.users GROUP BY ALL ORDER BY ALL"
    assert lake.ask(tiers) == [("gold", 1), ("silver", 1), (None, 5)]
    assert lake.ask("SELECT count(*) FROM silver.users WHERE _rescued IS NOT NULL") == [(0,)]


def test_a_moment_that_is_added_is_settled_by_all_values_of_its_file(lake: FilledLake) -> None:
    records = [
        shop.USERS[0] | {"user_id": f"U000000{n}", "seen_at": seen}
        for n, seen in ((71, "03/04/2025"), (72, "31/12/2025"))
    ]
    (lake.raw / "users" / "seen.json").write_text(json.dumps(records))
    lake.run()
    lake.contracts.add("source.users", "seen_at", logicalType="timestamp")
    lake.run()
    seen = "SELECT seen_at::DATE::VARCHAR FROM silver.users WHERE seen_at IS NOT NULL ORDER BY 1"
    assert lake.ask(seen) == [("2025-04-03",), ("2025-12-31",)]


def test_an_alias_is_filled_from_files_that_came_before_it(lake: FilledLake) -> None:
    lake.user(71, city=None, wohnort="Berlin")
    lake.run()
    lake.contracts.alias("source.users", "city", "wohnort")
    lake.run()
    assert lake.ask("SELECT city, _rescued FROM silver.users WHERE user_id = 'U00000071'") == [
        ("Berlin", None)
    ]


def test_a_column_that_is_taken_out_stays_in_rescued(lake: FilledLake) -> None:
    before = lake.ask("SELECT city FROM silver.users ORDER BY user_id")
    lake.contracts.take_out("source.users", "city")
    lake.contracts.take_out("gold.dim_user", "city")
    lake.run()
    left = "SELECT json_extract_string(_rescued, '$.city') FROM silver.users ORDER BY user_id"
    assert lake.ask(left) == before


def test_a_renamed_key_still_identifies_records_of_all_files(lake: FilledLake) -> None:
    lake.user(71)
    lake.run()
    lake.contracts.rename("source.users", "user_id", "customer_no")
    record = shop.USERS[0] | {"updated_at": "2031-01-01T00:00:00Z", "city": "Rome"}
    del record["user_id"]
    (lake.raw / "users" / "renamed.json").write_text(
        json.dumps(record | {"customer_no": "U00000071"})
    )
    lake.run()
    newest = "SELECT city FROM silver.users WHERE customer_no = 'U00000071'"
    assert lake.ask(newest) == [("Rome",)]
    assert lake.ask("SELECT count(*) FROM silver.users") == [(6,)]


def test_the_folder_of_a_file_fills_a_column_that_is_added_later(lake: FilledLake) -> None:
    folder = lake.raw / "users" / "campaign=spring"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(shop.USERS[0] | {"user_id": "U00000071"}))
    lake.run()
    lake.contracts.add("source.users", "campaign")
    lake.run()
    campaigns = "SELECT campaign, count(*) FROM silver.users GROUP BY ALL ORDER BY ALL"
    assert lake.ask(campaigns) == [("spring", 1), (None, 5)]

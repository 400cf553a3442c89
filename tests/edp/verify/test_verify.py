"""`edp verify` finds whatever is published otherwise than a build from nothing would have it."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from pyspark.sql import DataFrame, SparkSession
from typer.testing import CliRunner, Result

from edp.cli import app, main
from lakehouse.gold import build
from lakehouse.gold.plan import Step
from lakehouse.silver import change
from tests.e2e import shop
from tests.e2e.two_ingests import TwoIngests

pytestmark = pytest.mark.slow


def verify(out: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["verify", "--out", str(out), *more])


def refusal(out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The line that a lake is refused with."""
    with patch("sys.argv", ["edp", "verify", "--out", str(out)]), pytest.raises(SystemExit) as done:
        main()
    assert done.value.code == 1
    return capsys.readouterr().err


def newest(out: Path, layer: str) -> Path:
    return max((out / "publications" / layer).glob("*.json"))


def test_a_sound_lake_is_as_built_anew_and_stays_untouched(lake: TwoIngests) -> None:
    left_by_a_killed_one = lake.out / ".verify" / "silver"
    left_by_a_killed_one.mkdir(parents=True)
    before = {f: f.read_bytes() for f in lake.out.rglob("*") if f.is_file()}
    done = verify(lake.out)
    assert done.exit_code == 0, done.output
    assert "✓ 20 tables as built anew from bronze" in done.output
    assert {f: f.read_bytes() for f in lake.out.rglob("*") if f.is_file()} == before
    assert not (lake.out / ".verify").exists()


def test_a_change_that_a_run_overlooks_is_found(lake: TwoIngests) -> None:
    """Marks that are the same for all files: the run sees no news in a file that came."""
    user = shop.USERS[0] | {"user_id": "U00000071"}
    with patch.object(change, "digest", lambda *parts: "same"):
        assert lake.edp("pipeline") == 0
        (lake.raw / "users" / "late.json").write_text(json.dumps(user))
        assert lake.edp("pipeline") == 0
        done = verify(lake.out, "--json")
    assert done.exit_code == 1
    told = {t["name"]: t["differences"] for t in json.loads(done.stdout)["tables"]}
    assert told["silver.users"][0] == "5 rows are published, 6 are built anew"
    assert told["gold.dim_user"][0] == "7 rows are published, 8 are built anew"
    assert told["silver.events"] == []


def test_values_that_no_check_of_a_run_sees_are_found(lake: TwoIngests) -> None:
    """No check of a contract reconciles the sessions of a day, so the run itself cannot notice."""
    honest = build.rows_of

    def wrong(spark: SparkSession, step: Step) -> DataFrame:
        rows = honest(spark, step)
        chosen = step.contract.name == "daily_active_users"
        return rows.withColumn("sessions", rows.sessions + 1) if chosen else rows

    with patch.object(build, "rows_of", wrong):
        assert lake.edp("pipeline", "--full") == 0
    done = verify(lake.out)
    assert done.exit_code == 1
    assert "other values" in done.output
    assert "✗ 1 table of 20 not as built anew: gold.daily_active_users" in done.output
    assert lake.edp("pipeline", "--full") == 0
    assert verify(lake.out).exit_code == 0


def test_a_record_that_is_not_counted_is_found(lake: TwoIngests) -> None:
    page = newest(lake.out, "silver")
    content = json.loads(page.read_text())
    content["datasets"]["users"]["records"]["bronze"] -= 1
    page.write_text(json.dumps(content))
    done = verify(lake.out, "--json")
    assert done.exit_code == 1
    told = {t["name"]: t["differences"] for t in json.loads(done.stdout)["tables"]}
    assert [name for name, differences in told.items() if differences] == ["silver.users"]
    assert "the publication counts" in told["silver.users"][0]


def test_what_waits_for_the_next_run_is_no_difference(
    lake: TwoIngests, capsys: pytest.CaptureFixture[str]
) -> None:
    uri = json.loads(next((lake.out / "ledger/files").glob("*.json")).read_text())[0]["uri"]
    aside = ["aside", "add", uri, "--why", "a test", "--out", str(lake.out)]
    assert CliRunner().invoke(app, aside).exit_code == 0
    assert "(decisions); run `edp pipeline`, then verify" in refusal(lake.out, capsys)


def test_damaged_bronze_is_named(lake: TwoIngests, capsys: pytest.CaptureFixture[str]) -> None:
    file = next((lake.out / "bronze" / "users").rglob("*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    told = refusal(lake.out, capsys)
    assert f"users is published, and cannot be built anew: bronze.users: {file} has changed" in told
    assert not (lake.out / ".verify").exists()


def test_what_shows_an_earlier_state_is_left_out_with_all_that_reads_it(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    shop.write(raw, "users", "events")
    (raw / "transactions").mkdir()
    (raw / "transactions" / "bad.csv").write_text(f"{shop.TX_HEADER}\nx,,,,,,,,\n")
    pipeline = ["pipeline", "--raw", str(raw), "--out", str(out)]
    CliRunner().invoke(app, pipeline)
    done = verify(out, "--json")
    assert done.exit_code == 0, done.output
    left_out = {t["name"] for t in json.loads(done.stdout)["tables"] if t["left_out"]}
    assert {"silver.transactions", "gold.fact_transaction", "gold.daily_revenue"} <= left_out
    assert not left_out & {"silver.users", "gold.fact_event", "gold.fact_user_activity"}


def test_without_a_lake_it_says_what_makes_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "run `edp pipeline --out" in refusal(tmp_path / "none", capsys)
    assert not (tmp_path / "none").exists()

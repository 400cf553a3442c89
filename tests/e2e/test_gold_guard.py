"""A row that is lost, doubled or swapped on its way into gold stops the job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

from contracts import Contract, load_layer
from edp.engine import engine
from lakehouse.checksums import checked_file
from lakehouse.checksums.columns import Content, content_of
from lakehouse.errors.failure import JobFailed
from lakehouse.gold import build as building
from lakehouse.gold.audit import audit
from lakehouse.gold.build import Table, build, rows_of
from lakehouse.gold.model import view_of
from lakehouse.gold.plan import Step, plan
from lakehouse.iceberg.read_back import read_files
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.publication import newest
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.session import session
from lakehouse.runtime.settings import Settings
from tests.e2e import shop, tamper

pytestmark = pytest.mark.slow

TABLES = load_layer("gold")
SPOILT = [
    (t, h) for t in TABLES for h in tamper.ALL if h is tamper.exchanged or t.name == "fact_event"
]
NOTHING = r"^gold\..*nothing was published$"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Silver is published."""
    folder = tmp_path_factory.mktemp("shop")
    shop.write(folder / "raw")
    with engine("sail"):
        settings = Settings.in_folder(folder / "raw", folder / "lake")
        raw_to_bronze.run(settings, Metrics())
        bronze_to_silver.run(settings, Metrics())
        yield settings


@pytest.fixture(scope="module")
def gold(lake: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """Gold as the job writes it before the audit."""
    return built(lake, tmp_path_factory.mktemp("gold"))


def built(lake: Settings, aside: Path) -> dict[str, Table]:
    """A build of gold, whose tables are the views of the session from now on."""
    spark, published = session("test"), silver_to_gold.current(lake.silver_publications)
    tables = {n: e for n, e in published["tables"].items() if n.startswith("silver.")}
    silver = {n: silver_to_gold.read_published(spark, n, entry) for n, entry in tables.items()}
    return build(spark, silver, str(aside), plan())


def file_of(table: Table) -> Path:
    return max(map(Path, table.written.marks), key=lambda file: file.stat().st_size)


@pytest.mark.parametrize(("spoilt", "how"), SPOILT, ids=lambda part: getattr(part, "name", None))
def test_a_file_that_is_spoilt_after_it_was_written_is_seen(
    gold: dict[str, Table], spoilt: Contract, how: tamper.Tamper
) -> None:
    file = file_of(gold[spoilt.name])
    with (
        tamper.spoilt_for_a_while(file, how, spoilt.keys),
        pytest.raises(JobFailed, match=NOTHING),
    ):
        audit(session("test"), gold)


def test_what_is_not_spoilt_passes(gold: dict[str, Table]) -> None:
    audit(session("test"), gold)


@pytest.mark.parametrize("how", tamper.ALL)
def test_a_file_that_does_not_hold_what_was_computed_is_seen(
    lake: Settings, monkeypatch: pytest.MonkeyPatch, how: tamper.Tamper
) -> None:
    def spoilt(path: str, columns: list[str]) -> Content:
        if "fact_event" in path:
            tamper.spoil_file(Path(path), how, ("event_id",))
        return content_of(path, columns)

    monkeypatch.setattr(checked_file, "content_of", spoilt)
    with pytest.raises(JobFailed, match=r"fact_event.* does not hold what was computed"):
        silver_to_gold.run(lake, Metrics())
    assert newest(lake.gold_publications) is None


def without_one(rows: DataFrame, key: str) -> DataFrame:
    return rows.orderBy(key).limit(rows.count() - 1)


def with_one_twice(rows: DataFrame, key: str) -> DataFrame:
    return rows.unionByName(rows.orderBy(key).limit(1))


WRONG = [
    *((table.name, without_one) for table in TABLES if table.checks),
    ("fact_event", with_one_twice),
    ("fact_transaction", with_one_twice),
]


@pytest.mark.parametrize(("name", "how"), WRONG)
def test_rows_that_the_engine_loses_or_doubles_are_seen(
    lake: Settings,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    how: Callable[[DataFrame, str], DataFrame],
) -> None:
    def wrong(spark: SparkSession, step: Step) -> DataFrame:
        rows = rows_of(spark, step)
        return how(rows, step.contract.keys[0]) if step.contract.name == name else rows

    monkeypatch.setattr(building, "rows_of", wrong)
    with pytest.raises(JobFailed, match=NOTHING):
        silver_to_gold.run(lake, Metrics())
    assert newest(lake.gold_publications) is None


def test_a_check_that_comes_to_another_number_says_which(lake: Settings, tmp_path: Path) -> None:
    gold = built(lake, tmp_path)
    table = gold["fact_transaction"]
    (check, *_) = table.contract.checks
    wrong = replace(table.contract, checks=(replace(check, must_be=check.must_be + 1),))
    with pytest.raises(JobFailed) as refused:
        audit(session("test"), gold | {"fact_transaction": replace(table, contract=wrong)})
    assert str(refused.value) == (
        "gold.fact_transaction: transactions_of_silver is 0, it must be 1: "
        "Every transaction of silver stands here once; nothing was published"
    )


def test_a_reference_that_leads_nowhere_is_seen(gold: dict[str, Table]) -> None:
    users = gold["dim_user"]
    fewer = read_files(session("test"), list(users.written.marks), users.contract)
    fewer = fewer.filter("user_key <> 'unknown'")
    with pytest.raises(JobFailed, match=r"user_key: 'unknown' is not in dim_user\.user_key"):
        audit(session("test"), gold | {"dim_user": replace(users, rows=fewer)})


def test_a_required_value_that_is_missing_is_seen(
    lake: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(spark: SparkSession, step: Step) -> DataFrame:
        rows = rows_of(spark, step)
        if step.contract.name != "fact_event":
            return rows
        rows.createOrReplaceTempView(view_of("test.event"))
        columns = ", ".join(c for c in step.contract.column_names if c != "event_type")
        return spark.sql(
            f"select {columns}, nullif(event_type, 'view') as event_type "
            f"from {view_of('test.event')}"
        )

    monkeypatch.setattr(building, "rows_of", wrong)
    with pytest.raises(JobFailed, match=r"gold\.fact_event: event_type is null in a row"):
        silver_to_gold.run(lake, Metrics())


@pytest.mark.parametrize("how", tamper.ALL)
def test_silver_that_changed_since_it_was_published_is_not_built_on(
    lake: Settings, how: tamper.Tamper
) -> None:
    file = tamper.largest(Path(lake.silver) / "transactions")
    changed = pytest.raises(JobFailed, match=r"silver\.transactions: its files are not those")
    with tamper.spoilt_for_a_while(file, how, ("tx_id",)), changed:
        silver_to_gold.run(lake, Metrics())
    assert newest(lake.gold_publications) is None

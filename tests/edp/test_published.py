"""Published tables open as views, and one hash says what stands in them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from contracts import load_layer
from edp.errors import EdpError
from edp.lake import Lake
from edp.published import content_hash, open_published
from lakehouse.errors.failure import JobFailed
from tests.edp import handmade, shop

DAYS = [
    handmade.revenue_day("2025-03-01", "EUR", "10.10"),
    handmade.revenue_day("2025-03-01", "SEK", "20.20"),
    handmade.revenue_day("2025-03-02", "EUR", "0.30"),
]


def test_a_published_table_reads_as_the_contract_says(tmp_path: Path) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    con = open_published(Lake.in_folder(tmp_path), "gold")
    total = con.execute("SELECT sum(revenue) FROM gold.daily_revenue WHERE currency = 'EUR'")
    assert total.fetchone() == (Decimal("10.40"),)


def test_an_empty_table_has_its_columns(tmp_path: Path) -> None:
    handmade.gold(tmp_path)
    con = open_published(Lake.in_folder(tmp_path), "gold")
    described = con.execute("DESCRIBE gold.daily_revenue").fetchall()
    assert [(name, kind) for name, kind, *_ in described][:4] == [
        ("revenue_date", "DATE"),
        ("currency", "VARCHAR"),
        ("orders", "BIGINT"),
        ("revenue", "DECIMAL(18,2)"),
    ]


def test_every_metric_of_the_contracts_can_be_asked(tmp_path: Path) -> None:
    shop.publish(tmp_path, 3)
    con = open_published(Lake.in_folder(tmp_path), "gold")
    for table in load_layer("gold"):
        for metric in table.metrics:
            assert con.execute(metric.sql).fetchall(), metric.name


def test_a_table_that_does_not_fit_the_contract_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setitem(handmade.ARROW, "bigint", pa.int32())
        handmade.gold(tmp_path, daily_revenue=DAYS)
    expected = r"gold\.daily_active_users\.active_users: the contract says bigint, is int"
    with pytest.raises(EdpError, match=expected):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_the_newest_publication_counts(tmp_path: Path) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    handmade.gold(tmp_path, daily_revenue=DAYS[:1])
    assert _count(open_published(Lake.in_folder(tmp_path), "gold")) == 1
    (tmp_path / "publications" / "gold" / "00000002.json").unlink()
    assert _count(open_published(Lake.in_folder(tmp_path), "gold")) == 3


def test_nothing_published_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(EdpError, match=r"nothing published in .*gold") as caught:
        open_published(Lake.in_folder(tmp_path), "gold")
    assert "\n" not in str(caught.value)


def test_a_torn_publication_is_said_in_one_line(tmp_path: Path) -> None:
    handmade.gold(tmp_path)
    (tmp_path / "publications" / "gold" / "00000002.json").write_text('{"publication": 2')
    with pytest.raises(JobFailed, match=r"00000002\.json is damaged"):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_a_publication_without_a_table_is_said_in_one_line(tmp_path: Path) -> None:
    handmade.gold(tmp_path)
    path = tmp_path / "publications" / "gold" / "00000001.json"
    doc = json.loads(path.read_text(encoding="utf-8"))
    del doc["tables"]["gold.user_ltv"]
    path.write_text(json.dumps(doc), encoding="utf-8")
    with pytest.raises(EdpError, match=r"publication 1 of gold lacks gold\.user_ltv"):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_lost_metadata_is_said_in_one_line(tmp_path: Path) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    for file in tmp_path.rglob("*.metadata.json"):
        file.unlink()
    with pytest.raises(EdpError, match="cannot read file://"):
        open_published(Lake.in_folder(tmp_path), "gold")


@pytest.mark.parametrize("at", [4, 60, 300, 700, -40, -9, -1])
def test_a_bit_that_is_another_is_not_taken_for_another_figure(tmp_path: Path, at: int) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    open_published(Lake.in_folder(tmp_path), "gold")
    (file,) = (tmp_path / "gold" / "daily_revenue" / "data").glob("*.parquet")
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)
    expected = r"gold\.daily_revenue: its files are not those that were published; .*`edp rebuild"
    with pytest.raises(EdpError, match=expected):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_a_file_that_is_gone_is_not_taken_for_no_rows(tmp_path: Path) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    (file,) = (tmp_path / "gold" / "daily_revenue" / "data").glob("*.parquet")
    file.unlink()
    with pytest.raises(EdpError, match="are not those that were published"):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_a_list_of_files_that_is_damaged_is_said_in_one_line(tmp_path: Path) -> None:
    handmade.gold(tmp_path, daily_revenue=DAYS)
    for file in tmp_path.rglob("*.avro"):
        file.write_bytes(file.read_bytes()[:200])
    with pytest.raises(EdpError, match=r"cannot read file://.*`edp rebuild"):
        open_published(Lake.in_folder(tmp_path), "gold")


def test_the_hash_does_not_know_the_order(tmp_path: Path) -> None:
    assert _hash(tmp_path / "a", DAYS) == _hash(tmp_path / "b", DAYS[::-1])


@pytest.mark.parametrize(
    "other",
    [DAYS[:2], [*DAYS, DAYS[0]], [DAYS[0] | {"revenue": Decimal("10.11")}, *DAYS[1:]]],
    ids=["a row less", "a row twice", "a cent more"],
)
def test_the_hash_knows_every_row_and_cent(tmp_path: Path, other: list[handmade.Row]) -> None:
    assert _hash(tmp_path / "a", DAYS) != _hash(tmp_path / "b", other)


def test_the_hash_tells_null_from_empty_and_columns_apart(tmp_path: Path) -> None:
    rows: list[handmade.Row] = [
        {"name": "x", "city": None},
        {"name": "x", "city": ""},
        {"name": None, "city": "x"},
    ]
    hashes = set()
    for i, values in enumerate(rows):
        out = tmp_path / str(i)
        handmade.silver(out, silver_users=[handmade.silver_user(1, "users/a.csv", 1, **values)])
        hashes.add(content_hash(open_published(Lake.in_folder(out), "silver"), "silver.users"))
    assert len(hashes) == 3


def test_the_hash_of_an_empty_table(tmp_path: Path) -> None:
    assert _hash(tmp_path, []).startswith("0-")


def test_columns_can_be_left_out_of_the_hash(tmp_path: Path) -> None:
    hashes = set()
    for run in ("s1", "s2"):
        row = handmade.quarantined("users", "users/a.csv", 1, "age:missing") | {"run_id": run}
        handmade.silver(tmp_path / run, quarantine_users=[row])
        con = open_published(Lake.in_folder(tmp_path / run), "silver")
        hashes.add(content_hash(con, "quarantine.users", ignoring=("run_id",)))
    assert len(hashes) == 1


def _count(con: duckdb.DuckDBPyConnection) -> int:
    row = con.execute("SELECT count(*) FROM gold.daily_revenue").fetchone()
    assert row is not None
    return int(row[0])


def _hash(out: Path, rows: list[handmade.Row]) -> str:
    handmade.gold(out, daily_revenue=rows)
    return content_hash(open_published(Lake.in_folder(out), "gold"), "gold.daily_revenue")

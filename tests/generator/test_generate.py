"""Folders that `generate` writes: reproducible, complete, and as the key says."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator import GenerateError, generate
from generator.plan import plan
from generator.pools import make_pools

SUFFIXES = (".csv", ".csv.gz", ".json", ".ndjson", ".ndjson.gz", ".txt", ".gz", ".parquet")


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("raw")
    generate(3_000, 7, 1.0, out, workers=1)
    return out


def key(raw: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(raw / "_answer_key" / name).to_pylist()
    return rows


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_same_seed_same_bytes_with_one_and_two_workers(tmp_path: Path) -> None:
    """Another process, so that nothing may depend on the order of sets of texts either."""
    code = (
        "from pathlib import Path; from generator import generate;"
        f"generate(4_000, 5, 0.5, Path({str(tmp_path / 'two')!r}), workers=2)"
    )
    other = dict(os.environ, PYTHONHASHSEED="1", PYTHONPATH=os.pathsep.join(sys.path))
    subprocess.run([sys.executable, "-c", code], env=other, check=True)
    assert generate(4_000, 5, 0.5, tmp_path / "one", workers=1).total_rows == 4_000
    assert hashes(tmp_path / "one") == hashes(tmp_path / "two")


def test_pools_do_not_depend_on_the_process() -> None:
    code = "from generator.pools import make_pools; print(ascii(make_pools(1).countries))"
    other = dict(os.environ, PYTHONHASHSEED="2", PYTHONPATH=os.pathsep.join(sys.path))
    found = subprocess.run([sys.executable, "-c", code], env=other, check=True, capture_output=True)
    assert found.stdout.decode().strip() == ascii(make_pools(1).countries)


def test_another_seed_writes_other_bytes(raw: Path, tmp_path: Path) -> None:
    generate(3_000, 8, 1.0, tmp_path / "other", workers=1)
    one, other = hashes(raw), hashes(tmp_path / "other")
    assert one["events/part-00000-000.csv"] != other["events/part-00000-000.csv"]


@pytest.mark.parametrize(("rows", "dirty"), [(3_500, 0.01), (3_500, 1.0)])
def test_every_kind_occurs(rows: int, dirty: float, tmp_path: Path) -> None:
    generate(rows, 3, dirty, tmp_path / "raw", workers=1)
    kinds = json.loads((tmp_path / "raw/_answer_key/kinds.json").read_text())
    assert len(kinds) > 100
    assert [n for n, k in kinds.items() if not k["count"]] == []
    assert kinds["cut_inside_last_field"]["ambiguous"]


def test_clean_folder_has_no_defects_but_every_format(tmp_path: Path) -> None:
    summary = generate(2_000, 3, 0.0, tmp_path / "raw", workers=1)
    assert summary.kinds == {}
    assert set(summary.files) == {"accept"}
    assert {r["outcome"] for r in key(tmp_path / "raw", "records")} == {"silver"}
    for suffix in SUFFIXES:
        assert list((tmp_path / "raw").glob(f"events/*[0-9]{suffix}"))


def test_key_names_the_files_of_the_folder(raw: Path) -> None:
    listed = {r["path"] for r in key(raw, "files")}
    there = {
        str(p.relative_to(raw))
        for p in raw.rglob("*")
        if p.is_file() and not {"_answer_key", "_earlier"} & {*p.parts}
    }
    assert listed == there
    for suffix in SUFFIXES:
        assert any(p.removesuffix(suffix)[-1].isdigit() for p in listed if p.endswith(suffix))


def test_records_are_numbered_without_gaps(raw: Path) -> None:
    numbers: dict[str, list[int]] = {}
    for record in key(raw, "records"):
        numbers.setdefault(record["path"], []).append(record["record_no"])
    for file in key(raw, "files"):
        if file["verdict"].startswith("accept"):
            assert numbers.pop(file["path"]) == list(range(1, file["records"] + 1))
    assert not numbers


def test_truth_has_each_key_once_and_is_what_the_key_says(raw: Path) -> None:
    silver = {(r["path"], r["record_no"]) for r in key(raw, "records") if r["outcome"] == "silver"}
    places: set[tuple[str, int]] = set()
    for dataset, name in (("events", "event_id"), ("transactions", "tx_id"), ("users", "user_id")):
        rows = key(raw, f"truth/{dataset}")
        assert len({r[name] for r in rows}) == len(rows) > 50
        places |= {(r["path"], r["record_no"]) for r in rows}
    assert places == silver


def test_quarantine_and_rejects_stay_within_bounds(raw: Path) -> None:
    outcomes: dict[str, Counter[str]] = {}
    for record in key(raw, "records"):
        outcomes.setdefault(record["dataset"], Counter())[record["outcome"]] += 1
    for counts in outcomes.values():
        assert counts["quarantined"] < 0.25 * counts.total()
        assert counts["superseded"] > 0
        assert counts["duplicate"] > 0
    verdicts = Counter(r["verdict"] for r in key(raw, "files"))
    assert verdicts["reject"] < 0.13 * verdicts.total()


def test_damaged_files_really_are_damaged(raw: Path) -> None:
    for file in key(raw, "files"):
        data = (raw / file["path"]).read_bytes()
        if file["reason"] == "parquet_corrupt":
            with pytest.raises((OSError, pa.ArrowException)):
                pq.read_table(raw / file["path"], partitioning=None)
        elif file["reason"] in ("gzip_corrupt", "trailing_garbage", "not_gzip"):
            with pytest.raises((OSError, EOFError)):
                gzip.decompress(data)
        elif file["reason"] == "not_json":
            with pytest.raises(ValueError, match=r"."):
                json.loads(data, parse_constant=lambda name: int(name))


def test_marts_add_up_to_the_truth(raw: Path) -> None:
    transactions, events = key(raw, "truth/transactions"), key(raw, "truth/events")
    revenue = sum(
        (t["amount"] for t in transactions if t["status"] in ("paid", "shipped", "delivered")),
        Decimal(0),
    )
    for mart in ("daily_revenue", "user_ltv"):
        assert sum(r["revenue"] for r in key(raw, f"marts/{mart}.parquet")) == revenue
    days = key(raw, "marts/daily_active_users.parquet")
    assert sum(d["events"] for d in days) == len(events)
    known = {u["user_id"] for u in key(raw, "truth/users")}
    ltv = key(raw, "marts/user_ltv.parquet")
    assert {r["user_key"] for r in ltv} <= known | {"unknown", "guest"}
    assert {"unknown", "guest"} <= {r["user_key"] for r in ltv}


def test_large_runs_are_divided_into_shards_of_bounded_size() -> None:
    shards = plan(5_000_000, 1, 0.2)
    assert sum(s.rows for s in shards) == 5_000_000
    assert max(s.rows for s in shards) <= 200_000
    assert max(f.records for s in shards for f in s.files) <= 100_000
    rows = Counter[str]()
    for shard in shards:
        for file in shard.files:
            rows[file.dataset] += file.records
    assert rows["events"] == pytest.approx(3_500_000, rel=0.01)
    assert rows["users"] == pytest.approx(500_000, rel=0.01)


@pytest.mark.parametrize("rows", [1, 2, 10, 60, 300, 999])
def test_few_rows_are_written_too(rows: int, tmp_path: Path) -> None:
    assert generate(rows, 1, 1.0, tmp_path / "raw", workers=1).total_rows == rows


def test_impossible_wishes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerateError, match="rows must be between"):
        generate(0, 1, 0.5, tmp_path / "raw")
    with pytest.raises(GenerateError, match="dirty must be between"):
        generate(10, 1, 1.5, tmp_path / "raw")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").touch()
    with pytest.raises(GenerateError, match="not empty"):
        generate(10, 1, 0.5, tmp_path / "full")

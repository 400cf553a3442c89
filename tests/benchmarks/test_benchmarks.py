"""The harness on a small set of data: equal results, figures, and differences that are seen."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from benchmarks.__main__ import compare
from benchmarks.contenders import DUCKDB, FLOOR, SAIL
from benchmarks.data import UNREADABLE_KINDS, Data, chunks, prepare
from benchmarks.equality import compare_peer
from benchmarks.results import results
from benchmarks.runs import Runs, run_all
from benchmarks.targets import Target, targets

pytestmark = pytest.mark.slow

ROWS, SEED, DIRTY = 2_000, 3, 0.5


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    return prepare(ROWS, SEED, DIRTY, tmp_path_factory.mktemp("bench"))


@pytest.fixture(scope="module")
def runs(data: Data) -> dict[str, Runs]:
    return run_all((FLOOR, DUCKDB, SAIL), data, data.raw.parent / "out", 1, lambda _: None)


def test_data_are_made_once(data: Data) -> None:
    root = data.raw.parents[1]
    before = sorted((p, p.stat().st_mtime_ns) for p in data.raw.rglob("*"))
    assert prepare(ROWS, SEED, DIRTY, root) == data
    assert sorted((p, p.stat().st_mtime_ns) for p in data.raw.rglob("*")) == before


def test_only_files_that_are_refused_or_no_peer_reads_are_left_out(data: Data) -> None:
    key = data.raw.parent / "generated" / "_answer_key" / "files" / "*.parquet"
    refused = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?) WHERE verdict IN ('reject', 'passed_over')",
        [str(key)],
    ).fetchone()
    unread = sum(k.files for k in data.left_out if {*k.kind.split(";")} & {*UNREADABLE_KINDS})
    assert refused == (sum(k.files for k in data.left_out) - unread,)
    assert data.files == sum(1 for p in data.raw.rglob("*") if p.is_file())


def test_the_floor_counts_all_lines(data: Data, runs: dict[str, Runs]) -> None:
    files = [p for p in data.raw.rglob("*") if p.is_file()]
    expected = sum(b"".join(chunks(p)).count(b"\n") for p in files)
    assert int(runs["floor"].measured[0].output) == expected


def test_duckdb_comes_to_the_same_result(runs: dict[str, Runs]) -> None:
    found = compare(runs)[DUCKDB.name]
    assert [e for e in found if not e.equal] == []
    assert {e.table for e in found if e.rows} == {
        *(
            f"{layer}.{d}"
            for layer in ("silver", "quarantine", "lineage")
            for d in ("events", "transactions", "users")
        ),
        "gold.daily_revenue",
        "gold.daily_active_users",
        "gold.user_ltv",
    }


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("silver/users", "SELECT * REPLACE (city || 'x' AS city) FROM t WHERE rowid = 0"),
        ("gold/daily_revenue", "SELECT * REPLACE (revenue + 0.01 AS revenue) FROM t LIMIT 1"),
        ("quarantine/events", "SELECT * REPLACE (record_no + 9999 AS record_no) FROM t LIMIT 1"),
        ("lineage/users", "SELECT * REPLACE ('other' AS fate) FROM t WHERE rowid = 0"),
    ],
)
def test_one_changed_row_is_seen(
    runs: dict[str, Runs], tmp_path: Path, table: str, change: str
) -> None:
    peer = tmp_path / "peer"
    shutil.copytree(runs[DUCKDB.name].out, peer)
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE t AS FROM '{peer / table}.parquet'")
        con.execute(f"CREATE TABLE changed AS {change}")
        con.execute("DELETE FROM t WHERE rowid = 0")
        con.execute(f"COPY (FROM t UNION ALL FROM changed) TO '{peer / table}.parquet'")
    found = {e.table: e for e in compare_peer(runs[SAIL.name].out, peer)}
    changed = found.pop(table.replace("/", "."))
    assert (changed.missing, changed.extra) == (1, 1)
    assert all(e.equal for e in found.values())


def test_results_are_json_with_figures_of_all(runs: dict[str, Runs]) -> None:
    found = results({"rows": ROWS}, runs, {}, compare(runs), targets(runs))
    document = json.loads(json.dumps(found))
    assert document["contenders"].keys() == {"floor", "duckdb_sql", "platform_sail"}
    for figures in document["contenders"].values():
        assert min(figures[n] for n in ("seconds", "cpu_seconds", "peak_bytes", "rows")) > 0
    stages = document["contenders"]["platform_sail"]["stages"]
    assert {"raw_to_bronze", "bronze_to_silver", "silver_to_gold"} <= stages.keys()
    assert sum(stages.values()) < document["contenders"]["platform_sail"]["seconds"]
    assert [t["name"] for t in document["targets"]] == ["wall time: platform on Sail / DuckDB SQL"]


def test_a_target_is_met_or_not() -> None:
    assert Target("", limit=2.0, value=2.0).met
    assert not Target("", limit=2.0, value=2.1).met

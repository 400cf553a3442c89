"""Samples of several formats give one contract, by which their records are good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from typer.testing import CliRunner

from contracts import load
from contracts.roots import use
from edp.cli import app
from edp.contract.propose.model import Proposal
from edp.contract.propose.propose import propose

STATES = ("new", "open", "done")


def row(n: int) -> dict[str, Any]:
    """A booking."""
    return {
        "booking_id": f"B{n:06d}",
        "guestName": "Ada Lovelace" if n % 2 else "Emmy Noether",
        "email": f"guest{n}@example.com",
        "zip": f"{n * 997 % 99999:05d}",
        "price": f"{n}.{n % 100:02d}",
        "currency": "EUR" if n % 3 else "USD",
        "paid": "yes" if n % 2 else "no",
        "state": STATES[n % 3],
        "arrival": f"{n % 28 + 1:02d}.12.2024",
        "user_id": f"U{n:08d}",
        "updated_at": f"2024-03-{n % 28 + 1:02d}T10:00:00Z",
    }


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """CSV with commas in numbers, JSON lines with other names and arrays, and Parquet."""
    folder = tmp_path / "raw" / "bookings"
    folder.mkdir(parents=True)
    names = list(row(0))
    lines = [
        ";".join({**row(n), "price": row(n)["price"].replace(".", ",")}.values()) for n in range(40)
    ]
    (folder / "a.csv").write_text("\n".join([";".join(names), *lines]) + "\n")
    others = [
        {
            **{k: v for k, v in row(n).items() if k not in ("booking_id", "user_id")},
            "bookingId": row(n)["booking_id"],
            "user": {"id": row(n)["user_id"]},
            "price": float(row(n)["price"]),
            "legs": [{"no": 1, "from": "Ulm"}],
        }
        for n in range(40, 80)
    ]
    (folder / "b.ndjson").write_text("".join(json.dumps(other) + "\n" for other in others))
    pq.write_table(pa.Table.from_pylist([row(n) for n in range(80, 120)]), folder / "c.parquet")
    return sorted(folder.iterdir())


@pytest.fixture
def own_roots() -> Iterator[None]:
    """Roots are those of the platform again, when the test is over."""
    yield
    use([])


def _marked(proposal: Proposal, mark: str) -> list[str]:
    return [p.column.name for p in proposal.columns if getattr(p.column, mark)]


def test_files_of_all_formats_are_one_dataset(files: list[Path]) -> None:
    found = propose(files, "bookings")
    assert {p.column.name: p.column.type for p in found.columns} == {
        "booking_id": "string",
        "guest_name": "string",
        "email": "string",
        "zip": "string",
        "price": "decimal(12,2)",
        "currency": "string",
        "paid": "boolean",
        "state": "string",
        "arrival": "date",
        "user_id": "string",
        "updated_at": "timestamp",
    }
    assert (found.keys, found.order_by, found.records) == (["booking_id"], "updated_at", 120)
    assert _marked(found, "personal") == ["guest_name", "email"]
    assert _marked(found, "currency_column") == ["price"]
    assert _marked(found, "allowed") == ["currency", "state"]
    assert found.inside == {"legs": ("no", "from")}
    assert [q for q in found.all_questions() if "path: legs[]" in q]
    by_name = {p.column.name: p for p in found.columns}
    assert by_name["user_id"].column.aliases == ("user.id",)
    assert by_name["user_id"].column.refers_to == "users.user_id"


@pytest.mark.slow
def test_the_pipeline_quarantines_nothing(
    files: list[Path], tmp_path: Path, own_roots: None
) -> None:
    root, lake = tmp_path / "own", str(tmp_path / "lake")
    out = root / "contracts" / "source" / "bookings.yaml"
    out.parent.mkdir(parents=True)
    _run("contract", "propose", *map(str, files), "--name", "bookings", "--out", str(out))
    use([root])
    assert load("source.bookings").keys == ("booking_id",)
    arguments = ("pipeline", "--raw", str(tmp_path / "raw"), "--out", lake, "--json")
    (printed,) = _run(*arguments)
    fates = json.loads(printed)["records"]["bookings"]
    assert (fates["bronze"], fates["silver"], fates["quarantine"]) == (120, 120, 0)


def test_every_doubt_is_a_comment_in_the_file(files: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "bookings.yaml"
    arguments = ("contract", "propose", *map(str, files), "--name", "bookings")
    (printed,) = _run(*arguments, "--out", str(out), "--json")
    questions = json.loads(printed)["questions"]
    text = out.read_text("utf-8")
    asked = [q.rpartition(": ")[2] for q in questions]
    assert asked
    assert all(f"decide: {q}" in text or f": {q}" in text for q in asked)
    assert yaml.safe_load(text)["status"] == "draft"


def test_a_file_is_not_written_over(files: list[Path]) -> None:
    before = files[0].read_bytes()
    arguments = ["contract", "propose", str(files[0]), "--out", str(files[0])]
    assert "is there already" in str(CliRunner().invoke(app, arguments).exception)
    assert files[0].read_bytes() == before


def test_records_in_an_envelope_are_found(tmp_path: Path) -> None:
    file = tmp_path / "trips.json"
    trips = [{"trip_id": f"t{n}", "km": n} for n in range(30)]
    file.write_text(json.dumps({"page": 1, "data": trips}))
    found = propose([file], None)
    assert (found.dataset, found.keys, found.records) == ("trips", ["trip_id"], 30)
    assert any("'data'" in question for question in found.questions)


def test_states_of_one_record_are_a_question(tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    rows = [f"t{n % 40},{n},2024-03-{n % 28 + 1:02d}" for n in range(50)]
    file.write_text("\n".join(["trip_id,km,updated_at", *rows]) + "\n")
    found = propose([file], None)
    assert (found.keys, found.order_by) == (["trip_id"], "updated_at")
    assert [q for q in found.questions if "40 different values in 50 of 50" in q]


def test_columns_may_be_unique_only_together(tmp_path: Path) -> None:
    file = tmp_path / "stops.csv"
    rows = [f"t{n // 5},s{n % 5}" for n in range(50)]
    file.write_text("\n".join(["trip_id,stop_id", *rows]) + "\n")
    assert propose([file], None).keys == ["trip_id", "stop_id"]


def test_a_column_is_no_key_only_because_it_is_unique(tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    file.write_text("km,remark\n" + "".join(f"{n},remark {n}\n" for n in range(50)))
    found = propose([file], None)
    assert found.keys == []
    assert "key: is it km or remark, which is unique? Without one every record is kept" in (
        found.questions
    )


def test_of_two_unique_columns_one_is_a_question(tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    file.write_text("trip_id,ticket_id\n" + "".join(f"t{n},k{n}\n" for n in range(50)))
    found = propose([file], None)
    assert found.keys == ["trip_id"]
    assert "key: ticket_id would be unique as well: is trip_id it?" in found.questions


def test_files_that_share_no_column_with_the_others_are_left_out(tmp_path: Path) -> None:
    files = [tmp_path / f"trips{n}.csv" for n in range(3)]
    for n, file in enumerate(files):
        file.write_text("trip_id,km\n" * (n > 0) + f"t{n}1,7\nt{n}2,8\n")
    found = propose(files, "trips")
    assert ([p.column.name for p in found.columns], found.records) == (["trip_id", "km"], 4)
    assert [q for q in found.questions if q.startswith("trips0.csv: left out")]


def test_without_a_key_something_is_required(tmp_path: Path) -> None:
    file = tmp_path / "remarks.csv"
    file.write_text("remark,mood\n" + "fine,\nfine,good\nbad,\n" * 10)
    found = propose([file], None)
    assert (found.keys, _marked(found, "required")) == ([], ["remark"])
    assert [q for q in found.questions if q.startswith("key: ")]


def test_refused_files_are_questions_and_nothing_else_is_an_error(
    files: list[Path], tmp_path: Path
) -> None:
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(b"PAR1")
    found = propose([*files, torn], "bookings")
    assert found.records == 120
    assert [q for q in found.questions if q.startswith("torn.parquet: refused")]
    done = CliRunner().invoke(app, ["contract", "propose", str(torn)])
    assert "torn.parquet: refused (parquet_corrupt" in str(done.exception)


def _run(*arguments: str) -> list[str]:
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()

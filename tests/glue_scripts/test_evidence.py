"""What a file shows of the way it is written: gathered while it is read, kept, and used."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from contracts import load
from lakehouse.bronze.writer import BronzeFile
from lakehouse.cleanse.evidence import Clues, Evidence
from lakehouse.reader.records import Records
from lakehouse.silver import judging

CONTRACT = load("source.transactions")
DAY, MONTH = {"form": {"day"}}, {"form": {"month"}}


def records(*created: str | None, native: frozenset[str] = frozenset(), **more: str) -> Records:
    rows = [{"created_at": text, **more} for text in created]
    table = pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in rows[0]]))
    columns = {name: table[name].combine_chunks() for name in table.column_names}
    return Records(columns, pa.array(range(1, len(rows) + 1), pa.int64()), native=native)


def taken(folder: Path, *parts: Records) -> BronzeFile:
    """A bronze file of these parts."""
    facts = dict.fromkeys(("uri", "version", "ingest_id"), "x")
    facts |= {"target": f"{folder}/b.parquet", "arrived_at": "2025-06-01T00:00:00+00:00"}
    with BronzeFile(facts | {"fixed": "{}"}, CONTRACT) as file:
        for part in parts:
            file.take(part)
    return file


def test_evidence_of_all_parts_of_a_file_is_put_together(tmp_path: Path) -> None:
    parts = records("03/04/2025"), records("31/12/2025"), records(None, "12/31/2025")
    shows = taken(tmp_path, *parts).evidence.shows()
    assert shows["created_at"]["form"] == ["day", "month", "other"]


def test_a_file_written_as_usual_shows_nothing(tmp_path: Path) -> None:
    assert taken(tmp_path, records("2025-03-01T12:34:56Z", amount="150")).evidence.shows() == {}


def test_when_reading_starts_again_evidence_is_forgotten(tmp_path: Path) -> None:
    file = taken(tmp_path, records("31/12/2025", native=frozenset({"amount"}), amount="1.5"))
    file.forget()
    assert file.evidence.shows() == {}


@pytest.mark.parametrize(
    ("parts", "native"),
    [
        ([{"amount"}, {"amount"}], True),
        ([{"amount"}, set()], False),
        ([set(), set()], False),
    ],
)
def test_values_are_native_if_they_are_so_in_every_part(
    tmp_path: Path, parts: list[set[str]], native: bool
) -> None:
    here = [records("2025-03-01", native=frozenset(n), amount="1.500") for n in parts]
    assert taken(tmp_path, *here).evidence.clues("amount").native == native


def test_a_part_without_values_does_not_count(tmp_path: Path) -> None:
    numbers = records("2025-03-01", native=frozenset({"amount"}), amount="1.500")
    assert taken(tmp_path, numbers, records("2025-03-01")).evidence.clues("amount").native


def test_the_ledger_keeps_evidence_as_json(tmp_path: Path) -> None:
    parts = records("31/12/2025", native=frozenset({"amount"}), amount="1.500")
    found = taken(tmp_path, parts).evidence
    again = Evidence.kept(CONTRACT, json.loads(json.dumps(found.shows())))
    assert again.shows() == found.shows()
    assert again.clues("amount") == found.clues("amount")


def test_bronze_files_that_were_taken_before_it_was_kept_are_looked_at(tmp_path: Path) -> None:
    file = taken(tmp_path, records("03/04/2025", "31/12/2025"))
    path = f"{tmp_path}/b.parquet"
    kept, looked = (
        pa.concat_tables(
            rows for _, rows, _ in judging.judged_file(path, CONTRACT, shows, {}, conform=False)
        )
        for shows in (file.evidence.shows(), None)
    )
    assert looked == kept
    assert kept["created_at"][0].as_py().month == 4


@pytest.mark.parametrize(
    ("clues", "settled"),
    [
        (Clues(DAY), "day"),
        (Clues(DAY, MONTH), "day"),
        (Clues({}, MONTH), "month"),
        (Clues({"form": {"day", "month"}}, DAY), None),
        (Clues({}, {}), None),
    ],
)
def test_the_column_settles_before_the_file_does(clues: Clues, settled: str | None) -> None:
    assert clues.settle("form", {"day", "month"}) == settled

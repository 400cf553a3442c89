"""What folders say of the records in them (`folders.md`), however many there are."""

from __future__ import annotations

import io
import json
import re

import pytest

from lakehouse.reader.file import read_file
from lakehouse.reader.folders import FolderValues
from lakehouse.reader.records import Records
from tests.glue_scripts.judging import EVENTS, values
from tests.variants.tables import rows

COUNTED = re.compile("([0-9]+) records")
# Around 64 lines the reader takes another way.
COUNTS = (1, 31, 62, 63, 64, 100)


def _read(folders: str, name: str, content: str, column: str) -> tuple[list[str | None], list[str]]:
    taken: list[Records] = []
    verdict = read_file(
        name,
        io.BytesIO(content.encode()),
        EVENTS,
        taken.append,
        taken.clear,
        FolderValues.of(folders.split("/"), EVENTS),
    )
    assert verdict.outcome == "accept"
    return [v or "-" for v in values(taken, column)], verdict.facts.notes


def _line(column: str, value: str) -> str:
    said = {} if value == "(none)" else {column: None if value == "null" else value}
    return json.dumps({"event_id": "E1", "user_id": "U1"} | said)


@pytest.mark.parametrize("times", COUNTS)
@pytest.mark.parametrize("row", rows("folders.md", "One folder"), ids=str)
def test_a_folder_speaks_for_each_record_that_says_nothing(row: dict[str, str], times: int) -> None:
    column, records = row["column"], row["records"].split("/")
    lines = [_line(column, value) for value in records for _ in range(times)]
    found, notes = _read(row["folder"], "x.ndjson", "\n".join(lines), column)
    assert found == [value for value in row["become"].split("/") for _ in range(times)]
    _assert_told(row["told"], times, notes)


@pytest.mark.parametrize("times", [1, 100])
@pytest.mark.parametrize("row", rows("folders.md", "One folder"), ids=str)
def test_the_same_in_csv(row: dict[str, str], times: int) -> None:
    column, records = row["column"], row["records"].split("/")
    if "(none)" in records and set(records) != {"(none)"}:
        records = ["" if value == "(none)" else value for value in records]
    absent = "(none)" in records
    header = "event_id,user_id" + ("" if absent else f",{column}")
    cells = [
        "E1,U1" + ("" if absent else f",{'' if value == 'null' else value}")
        for value in records
        for _ in range(times)
    ]
    found, notes = _read(row["folder"], "x.csv", "\n".join([header, *cells]), column)
    assert found == [value for value in row["become"].split("/") for _ in range(times)]
    _assert_told(row["told"], times, notes)


@pytest.mark.parametrize("row", rows("folders.md", "Several folders"), ids=str)
def test_of_two_folders_for_one_column_the_inner_one_counts(row: dict[str, str]) -> None:
    found, notes = _read(row["folders"], "x.csv", "event_id,price\nE1,2\n", row["column"])
    assert found == [row["become"]]
    _assert_told(row["told"], 1, notes)


def _assert_told(told: str, times: int, notes: list[str]) -> None:
    told = COUNTED.sub(lambda found: f"{int(found[1]) * times} records", told)
    assert told in "\n".join(notes)
    assert bool(told) == bool(notes)

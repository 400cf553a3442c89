"""`edp producer check`: one wrong setting is found by the files, or asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.roots import use
from edp.errors import EdpError
from edp.inspect import inspect
from edp.producer.check import Checked, check
from tests.producers.made import describe

COLUMNS = "{id: tx_id, who: user_id, sum: amount, cur: currency, st: status, at: created_at}"
HEADER = "id;who;sum;cur;st;at\n"


@pytest.fixture(autouse=True)
def _only_the_platforms_own() -> Iterator[None]:
    yield
    use([])


def checked(folder: Path, settings: str, more: str, *rows: str) -> Checked:
    describe(
        folder / "root", f"{settings}datasets:\n  transactions:\n    columns: {COLUMNS}\n{more}"
    )
    raw = folder / "raw/acme"
    raw.mkdir(parents=True)
    lines = (f"T{n};U1;{row}\n" for n, row in enumerate(rows))
    (raw / "o.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return check(folder / "raw")["acme"]


@pytest.mark.parametrize(
    ("settings", "more", "row", "verdict", "example"),
    [
        ("dateOrder: month\n", "", "1;EUR;paid;25/04/2025", "contradict", "'25/04/2025'"),
        ("dateOrder: day\n", "", "1;EUR;paid;25/04/2025", "agree", "'25/04/2025'"),
        ("dateOrder: day\n", "", "1;EUR;paid;03/04/2025", "silent", "shows nothing"),
        ("decimalMark: '.'\n", "", "12,50;EUR;paid;2025-01-01", "contradict", "'12,50'"),
        ("decimalMark: ','\n", "", "12,50;EUR;paid;2025-01-01", "agree", "'12,50'"),
        ("timeZone: Europe/Berlin\n", "", "1;EUR;paid;2025-03-30 02:30", "contradict", "no time"),
        ("timeZone: Europe/Berlin\n", "", "1;EUR;paid;2035-01-01 02:30", "contradict", "after the"),
        ("timeZone: Asia/Tokyo\n", "", "1;EUR;paid;2025-03-30 02:30", "silent", "nothing speaks"),
        ("", "    minorUnits: [amount]\n", "12.50;EUR;paid;2025-01-01", "contradict", "12.50"),
        ("", "    minorUnits: [amount]\n", "1250;EUR;paid;2025-01-01", "silent", "1250"),
        ("encoding: utf-16\n", "", "1;EUR;ü;2025-01-01", "contradict", "mend the producer file"),
    ],
)
def test_each_setting_is_held_against_the_files(
    tmp_path: Path, settings: str, more: str, row: str, verdict: str, example: str
) -> None:
    found = checked(tmp_path, settings, more, row)
    named = settings.partition(":")[0] or "transactions.minorUnits.amount"
    (told,) = [f for f in found.settled if f.setting == named]
    assert (told.verdict, example in told.example) == (verdict, True), told
    assert found.contradicted is (verdict == "contradict")


@pytest.mark.parametrize(
    ("row", "question"),
    [
        ("1250;EUR;paid;2025-01-01", "amount: all amounts are whole, such as 1250"),
        ("1.00;EUR;paid;03/04/2025", "created_at: ambiguous_timestamp, such as '03/04/2025'"),
        ("1.00;EUR;bezahlt;2025-01-01", "status: not_allowed, such as 'bezahlt'"),
    ],
)
def test_what_nobody_says_is_asked(tmp_path: Path, row: str, question: str) -> None:
    (told,) = checked(tmp_path, "", "", row).questions
    assert told.startswith(f"acme/o.csv: {question}")


def test_a_folder_without_producers_is_told(tmp_path: Path) -> None:
    with pytest.raises(EdpError, match="no producer describes a file in it"):
        check(tmp_path)


def test_inspect_takes_the_producer_into_account(tmp_path: Path) -> None:
    checked(tmp_path, "decimalMark: '.'\n", "", "12,50;EUR;paid;2025-01-01")
    notes = inspect(tmp_path / "raw/acme/o.csv", None)["notes"]
    assert notes[0] == "read as the producer acme says"
    assert notes[1].startswith("amount: the producer says a decimal point, the file shows a")

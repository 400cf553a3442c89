"""What commands show fits into 80 columns and says what counts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from edp.display import generate, inspect, look, pipeline
from edp.display.faults import record_lines
from edp.generate import Generated
from edp.inspect import inspect as judge
from edp.pipeline import Outcome
from generator import Summary

STEPS = {"raw_to_bronze": 3.41, "bronze_to_silver": 74.2, "silver_to_gold": 0.7}


def shown(show: Callable[..., None], *values: Any, cut: bool = False) -> str:
    """What is printed to a screen of 80 columns; only records may be cut."""
    screen = io.StringIO()
    show(*values, Console(file=screen, width=80))
    text = screen.getvalue()
    assert max(map(len, text.splitlines())) <= 80
    assert cut or "…" not in text
    return text


def _outcome(**counts: int) -> Outcome:
    fates = {"bronze": 1_000, "silver": 900, "lineage": 60, "quarantine": 40, "aside": 0} | counts
    return Outcome(
        files={"accept": 12, "accept_with_quarantine": 3, "reject": 2, "empty": 1},
        records={"events": fates, "transactions": fates},
        gold={"dim_user": 10, "fact_event": 900},
        seconds=dict(STEPS),
    )


def test_generate_tells_counts_and_speed() -> None:
    summary = Summary(
        Counter(events=700_000, transactions=200_000, users=100_000),
        Counter(accept=90, reject=10),
        Counter({"csv": 60, "ndjson.gz": 40}),
        Counter(casing=30, near_duplicate_other_value=20),
        91_962_754,
    )
    text = shown(generate.show, Generated(summary, Path("raw"), 8.0))
    for expected in (
        "1,000,000 records in 100 files, 92.0 MB, in 8.0 s (125,000 rows/s)",
        ".ndjson.gz",
        "refused",
        "Defects: 50 of 2 kinds",
        "near duplicate other value",
    ):
        assert expected in text
    assert "Counter" not in text
    assert "Summary" not in text


def test_the_pipeline_shows_an_equation_that_balances() -> None:
    text = shown(pipeline.show, _outcome())
    assert "✗" not in text
    assert "≠" not in text
    line = next(row for row in text.splitlines() if row.strip().startswith("all"))
    assert line.split() == ["all", "2,000", "=", "1,800", "+", "120", "+", "80", "✓"]
    assert "1 min 14 s" in text


def test_an_equation_that_does_not_balance_is_seen() -> None:
    text = shown(pipeline.show, _outcome(silver=899))
    assert text.count("≠") == text.count("✗") == 3


def test_a_dataset_that_is_held_back_explains_itself() -> None:
    outcome = _outcome()
    why = {
        "reason": "amount:too_precise",
        "count": 6,
        "file": "transactions/a.csv",
        "record": 17,
        "value": "1.999",
        "expected": "at most 2 decimals",
        "contract": "contracts/source/transactions.yaml:44",
    }
    outcome.datasets = {
        "events": {"state": "published", "since": None, "reason": None, "why": []},
        "transactions": {
            "state": "held_back",
            "since": None,
            "reason": "none is good",
            "why": [why, why | {"reason": "ragged_row", "expected": None, "contract": None}],
        },
    }
    text = shown(pipeline.show, outcome)
    for expected in (
        "✗ transactions is held back (never published)",
        "6  amount: too many decimals",
        "'1.999'  transactions/a.csv record 17",
        "expected at most 2 decimals",
        "contracts/source/transactions.yaml:44",
        "6  fields missing or too many",
    ):
        assert expected in text


def test_inspect_says_what_a_file_is_or_why_not() -> None:
    plain = {
        "compression": "gzip",
        "encoding": "utf-8",
        "bad_records": 0,
        "bad_reasons": {},
        "reason": None,
        "detail": None,
        "notes": [],
    }
    verdicts = [
        plain | {"file": "a.csv.gz", "verdict": "accept", "format": "csv", "records": 12_345},
        plain
        | {"file": "b.json", "verdict": "reject", "format": "json", "records": 0}
        | {"reason": "not_json", "detail": "a comma too many at byte 12"},
    ]
    text = shown(inspect.show, verdicts)
    for expected in ("csv, gzip, utf-8", "12,345", "not_json", "✓ 1 accepted   ✗ 1 refused"):
        assert expected in text


def test_inspect_points_at_what_is_wrong_in_a_record(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,b\n日本\t,2\nx" + "y" * 200 + ",2,3,4\nz,1\n", encoding="utf-8")
    verdicts = [judge(path, None) | {"file": "a.csv", "notes": ["The last line is torn."]}]
    text = shown(inspect.show, verdicts, cut=True)
    lines = [line.rstrip() for line in text.splitlines()]
    caret = next(i for i, line in enumerate(lines) if "^" in line)
    assert lines[caret - 1][lines[caret].index("^")] == "3"
    for expected in (
        "1 of 3 records bad",
        "ragged_row ×1  fields missing or too many",
        "expected 2 fields, as the header has; 4 found",
        "note: The last line is torn.",
    ):
        assert expected in text


@pytest.mark.parametrize("width", [30, 80, 140])
@pytest.mark.parametrize("at", [None, 0, 40, 300])
def test_a_record_fits_the_screen(width: int, at: int | None) -> None:
    place = {"record": 1_234, "text": "é\t," * 100, "at": at, "expected": "a comma"}
    lines = list(record_lines(place, width))
    assert all(line.cell_len <= width for line in lines)
    assert sum("^" in line.plain for line in lines) == (at is not None)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1.0 kB"), (91_962_754, "92.0 MB")],
)
def test_sizes_read_as_people_say_them(count: int, words: str) -> None:
    assert look.size(count) == words


@pytest.mark.parametrize(
    ("span", "words"), [(0.04, "0.0 s"), (59.9, "59.9 s"), (60, "1 min 00 s"), (127, "2 min 07 s")]
)
def test_spans_read_as_people_say_them(span: float, words: str) -> None:
    assert look.seconds(span) == words


def test_bars_are_in_proportion() -> None:
    assert look.bar(0.5, 4) == "██  "
    assert look.bar(0.0001, 4) == "▏   "

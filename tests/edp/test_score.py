"""The score is 1.0 for what the key says, and tells what differs otherwise."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from edp.errors import EdpError
from edp.lake import Lake
from edp.score import Comparison, Score, score, show
from tests.edp import handmade

A = "users/a.csv"
DAY = handmade.revenue_day("2025-03-01", "EUR", "10.10")
ACTIVE = {
    "activity_date": date(2025, 3, 1),
    "active_users": 1,
    "sessions": 1,
    "events": 2,
    "purchases": 1,
}
WORTH = {
    "user_key": "U00000001",
    "currency": "EUR",
    "orders": 1,
    "revenue": Decimal("10.10"),
    "first_order_date": date(2025, 3, 1),
    "last_order_date": date(2025, 3, 1),
    "refunded_amount": Decimal("0.00"),
}

Rows = list[handmade.Row]


class Case:
    """A raw folder's answer key and an output folder that agree, to be changed by tests."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.key_files: Rows = [
            _key_file(A, verdict="accept_with_quarantine", records=4, bad_records=1),
            _key_file("users/b.json", verdict="reject", reason="not_json", kinds=["torn_file"]),
        ]
        self.key_records: Rows = [
            _key_record(1),
            _key_record(2, outcome="superseded", kept_path=A, kept_record_no=1),
            _key_record(3, outcome="quarantined", reasons="ragged_row", kinds=["ragged"]),
            _key_record(4, kinds=["bad_age"], key="U00000002"),
        ]
        self.truth: Rows = [_truth(1, 1), _truth(2, 4, age=None)]
        self.revenue: Rows = [DAY]
        self.silver: Rows = [
            handmade.silver_user(1, A, 1),
            handmade.silver_user(2, A, 4, age=None, _issues="age:out_of_range"),
        ]
        self.lineage: Rows = [handmade.merged((A, 2), "U00000001", "2025-01-01T00:00:00.000000Z")]
        self.quarantine: Rows = [handmade.quarantined("users", A, 3, "ragged_row")]
        self.ledger: Rows = [
            {"uri": A, "verdict": "accept_with_quarantine", "records": 4, "bad_records": 1},
            {"uri": "users/b.json", "verdict": "reject", "reason": "not_json", "format": None},
        ]

    def score(self) -> Score:
        """Writes both folders and compares them."""
        key = self.raw / "_answer_key"
        _write(key / "files" / "0.parquet", self.key_files)
        _write(key / "records" / "0.parquet", self.key_records)
        _write(key / "truth" / "users" / "0.parquet", self.truth)
        _write(key / "marts" / "daily_revenue.parquet", [DAY])
        _write(key / "marts" / "daily_active_users.parquet", [ACTIVE])
        _write(key / "marts" / "user_ltv.parquet", [WORTH])
        marts = {"daily_active_users": [ACTIVE], "user_ltv": [WORTH]}
        handmade.gold(self.out, daily_revenue=self.revenue, **marts)
        handmade.silver(
            self.out,
            silver_users=self.silver,
            lineage_users=self.lineage,
            quarantine_users=self.quarantine,
        )
        handmade.ledger(self.out, *self.ledger)
        return score(self.raw, Lake.in_folder(self.out))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_agreement_is_1(case: Case) -> None:
    result = case.score()
    assert result.ok
    assert result.wrong_values == 0
    compared = {c.name: c.compared for c in result.comparisons}
    assert compared["files.verdict"] == 2
    assert compared["files.reason"] == 1
    assert compared["files.records"] == 1
    assert compared["records.outcome"] == 4
    assert compared["records.reasons"] == 1
    assert compared["records.kept"] == 1
    assert compared["values.users.age"] == 2
    assert compared["marts.daily_revenue"] == 1
    assert "Everything is as the answer key says" in _shown(result)
    assert json.loads(result.to_json())["ok"] is True


def _wrong_verdict(case: Case) -> None:
    case.ledger[1]["verdict"] = "empty"


def _unjudged_file(case: Case) -> None:
    case.ledger.pop()


def _unknown_file(case: Case) -> None:
    case.ledger.append({"uri": "users/z.csv"})


def _wrong_reason(case: Case) -> None:
    case.ledger[1]["reason"] = "not_gzip"


def _wrong_encoding(case: Case) -> None:
    case.ledger[0]["encoding"] = "latin-1"


def _lost_record(case: Case) -> None:
    case.silver.pop()


def _doubled_record(case: Case) -> None:
    case.quarantine *= 2


def _unknown_record(case: Case) -> None:
    case.quarantine.append(handmade.quarantined("users", A, 5, "ragged_row"))


def _wrong_record_reason(case: Case) -> None:
    case.quarantine[0]["reasons"] = "broken_quote"


def _wrong_kept(case: Case) -> None:
    case.lineage[0]["record_key"] = "U00000002"


def _wrong_cell(case: Case) -> None:
    case.silver[1]["age"] = 4


def _wrong_moment(case: Case) -> None:
    case.silver[0]["updated_at"] = handmade.utc("2025-02-01T09:00:00.000001")


def _silver_without_truth(case: Case) -> None:
    case.truth.pop()


def _wrong_cent(case: Case) -> None:
    case.revenue = [DAY | {"revenue": Decimal("10.11")}]


def _lost_mart_row(case: Case) -> None:
    case.revenue = []


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (_wrong_verdict, "files.verdict"),
        (_unjudged_file, "files.verdict"),
        (_unknown_file, "files.verdict"),
        (_wrong_reason, "files.reason"),
        (_wrong_encoding, "files.encoding"),
        (_lost_record, "records.outcome"),
        (_doubled_record, "records.outcome"),
        (_unknown_record, "records.outcome"),
        (_wrong_record_reason, "records.reasons"),
        (_wrong_kept, "records.kept"),
        (_wrong_cell, "values.users.age"),
        (_wrong_moment, "values.users.updated_at"),
        (_silver_without_truth, "values.users.(row)"),
        (_wrong_cent, "marts.daily_revenue"),
        (_lost_mart_row, "marts.daily_revenue"),
    ],
)
def test_one_thing_wrong_is_found(case: Case, spoil: Callable[[Case], None], name: str) -> None:
    spoil(case)
    result = case.score()
    assert not result.ok
    assert [c.name for c in result.comparisons if not c.ok] == [name]
    assert len(_named(result, name).differences) == 1
    assert name in _shown(result)


def test_a_difference_says_where_and_what(case: Case) -> None:
    _wrong_cell(case)
    result = case.score()
    age = _named(result, "values.users.age")
    (difference,) = age.differences
    assert (difference.where, difference.record) == (A, 4)
    assert (difference.expected, difference.got, difference.kinds) == (None, "4", "bad_age")
    assert [(k.kinds, k.count) for k in age.by_kinds] == [("bad_age", 1)]
    assert result.wrong_values == 1


def test_what_the_key_calls_ambiguous_is_left_out_and_listed(case: Case) -> None:
    _wrong_cell(case)
    case.key_records[3] |= {"ambiguous": True, "why": "two readings"}
    case.key_files[1] |= {"ambiguous": True, "why": "either is fine"}
    case.ledger[1]["reason"] = "not_gzip"
    result = case.score()
    assert result.ok
    assert [(e.what, e.why, e.count) for e in result.left_out] == [
        ("file", "either is fine", 1),
        ("record", "two readings", 1),
    ]
    assert "two readings" in _shown(result)


def test_issues_are_compared_where_the_key_gives_them(case: Case) -> None:
    case.key_records[3]["reasons"] = "age:invalid_number"
    result = case.score()
    assert [c.name for c in result.comparisons if not c.ok] == ["records.issues"]


def test_no_answer_key_is_one_line(case: Case, tmp_path: Path) -> None:
    case.score()
    with pytest.raises(EdpError, match="no answer key"):
        score(tmp_path / "elsewhere", Lake.in_folder(case.out))


def test_an_answer_key_without_a_column_is_one_line(case: Case) -> None:
    for row in case.truth:
        del row["age"]
    with pytest.raises(EdpError, match="truth/users has no age"):
        case.score()


def _named(result: Score, name: str) -> Comparison:
    return next(c for c in result.comparisons if c.name == name)


def _shown(result: Score) -> str:
    screen = io.StringIO()
    show(result, Console(file=screen, width=160))
    return screen.getvalue()


def _key_file(path: str, **values: object) -> handmade.Row:
    plain = {
        "path": path,
        "dataset": "users",
        "verdict": "accept",
        "format": "csv",
        "compression": "none",
        "encoding": "utf-8",
        "records": 0,
        "bad_records": 0,
        "reason": None,
        "kinds": [],
        "ambiguous": False,
        "why": None,
    }
    return plain | values


def _key_record(number: int, **values: object) -> handmade.Row:
    plain = {
        "path": A,
        "record_no": number,
        "dataset": "users",
        "key": "U00000001",
        "outcome": "silver",
        "reasons": None,
        "kept_path": None,
        "kept_record_no": None,
        "kinds": [],
        "ambiguous": False,
        "why": None,
    }
    return plain | values


def _truth(number: int, record_no: int, **values: object) -> handmade.Row:
    row = handmade.silver_user(number, A, record_no, **values)
    clean = {k: v for k, v in row.items() if not k.startswith("_")}
    return {"phone": None, "city": None} | clean | {"path": A, "record_no": record_no}


def _write(path: Path, rows: Rows) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(rows), path)

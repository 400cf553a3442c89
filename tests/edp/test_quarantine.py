"""`edp quarantine`: what was kept back is counted, shown, and written for its producer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from edp.cli import app
from edp.errors import EdpError
from tests.edp import handmade

PAID = {"tx_id": "T0000001", "user_id": "U000001", "currency": "EUR", "status": "paid"}
LAST = {"created_at": "2025-03-01", "updated_at": "2025-03-02"}


def _run(*arguments: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["quarantine", *map(str, arguments)])
    if isinstance(done.exception, EdpError):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stdout


def _json(*arguments: str | Path) -> list[Any]:
    return [json.loads(line) for line in _run(*arguments, "--json").splitlines()]


def _kept(uri: str, number: int, reasons: str, raw: str | dict[str, str]) -> handmade.Row:
    text = raw if isinstance(raw, str) else json.dumps(raw)
    dataset = uri.partition("/")[0]
    return handmade.quarantined(dataset, uri, number, reasons) | {"raw_record": text}


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("lake")
    handmade.silver(
        out,
        quarantine_transactions=[
            _kept("transactions/a.csv", 7, "amount:too_precise", PAID | {"amount": "1.234"}),
            _kept("transactions/a.csv", 3, "amount:too_precise", PAID | {"amount": "9.999"}),
            _kept(
                "transactions/b.csv",
                2,
                "amount:too_precise;status:not_allowed",
                PAID | {"amount": "8.888", "status": "lost"},
            ),
            _kept("transactions/b.csv", 5, "delivered_before_created", PAID | {"amount": "1"}),
            _kept("transactions/b.csv", 9, "ragged_row", "T2,U2,Ada Lovelace"),
        ],
        quarantine_users=[
            _kept("users/a.csv", 1, "email:bad_format", {"user_id": "U1", "email": "ada@"}),
        ],
    )
    handmade.ledger(
        out,
        {"uri": "transactions/a.csv", "dataset": "transactions", "records": 9},
        {"uri": "transactions/b.csv", "dataset": "transactions", "records": 9},
        {"uri": "users/a.csv", "records": 9},
        {
            "uri": "users/b.json",
            "verdict": "reject",
            "reason": "not_json",
            "records": None,
            "detail": "Expecting value",
            "offset": 17,
        },
    )
    return out


def test_records_are_counted_by_reason(lake: Path) -> None:
    (found,) = _json("list", "--out", lake)
    assert [(g["dataset"], g["reason"], g["records"]) for g in found["groups"]] == [
        ("transactions", "amount:too_precise", 3),
        ("transactions", "delivered_before_created", 1),
        ("transactions", "ragged_row", 1),
        ("transactions", "status:not_allowed", 1),
        ("users", "email:bad_format", 1),
    ]
    first = found["groups"][0]
    assert (first["files"], first["alone"], first["column"]) == (2, 2, "amount")
    assert first["expected"] == "at most 2 decimals"
    assert first["contract"].startswith("contracts/source/transactions.yaml:")
    where = {"file": "transactions/a.csv", "record": 3, "item": None}
    assert first["example"] == {**where, "value": "9.999"}
    assert [(f["file"], f["reason"], f["offset"]) for f in found["refused"]] == [
        ("users/b.json", "not_json", 17)
    ]


@pytest.mark.parametrize(
    ("options", "records"),
    [
        (("--by", "dataset"), {"transactions": 5, "users": 1}),
        (("--by", "dataset", "--file", "b.csv"), {"transactions": 3}),
        (("--by", "dataset", "--column", "status"), {"transactions": 1}),
        (("--by", "dataset", "--reason", "too_precise"), {"transactions": 3}),
        (("--by", "dataset", "--reason", "status:not_allowed"), {"transactions": 1}),
        (("--by", "dataset", "--dataset", "users"), {"users": 1}),
        (("--by", "file"), {"transactions/a.csv": 2, "transactions/b.csv": 3, "users/a.csv": 1}),
        (("--by", "column", "--dataset", "transactions"), {"amount": 3, None: 2, "status": 1}),
    ],
)
def test_records_are_grouped_and_chosen(
    lake: Path, options: tuple[str, ...], records: dict[str | None, int]
) -> None:
    (found,) = _json("list", "--out", lake, *options)
    key = {"dataset": "dataset", "file": "file", "column": "column"}[options[1]]
    assert {g[key]: g["records"] for g in found["groups"]} == records


def test_lists_hold_no_personal_data(lake: Path) -> None:
    for form in ((), ("--json",), ("--by", "file")):
        text = _run("list", "--out", lake, *form)
        assert "ada@" not in text
        assert "Lovelace" not in text


def test_a_list_is_for_people(lake: Path) -> None:
    text = _run("list", "--out", lake)
    for expected in (
        "3  transactions  amount: too many decimals",
        "'9.999'  transactions/a.csv record 3",
        "expected at most 2 decimals",
        "would let 2 of them in",
        "Goods cannot arrive before they are ordered",
        "1 file refused",
        "not_json: Expecting value, at byte 17",
    ):
        assert expected in text


def test_a_record_is_shown_beside_what_was_expected(lake: Path) -> None:
    text = _run("show", "transactions/b.csv", "--record", 2, "--out", lake)
    amount = next(line for line in text.splitlines() if "8.888" in line)
    assert amount.split()[:3] == ["✗", "amount", "8.888"]
    assert "expected at most 2 decimals" in amount
    assert "expected one of pending, paid" in text
    (record,) = _json("show", "b.csv", "--record", 2, "--out", lake)
    assert record["values"]["status"] == "lost"
    assert [(r["reason"], r["value"]) for r in record["reasons"]] == [
        ("amount:too_precise", "8.888"),
        ("status:not_allowed", "lost"),
    ]


def test_a_file_is_named_by_its_end_or_with_its_folder(lake: Path) -> None:
    for name in ("b.csv", "./transactions/b.csv", "raw/transactions/b.csv"):
        assert [r["record"] for r in _json("show", name, "--out", lake)] == [2, 5, 9]
    with pytest.raises(EdpError, match=r"which of 2 files, transactions/a\.csv or users/a\.csv"):
        _run("show", "a.csv", "--out", lake)


def test_an_undivided_record_and_a_refused_file_are_shown(lake: Path) -> None:
    assert "T2,U2,Ada Lovelace" in _run("show", "transactions/b.csv", "--out", lake)
    assert "at byte 17" in _run("show", "users/b.json", "--out", lake)
    (refused,) = _json("show", "users/b.json", "--out", lake)
    assert refused["reason"] == "not_json"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "c.csv"), "knows no file"),
        (("show", "b.csv", "--record", "1"), "its record 1 is not in quarantine"),
        (("list", "--by", "day"), "cannot group by 'day'"),
        (("list", "--dataset", "orders"), "unknown dataset 'orders'"),
    ],
)
def test_what_is_not_there_is_one_line(
    lake: Path, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(EdpError, match=message) as caught:
        _run(*arguments, "--out", lake)
    assert "\n" not in str(caught.value)


def test_a_lake_that_is_none_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(EdpError, match="edp pipeline"):
        _run("list", "--out", tmp_path)


def test_records_of_a_build_that_was_held_back_are_seen(lake: Path, tmp_path: Path) -> None:
    out = tmp_path / "lake"
    shutil.copytree(lake, out)
    page = out / "publications" / "silver" / "00000001.json"
    told = json.loads(page.read_text())
    table = told["tables"]["quarantine.transactions"]
    never = table | {"snapshot_id": None}
    marker = {"since": None, "reason": "none is good", "instead_of": table}
    told["tables"]["quarantine.transactions"] = never | {"held_back": marker}
    page.write_text(json.dumps(told))
    (found,) = _json("list", "--dataset", "transactions", "--out", out)
    assert all(g["held_back"] for g in found["groups"])
    assert "held back" in _run("list", "--out", out)


def test_an_export_needs_a_folder_of_its_own(lake: Path, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(EdpError, match="not an empty folder"):
        _run("export", "--out", lake, "--to", tmp_path)


def test_without_raw_files_an_export_says_what_it_left_out(lake: Path, tmp_path: Path) -> None:
    (made,) = _json("export", "--out", lake, "--to", tmp_path / "to")
    assert (made["records"], made["left"]) == (5, 1)
    assert {f["as_sent"] for f in made["files"]} == {0}
    assert "1 record left out" in _run("export", "--out", lake, "--to", tmp_path / "again")


HEADER = "order_id;user_id;amount;currency;status;created_at;updated_at;note\n"
ENDED = "EUR;paid;2025-03-01;2025-03-02"
TOO_PRECISE = f"T000001;U000001;1.999;{ENDED};x\n"
SHORT = "T000002;U000001;1.00;EUR\n"
OTHERS = {
    "users": "user_id,signed_up_at,updated_at\nU000001,2025-03-01,2025-03-01\n",
    "events": "event_id,event_type,ts\nE000001,view,2025-03-01\n",
}


def _put(raw: Path, name: str, content: str) -> None:
    path = raw / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


@pytest.mark.slow
def test_a_mended_export_is_taken(tmp_path: Path) -> None:
    """Through the jobs: what goes back as it is stays bad, what is mended comes in."""
    raw, out, to = tmp_path / "raw", tmp_path / "lake", tmp_path / "to"
    good = "".join(f"T0000{n};U000001;10.00;{ENDED};\n" for n in range(10, 60))
    _put(raw, "transactions/a.csv", HEADER + TOO_PRECISE + SHORT + good)
    for dataset, content in OTHERS.items():
        _put(raw, f"{dataset}/a.csv", content)
    pipeline = ["pipeline", "--raw", str(raw), "--out", str(out)]
    assert CliRunner().invoke(app, pipeline).exit_code == 0
    page = json.loads((out / "ledger" / "files" / "00000001.json").read_text())
    line = next(entry for entry in page if entry["uri"] == "transactions/a.csv")
    expected = "8 fields, as the header has; 4 found"
    assert line["bad_reasons"] == {
        "ragged_row": {"count": 1, "first": [{"record": 2, "expected": expected}]}
    }
    assert expected in _run("list", "--reason", "ragged_row", "--out", out)
    _run("export", "--dataset", "transactions", "--out", out, "--to", to)
    exported = (to / "transactions" / "a.quarantined.csv").read_text()
    assert exported == (
        f'quarantine_reason;{HEADER}"amount:too_precise";{TOO_PRECISE}"ragged_row";{SHORT}'
    )
    mended = exported.replace("1.999", "1.99").replace(SHORT, f"T000002;U000001;1.00;{ENDED};\n")
    _put(raw, "transactions/mended.csv", mended)
    _put(raw, "transactions/unmended.csv", f'{exported}"";T000003;U000001;1.00;{ENDED};\n')
    assert CliRunner().invoke(app, pipeline).exit_code == 0
    (found,) = _json("list", "--by", "file", "--dataset", "transactions", "--out", out)
    assert {g["file"]: g["records"] for g in found["groups"]} == {
        "transactions/a.csv": 2,
        "transactions/unmended.csv": 2,
    }

"""A first contact from files to figures: what is clear is published, the rest is asked."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from contracts.roots import use
from edp.cli import app
from edp.errors import EdpError
from edp.start.run import start
from tests.edp.start import exports
from tests.edp.test_commands import documented, fields

pytestmark = pytest.mark.slow

CUSTOMERS = "customer_id,name,email,city\nK-1,Ada,ada@example.com,Bonn\n,Bob,bob@example.com,Ulm\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("start")
    files = {"shop.csv": exports.GERMAN, "odd [1]*\n#.csv": CUSTOMERS, "lines.csv": exports.UCI}
    (folder / "in").mkdir()
    for name, text in files.items():
        (folder / "in" / name).write_text(text, "utf-8")
    (folder / "in" / "broken.csv").write_bytes(bytes(range(256)))
    (folder / "in" / os.fsdecode(b"\xff.csv")).write_text("sku,pieces\nA1,4\n")
    return _run(folder / "in", folder / "out")


def _run(folder: Path, into: Path, code: int = 0) -> dict[str, Any]:
    try:
        arguments = ["start", str(folder), "--into", str(into), "--json"]
        done = CliRunner().invoke(app, arguments)
    finally:
        use([])
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_published_revenue_is_the_sum_of_the_files(told: dict[str, Any]) -> None:
    done = CliRunner().invoke(app, ["insights", "--out", told["lake"], "--json"])
    (total,) = json.loads(done.stdout)["revenue_totals"]
    assert (total["currency"], total["orders"], total["revenue"]) == ("EUR", 2, "1234.90")


def test_each_file_is_taken_or_asked_about_or_refused(told: dict[str, Any]) -> None:
    assert {a["file"]: a["dataset"] for a in told["accepted"]} == {
        "odd [1]*\n#.csv": "users",
        "shop.csv": "transactions",
    }
    assert {q["file"] for q in told["questions"]} == {"lines.csv", r"\xff.csv"}
    reasons = [(q["reason"], q["records"]) for q in told["quarantined"]]
    assert reasons == [("user_id:missing", 1), ("binary_content", None)]


def test_the_page_lists_what_is_printed(told: dict[str, Any]) -> None:
    known = {field.replace("published.<table>", "published") for field in documented("start")}
    found = {"published" if f.startswith("published") else f for f in fields(told)}
    assert found == known


def test_what_is_like_nothing_becomes_a_dataset_if_somebody_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "stock.csv").write_text("sku,warehouse,pieces\nA1,north,4\nA2,south,7\n")
    try:
        found = start(tmp_path / "in", tmp_path / "out", lambda q: q.options[0], lambda _: None)
    finally:
        use([])
    assert found.published["silver.stock"] == 2
    assert (tmp_path / "out/contracts/source/stock.yaml").is_file()


def test_an_empty_folder_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    found = _run(tmp_path / "in", tmp_path / "out", code=1)
    assert (found["published"], found["accepted"], found["questions"]) == ({}, [], [])


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").touch()
    arguments = ["start", str(tmp_path / "in"), "--into", str(tmp_path / "out"), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, EdpError)
    assert "is there already" in str(done.exception)

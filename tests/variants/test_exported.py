"""Exported records are those that were sent, as bad as they were until somebody mends them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from edp.quarantine.rendered import Content, Kept, rendered
from edp.quarantine.sent import sent
from lakehouse.storage.file_hash import file_hash
from tests.variants.tables import rows

SENT = rows("exported.md", "As sent")
LEFT = rows("exported.md", "Left out")
KEPT = rows("exported.md", "From quarantine")


def _exported(path: Path, number: int, reasons: str) -> list[Content]:
    found = sent(path, file_hash(path), "transactions", [number])
    return list(rendered([Kept(number, reasons, "")], found, None, "transactions"))


@pytest.mark.parametrize("row", SENT, ids=[str(i) for i in range(len(SENT))])
def test_a_record_as_sent(row: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / row["file"]
    path.write_bytes(row["content"].encode())
    (content,) = _exported(path, int(row["record"]), row["reasons"])
    assert content.data.decode() == row["exported"]


@pytest.mark.parametrize("row", SENT, ids=[str(i) for i in range(len(SENT))])
def test_what_is_sent_again_unmended_is_exported_again(row: dict[str, str], tmp_path: Path) -> None:
    header = row["exported"].partition("\n")[0]
    path = tmp_path / ("again.csv" if header.startswith("quarantine_reason") else "again.ndjson")
    path.write_text(row["exported"] + _good(header))
    (content,) = _exported(path, 1, row["reasons"])
    assert content.data.decode() == row["exported"]


def _good(header: str) -> str:
    """A record to stand beside: a file in which nobody can read any is refused."""
    if header.startswith("{"):
        return '{"tx_id":"T9"}\n'
    delimiter = header[len("quarantine_reason")]
    fields = len(next(csv.reader([header], delimiter=delimiter)))
    return delimiter.join(["", "T9", *[""] * (fields - 2)]) + "\n"


@pytest.mark.parametrize("row", LEFT, ids=[row["reasons"] for row in LEFT])
def test_a_record_that_would_be_good_is_left_out(row: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / row["file"]
    path.write_bytes(row["content"].encode())
    assert list(sent(path, file_hash(path), "transactions", [int(row["record"])]))
    assert _exported(path, int(row["record"]), row["reasons"]) == []


@pytest.mark.parametrize("row", KEPT, ids=[str(i) for i in range(len(KEPT))])
def test_a_record_from_quarantine(row: dict[str, str]) -> None:
    found = rendered([Kept(1, row["reasons"], row["kept"])], {}, row["format"], "transactions")
    assert b"".join(c.data for c in found).decode() == row["exported"]


def test_bytes_that_are_no_characters_go_back_as_they_came(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"tx_id,name\nT1,caf\xc3\xa9\nT2,\xff\xfe,\n")
    (content,) = _exported(path, 2, "undecodable")
    assert content.data.endswith(b'"undecodable",T2,\xff\xfe,\n')


def test_another_version_of_the_file_is_not_what_was_sent(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"tx_id,name\nT1,x\n")
    assert sent(path, "another", "transactions", [1]) == {}
    assert sent(tmp_path / "gone.csv", "v", "transactions", [1]) == {}

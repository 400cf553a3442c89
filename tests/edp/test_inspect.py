"""`edp inspect`: one verdict a file, whatever the files are."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FIELDS = ("verdict", "format", "compression", "encoding", "records", "bad_records", "reason")


def _inspect(*arguments: str | Path) -> tuple[list[dict[str, Any]], str, int]:
    command = [sys.executable, "-c", "from edp.cli import main; main()", "inspect", "--json"]
    done = subprocess.run([*command, *arguments], capture_output=True, check=False)
    found = [json.loads(line) for line in done.stdout.decode().splitlines()]
    return found, done.stderr.decode(), done.returncode


def test_one_object_a_file(tmp_path: Path) -> None:
    contents = {
        "a.csv": b"a,b\n1,2\n3\n",
        "b.json": b"[1,",
        "c.ndjson": b'{"a":1}\n',
        "d.csv": b"",
        "e.json": b'"scalar"',
        "f.parquet": b"PAR1",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    found, errors, code = _inspect(*(tmp_path / name for name in contents))
    assert [tuple(f[field] for field in FIELDS) for f in found] == [
        ("accept_with_quarantine", "csv", "none", "utf-8", 2, 1, "ragged_row"),
        ("reject", "json", "none", "utf-8", 0, 0, "not_json"),
        ("accept", "ndjson", "none", "utf-8", 1, 0, None),
        ("empty", None, "none", None, 0, 0, "empty"),
        ("accept", "json", "none", "utf-8", 0, 0, None),
        ("reject", "parquet", "none", None, 0, 0, "parquet_corrupt"),
    ]
    assert [Path(f["file"]).name for f in found] == list(contents)
    assert (errors, code) == ("", 0)


def test_what_cannot_be_read_is_said_and_the_others_are_judged(tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes(b"a,b\n1,2\n")
    os.mkfifo(tmp_path / "pipe")
    files = [tmp_path / "missing.csv", tmp_path, tmp_path / "pipe", good / "below", good]
    found, errors, code = _inspect(*files)
    assert [f["reason"] for f in found] == ["unreadable"] * 4 + [None]
    assert [f["detail"] for f in found[:3]] == [
        "No such file or directory",
        "a folder: name the files in it",
        "not a regular file",
    ]
    assert errors == "error: 4 of 5 files could not be read (reason `unreadable`)\n"
    assert code == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n")
    path.chmod(0)
    (found,), _, code = _inspect(path)
    assert (found["reason"], found["detail"], code) == ("unreadable", "Permission denied", 1)


@pytest.mark.parametrize("name", [b"[red].csv", b"n\xff.csv", "é 日.csv".encode()])
def test_odd_names(tmp_path: Path, name: bytes) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    path.write_bytes(b'a,b\n"[/x]\n')
    (found,), _, code = _inspect(path)
    assert (found["verdict"], code) == ("reject", 0)
    words = [sys.executable, "-c", "from edp.cli import main; main()", "inspect", path]
    # Wide enough that the table need not break the path.
    wide = os.environ | {"COLUMNS": "300"}
    done = subprocess.run(words, capture_output=True, check=True, env=wide)
    assert b"no_readable_record" in done.stdout
    assert found["file"].encode() in done.stdout

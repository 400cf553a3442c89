"""What the tests of the reader share: one verdict on some bytes."""

from __future__ import annotations

import io
from pathlib import Path

from contracts import load
from lakehouse.reader.file import read_file
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import Records
from lakehouse.reader.verdict import Verdict

CASES = Path(__file__).parent / "cases"
EVENTS = Layout.of(load("source.events"))


def judge(name: str, content: bytes, layout: Layout | None = None) -> tuple[Verdict, list[Records]]:
    """The verdict, and what was taken; without a dataset if there is no layout."""
    taken: list[Records] = []
    verdict = read_file(name, io.BytesIO(content), layout or Layout(), taken.append, taken.clear)
    return verdict, taken


def said(name: str, content: bytes, layout: Layout | None = None) -> str:
    """The verdict in a few words: `accept 2`, `accept_with_quarantine 2 1 ragged_row`, …"""
    verdict, taken = judge(name, content, layout)
    words: list[object] = [verdict.outcome]
    if verdict.outcome.startswith("accept"):
        words.append(verdict.facts.records)
        bad = [b for r in taken for b in r.bad]
        assert len(bad) == verdict.facts.bad_records
        words += [len(bad), *sorted({b.reason for b in bad})] if bad else []
    elif verdict.outcome == "reject":
        words.append(verdict.reason)
    return " ".join(map(str, words))


def table(name: str) -> list[tuple[bytes, str]]:
    """Bytes and what is said of them, from a file of cases."""
    lines = (CASES / name).read_text().splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    return [
        (text.encode().decode("unicode_escape").encode("latin-1"), words) for text, words in rows
    ]


def values(taken: list[Records], column: str) -> list[str | None]:
    """A column's values in the order of the records."""
    found: dict[int, str | None] = {}
    for part in taken:
        empty = [None] * len(part.numbers)
        column_values = part.columns[column].to_pylist() if column in part.columns else empty
        found |= dict(zip(part.numbers.to_pylist(), column_values, strict=True))
    return [found[n] for n in sorted(found)]

"""Eight-bit encodings: the page beside this file, and what holds for any words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Verdict
from tests.glue_scripts.judging import judge, values
from tests.variants import tables

USERS = Layout.of(load("source.users"))
ROWS = tables.rows("encodings.md")
WORDS = sorted({w for row in ROWS for w in row["words"].split() if not w.isascii()})
ENCODINGS = sorted({row["encoding"] for row in ROWS})


def read(words: list[str], encoding: str) -> tuple[Verdict, list[str | None]]:
    """The verdict on users with such names, and their names as they were read."""
    lines = ["user_id,name", *(f"U{i},{word}" for i, word in enumerate(words))]
    verdict, taken = judge("x.csv", "\n".join(lines).encode(encoding) + b"\n", USERS)
    return verdict, values(taken, "name") if verdict.outcome.startswith("accept") else []


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['words']} {r['encoding']}" for r in ROWS])
def test_words_are_read_or_the_file_is_refused(row: dict[str, str]) -> None:
    words = row["words"].split(" ")
    verdict, names = read(words, row["encoding"])
    if row["outcome"] == "read":
        assert names == words
    else:
        assert verdict.reason == "unknown_encoding"
        assert "UTF-8" in str(verdict.detail)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(ENCODINGS))
def test_no_word_comes_out_with_other_letters(words: list[str], encoding: str) -> None:
    try:
        verdict, names = read(words, encoding)
    except UnicodeEncodeError:
        return
    assert names == words or verdict.reason in ("unknown_encoding", "no_readable_record")

"""Eight-bit encodings: the pages beside this file, and what holds for any words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.reader.codepages import CODE_PAGES
from lakehouse.reader.layout import Layout
from lakehouse.reader.verdict import Verdict
from scripts import accents
from tests.glue_scripts.judging import judge, values
from tests.variants import tables

USERS = Layout.of(load("source.users"))
ROWS = tables.rows("encodings.md")
LISTS = tables.rows("accented_words.md")
WORDS = {row["language"]: row["words"].split(" ") for row in LISTS}


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


@pytest.mark.parametrize("row", LISTS, ids=[row["language"] for row in LISTS])
def test_words_of_a_language_are_read(row: dict[str, str]) -> None:
    words = row["words"].split(" ")
    assert read(words, row["encoding"])[1] == words


def test_the_table_has_each_language_that_is_tried_and_its_script_names_their_sources() -> None:
    tried = {language for languages, _ in CODE_PAGES.values() for language in languages}
    lines = accents.TABLE.read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in lines} == tried == set(accents.LOCALES)
    assert {"Faker (MIT)", "CLDR (Unicode-3.0)"} <= set(re.findall(r"- (.+?):", accents.__doc__))


@st.composite
def words_and_encodings(draw: st.DrawFn) -> tuple[list[str], str]:
    """Words of the languages that an encoding is used for."""
    encoding = draw(st.sampled_from(sorted(CODE_PAGES)))
    some = sorted({word for language in CODE_PAGES[encoding][0] for word in WORDS[language]})
    return draw(st.lists(st.sampled_from(some), min_size=1, max_size=6)), encoding


@given(words_and_encodings())
def test_no_word_comes_out_with_other_letters(case: tuple[list[str], str]) -> None:
    words, encoding = case
    try:
        verdict, names = read(words, encoding)
    except UnicodeEncodeError:
        return
    assert names == words or verdict.reason in ("unknown_encoding", "no_readable_record")

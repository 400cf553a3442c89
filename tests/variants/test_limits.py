"""limits.md: errors in one line that says something."""

from __future__ import annotations

import pytest

from lakehouse.errors.causes import gist, limit
from tests.variants.tables import rows

Row = dict[str, str]


def error(row: Row) -> Exception:
    """An error of that name with that text, as somebody else's library raises it."""
    return type(row["error"], (Exception,), {})(row["text"].removeprefix("nothing"))


@pytest.mark.parametrize("row", rows("limits.md", "Limits of the machine"), ids=lambda r: r["text"])
def test_limits_are_told_in_words(row: Row) -> None:
    said = limit(error(row))
    assert (said or "").partition(";")[0] == row["line"]
    assert said is None or said.endswith("and run again, nothing is lost")


@pytest.mark.parametrize(
    "row", rows("limits.md", "The line that says something"), ids=lambda r: r["text"]
)
def test_of_an_error_the_line_is_told_that_says_something(row: Row) -> None:
    assert gist(error(row)) == row["line"]


def test_a_limit_behind_another_error_is_seen() -> None:
    wrapped = RuntimeError("could not be written")
    wrapped.__cause__ = OSError(28, "No space left on device", "/lake/a")
    assert limit(wrapped) == (
        "/lake/a: no room is left on the disk; free some and run again, nothing is lost"
    )

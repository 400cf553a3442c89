"""A type is wider when all values of the other one are values of it."""

from __future__ import annotations

import pytest

from edp.contract.types import is_wider


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("integer", "bigint"),
        ("integer", "decimal(10,0)"),
        ("bigint", "decimal(21,2)"),
        ("decimal(12,2)", "decimal(13,3)"),
        ("date", "timestamp"),
    ],
)
def test_a_wider_type_keeps_every_value(before: str, after: str) -> None:
    assert is_wider(before, after)
    assert not is_wider(after, before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("decimal(12,2)", "decimal(12,3)"),
        ("integer", "decimal(9,0)"),
        ("integer", "boolean"),
        ("string", "date"),
    ],
)
def test_other_types_do_not(before: str, after: str) -> None:
    assert not is_wider(before, after)

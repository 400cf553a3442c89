"""Work is dealt so that all workers end at about the same time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lakehouse.runtime.shares import shares


def test_dear_items_are_dealt_first_and_cheap_ones_fill_up() -> None:
    assert shares([1, 1, 5, 2, 3], int, 2) == [[5, 1], [3, 2, 1]]


def test_no_share_is_empty() -> None:
    assert shares([4, 2], int, 8) == [[4], [2]]
    assert shares([], int, 2) == []


@given(st.lists(st.integers(0, 1000)), st.integers(1, 6))
def test_every_item_is_in_one_share_and_none_is_far_dearer_than_its_part(
    costs: list[int], number: int
) -> None:
    dealt = shares(costs, int, number)
    assert sorted(item for share in dealt for item in share) == sorted(costs)
    assert all(sum(s) <= sum(costs) / number + max(costs) for s in dealt)

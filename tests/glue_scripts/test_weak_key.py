"""Which columns would tell records apart that contradict each other."""

from __future__ import annotations

import pytest

from lakehouse.dedupe.weak_key import telling_columns


def lines(*values: str) -> list[dict[str, str]]:
    """Records of the order O1 from texts such as `sku=A amount=1`."""
    return [{"id": "O1"} | dict(part.split("=") for part in v.split()) for v in values]


@pytest.mark.parametrize(
    ("records", "columns"),
    [
        (lines("sku=A amount=1", "sku=B amount=2"), ("sku",)),
        (lines("amount=1 sku=A", "amount=2 sku=B"), ("sku",)),
        (lines("amount=1", "amount=2"), ("amount",)),
        (lines("sku=A size=S n=1", "sku=A size=L n=2", "sku=B size=S n=3"), ("n",)),
        (
            lines("a=1 b=1 amount=1", "a=1 b=2 amount=1", "a=2 b=1 amount=2", "a=2 b=2 amount=1"),
            ("a", "b"),
        ),
        (lines("sku=A amount=1", "amount=2"), ("amount",)),
        (lines("sku=A amount=1", "sku=A amount=1"), ("sku",)),
        (lines("sku=A note=x", "sku=A note=y", "sku=A"), ()),
    ],
    ids=[
        "one column",
        "amounts come last",
        "amounts, if nothing else",
        "the first that does",
        "two columns",
        "one that is always there",
        "no contradiction",
        "none",
    ],
)
def test_columns_that_tell(records: list[dict[str, str]], columns: tuple[str, ...]) -> None:
    assert telling_columns(records, ("id",), ("amount",)) == columns

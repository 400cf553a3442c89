"""Of a file that is overwritten the newest version counts, whether or not it was there before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from edp.engine import engine
from edp.lake import Lake
from edp.published import open_published
from lakehouse.errors.failure import Incomplete
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.conservation import check_conservation
from tests.e2e.shop import TX_HEADER

pytestmark = pytest.mark.slow
GOOD, BAD, LATER = ("10.00", "2025-03-01"), ("99.00", "2025-03-01"), ("99.00", "2025-09-09")
State = tuple[str, str]


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


class Orders:
    """A lake of orders that come in files which are written over."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "lake"
        self.settings = Settings.in_folder(self.raw, self.out)

    def write(self, name: str, *orders: tuple[int, State], at: int = 0) -> None:
        """A file with an order each of number, amount and day of its update."""
        lines = [
            f"T{n:07d},U00000001,{amount},EUR,paid,card,FR,2025-03-01T00:00:00Z,{day}T00:00:00Z"
            for n, (amount, day) in orders
        ]
        path = self.raw / "transactions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([TX_HEADER, *lines, ""]))
        if at:
            os.utime(path, (at, at))

    def run(self) -> dict[str, str]:
        """Takes what is there; returns key -> amount."""
        for job in (raw_to_bronze, bronze_to_silver):
            with suppress(Incomplete):
                job.run(self.settings, Metrics())
        con = open_published(Lake.in_folder(self.out), "silver")
        rows = con.execute("SELECT tx_id, amount::VARCHAR FROM silver.transactions ORDER BY 1")
        return dict(rows.fetchall())


@pytest.fixture
def orders(tmp_path: Path) -> Orders:
    return Orders(tmp_path)


@pytest.mark.parametrize("bad", [BAD, LATER], ids=["as new", "said to be newer"])
def test_content_that_comes_back_counts(orders: Orders, bad: State) -> None:
    for state, at in ((GOOD, 1_000_000), (bad, 2_000_000), (GOOD, 1_000_000)):
        orders.write("a.csv", (1, state), at=at)
        assert orders.run() == {"T0000001": state[0]}
        assert orders.run() == {"T0000001": state[0]}
    assert check_conservation(orders.raw, orders.out) == []


def test_again_and_again(orders: Orders) -> None:
    for state in (GOOD, BAD) * 3:
        orders.write("a.csv", (1, state))
        assert orders.run() == {"T0000001": state[0]}


def test_a_newer_version_corrects_only_what_it_says(orders: Orders) -> None:
    """A producer may write each day's orders into the same file."""
    orders.write("orders.csv", (1, GOOD), (2, GOOD))
    orders.run()
    orders.write("orders.csv", (2, BAD), (3, GOOD))
    assert orders.run() == {"T0000001": "10.00", "T0000002": "99.00", "T0000003": "10.00"}


def test_other_files_are_not_corrected(orders: Orders) -> None:
    orders.write("a.csv", (1, ("10.00", "2025-03-05")))
    orders.run()
    orders.write("a.csv", (1, ("20.00", "2025-03-02")))
    orders.write("b.csv", (1, ("30.00", "2025-03-03")))
    assert orders.run() == {"T0000001": "30.00"}


def test_a_newer_version_that_is_refused_corrects_nothing(orders: Orders) -> None:
    orders.write("a.csv", (1, GOOD))
    orders.run()
    (orders.raw / "transactions" / "a.csv").write_text("no header at all")
    assert orders.run() == {"T0000001": "10.00"}
    orders.write("a.csv", (1, BAD))
    assert orders.run() == {"T0000001": "99.00"}

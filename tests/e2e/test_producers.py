"""Files of several systems in one gold, and a producer that changes between two runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.roots import use
from edp.engine import engine
from edp.lake import Lake
from edp.pipeline import Outcome, run
from edp.published import open_published
from tests.conservation import check_conservation
from tests.producers.made import describe

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parents[2] / "examples"
PARTS = "datasets:\n  transactions:\n    columns: {nr: tx_id, sum: amount, who: user_id}\n"
VALUES = "    values: {currency: EUR, status: paid, created_at: '2025-03-01'}\n"
FILE = "nr;who;sum\nA1;7200000000001;1.500\nA2;7200000000001;2,50\n"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Path]:
    """Orders and customers of one system, events of another, and a file of nobody's."""
    for system in ("shopify", "ga4"):
        shutil.copytree(EXAMPLES / system / "raw", tmp_path / "raw", dirs_exist_ok=True)
    (tmp_path / "raw/acme").mkdir()
    (tmp_path / "raw/acme/o.csv").write_text(FILE)
    yield tmp_path
    use([])


def taken(shop: Path) -> Outcome:
    return run(shop / "raw", shop / "lake", "sail", lambda _: None)


def asked(shop: Path, query: str) -> list[tuple[object, ...]]:
    return open_published(Lake.in_folder(shop / "lake"), "gold", "silver").sql(query).fetchall()


def test_a_mixed_shop_and_a_setting_that_is_mended(shop: Path) -> None:
    describe(shop / "wrong", f"decimalMark: '.'\n{PARTS}{VALUES}")
    with engine("sail"):
        first = taken(shop)
        paid = "SELECT count(*), sum(amount)::VARCHAR FROM silver.transactions WHERE status='paid'"
        eur = f"{paid} AND currency='EUR'"
        assert asked(shop, eur) == [(3, "152.30")]
        assert first.records["transactions"]["quarantine"] == 1
        bought = "SELECT count(*) FROM gold.fact_event e JOIN gold.dim_user u USING (user_key)"
        assert asked(shop, f"{bought} WHERE u.name = 'Ada Lovelace'") == [(3,)]
        describe(shop / "mended", f"decimalMark: ','\n{PARTS}{VALUES}")
        second = taken(shop)
    assert second.notes[0].startswith("read again as the contract, the producer or the reader")
    assert asked(shop, eur) == [(4, "1652.30")]
    assert second.records["transactions"]["quarantine"] == 0
    assert check_conservation(shop / "raw", shop / "lake") == []

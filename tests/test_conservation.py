"""A record that is lost, doubled or swapped anywhere is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conservation import check_conservation
from tests.edp import handmade

A, B = "users/a.csv", "users/b.json"
MOMENT = "2025-02-01T09:00:00.000000Z"

Rows = list[handmade.Row]


class Shop:
    """A raw folder and an output that accounts for it, to be spoilt by tests."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        self.files = {A: "user_id,age\n1,2\n3,4\n5,6\n7,8\n", B: "{", "_answer_key/x": "x"}
        self.silver: Rows = [handmade.silver_user(1, A, 1), handmade.silver_user(2, A, 4)]
        self.quarantine: Rows = [handmade.quarantined("users", A, 2, "age:out_of_range")]
        self.lineage: Rows = [handmade.merged((A, 3), "U00000002", MOMENT)]
        self.ledger: Rows = [
            {"uri": A, "verdict": "accept_with_quarantine", "records": 4},
            {"uri": B, "verdict": "reject", "reason": "not_json", "records": None},
        ]

    def problems(self) -> list[str]:
        """Writes everything and checks it."""
        for name, text in self.files.items():
            path = self.raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        handmade.silver(
            self.out,
            silver_users=self.silver,
            quarantine_users=self.quarantine,
            lineage_users=self.lineage,
        )
        handmade.ledger(self.out, *self.ledger)
        return check_conservation(self.raw, self.out)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_all_accounted_for(shop: Shop) -> None:
    assert shop.problems() == []


def _lost(shop: Shop) -> None:
    shop.quarantine.clear()


def _doubled(shop: Shop) -> None:
    shop.quarantine *= 2


def _two_fates(shop: Shop) -> None:
    shop.quarantine.append(handmade.quarantined("users", A, 1, "age:missing"))


def _swapped(shop: Shop) -> None:
    shop.quarantine[0]["record_no"] = 1


def _outside(shop: Shop) -> None:
    shop.quarantine[0]["record_no"] = 5


def _miscounted(shop: Shop) -> None:
    shop.ledger[0]["records"] = 3


def _grown_file(shop: Shop) -> None:
    shop.files[A] += "9,10\n"


def _kept_is_not_in_silver(shop: Shop) -> None:
    shop.lineage[0]["record_key"] = "U00000009"


def _records_of_a_refused_file(shop: Shop) -> None:
    shop.quarantine.append(handmade.quarantined("users", B, 1, "invalid_json"))


def _other_version(shop: Shop) -> None:
    shop.silver[0]["_source_version"] = "v2"


def _file_without_fate(shop: Shop) -> None:
    shop.files["users/c.csv"] = "user_id\n1\n"


def _file_with_two_fates(shop: Shop) -> None:
    shop.ledger.append(shop.ledger[1] | {"verdict": "empty"})


def _set_aside_in_part(shop: Shop) -> None:
    shop.quarantine[0]["reasons"] = "age:out_of_range;file_set_aside"


def _refused_without_reason(shop: Shop) -> None:
    shop.ledger[1]["reason"] = None


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (_lost, f"{A}: 4 records have 3 fates of 3 records; record 2: no fate"),
        (_doubled, "record 2: quarantine+quarantine"),
        (_two_fates, "record 1: quarantine+silver"),
        (_swapped, "record 1: quarantine+silver; record 2: no fate"),
        (_outside, "1 of them outside the file; record 2: no fate"),
        (_miscounted, "the ledger says 3 records, there are 4"),
        (_grown_file, "record 5: no fate"),
        (_kept_is_not_in_silver, "record 3 was merged into U00000009, but silver.users has no"),
        (_records_of_a_refused_file, f"{B}: 1 fates in users, but version v1 was not accepted"),
        (_other_version, "version v2 was not accepted there"),
        (_file_without_fate, "users/c.csv: has no fate in the ledger"),
        (_file_with_two_fates, f"{B}: version v1 has two fates in the ledger"),
        (_set_aside_in_part, f"{A}: 1 of 4 records are set aside: a file is set aside whole"),
        (_refused_without_reason, f"{B}: refused without a reason"),
    ],
)
def test_what_is_wrong_is_said(shop: Shop, spoil: Callable[[Shop], None], expected: str) -> None:
    spoil(shop)
    assert expected in "\n".join(shop.problems())


def test_an_older_version_of_a_file_is_held_to_its_ledger_entry(shop: Shop) -> None:
    """The raw file was replaced: three records arrived in a first version, four in a second."""
    shop.ledger.insert(0, shop.ledger[0] | {"version": "v0", "records": 1})
    old = handmade.merged((A, 1), "U00000001", MOMENT) | {"source_version": "v0"}
    shop.lineage.append(old)
    assert shop.problems() == []
    shop.lineage.remove(old)
    assert "1 records have 0 fates" in "\n".join(shop.problems())


def test_a_file_that_is_set_aside_as_a_whole_is_accounted_for(shop: Shop) -> None:
    shop.silver, shop.lineage = [], []
    shop.quarantine = [handmade.quarantined("users", A, n, "file_set_aside") for n in range(1, 5)]
    assert shop.problems() == []

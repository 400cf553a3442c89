"""What becomes of records of one key, by the page of variants."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from edp.engine import engine
from edp.fates import add_fates
from edp.lake import Lake
from edp.published import open_published
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.variants.tables import rows

CASES = rows("duplicates.md")
KNOWN = (
    "tx_id",
    "user_id",
    "amount",
    "currency",
    "status",
    "payment_method",
    "country",
    "created_at",
    "updated_at",
)
CREATED = "2025-03-01T00:00:00Z"

Place = tuple[str, int]
Files = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[Place, str]:
    return fates(tmp_path_factory.mktemp("shop"))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[c["case"] for c in CASES])
def test_what_becomes_of_records(found: dict[Place, str], number: int) -> None:
    places = [place for place, _ in records(number)]
    assert " ".join(found[place] for place in places) == CASES[number]["fates"]


def fates(folder: Path) -> dict[Place, str]:
    """Writes all cases as one raw folder, builds silver, and asks what became of the records."""
    settings = Settings.in_folder(folder / "raw", folder / "lake")
    write(folder / "raw")
    with engine("sail"):
        raw_to_bronze.run(settings, Metrics())
        bronze_to_silver.run(settings, Metrics())
    con = open_published(Lake.in_folder(folder / "lake"), "silver")
    add_fates(con)
    query = "SELECT uri, record_no, fate, reasons FROM record_fates"
    return {(uri, no): _fate(fate, why) for uri, no, fate, why in con.execute(query).fetchall()}


def _fate(fate: str, reasons: str | None) -> str:
    if fate == "quarantined":
        return "conflict" if reasons == "conflict" else "bad"
    return fate


def records(number: int) -> Iterator[tuple[Place, dict[str, str]]]:
    """The records of a case, and where each will stand."""
    counts: defaultdict[str, int] = defaultdict(int)
    for text in CASES[number]["records"].split(";"):
        name, amount, method, country, day, *others = text.split()
        uri = f"transactions/case{number:03d}/{name}.csv"
        counts[uri] += 1
        yield (uri, counts[uri]), _record(number, amount, method, country, day, others)


def _record(
    number: int, amount: str, method: str, country: str, day: str, others: list[str]
) -> dict[str, str]:
    values = {
        "tx_id": f"T{number:06d}",
        "amount": amount,
        "payment_method": method,
        "country": country,
    }
    if day != "-":
        values |= {"user_id": "U000001", "currency": "EUR", "status": "paid", "created_at": CREATED}
        values["updated_at"] = f"2025-04-{int(day):02d}T00:00:00Z"
    if others == ["created"]:
        values["created_at"] = CREATED
        others = []
    values |= dict(text.split("=") for text in others)
    return {name: "" if text == "-" else text for name, text in values.items()}


def write(raw: Path) -> None:
    """All cases, and a sound file, so that bad ones are not the most."""
    files: Files = defaultdict(list)
    for number in range(len(CASES)):
        for (uri, _), record in records(number):
            files[uri].append(record)
    sound = [_record(9_000 + n, "10", "card", "DE", "1", []) for n in range(50)]
    for uri, found in (files | {"transactions/sound.csv": sound}).items():
        path = raw / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        names = dict.fromkeys([*KNOWN, *(name for record in found for name in record)])
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(names), restval="")
            writer.writeheader()
            writer.writerows(found)

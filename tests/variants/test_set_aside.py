"""The page `set_aside.md`: which files take part, and how runs end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts import load
from edp.engine import engine
from lake_protocol.decisions import in_force
from lakehouse import ledger, set_aside
from lakehouse.errors.failure import Incomplete
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.silver.reason_counts import Tally
from tests.conservation import check_conservation
from tests.e2e import shop
from tests.variants.tables import rows

Row = dict[str, str]
FATES = ("silver", "lineage", "quarantine", "aside")


@pytest.mark.parametrize(
    "row", rows("set_aside.md", "One file"), ids=lambda r: " ".join(r.values())
)
def test_one_file(row: Row, tmp_path: Path) -> None:
    for word in filter(None, row["decided"].split(", ")):
        set_aside.decide(str(tmp_path), "f", ["v"], "ada", "so", aside=word == "aside")
    found = in_force(set_aside.decisions(str(tmp_path))).get(("f", "v"))
    decided = found and found.aside
    tallies = {"f": Tally(int(row["records"]), int(row["bad"]))}
    aside = set_aside.set_aside(["f"], [decided], tallies, load("source.events"))
    assert row["file"] == ("set aside" if aside else "takes part")


class Arrivals:
    """Writes files of events as a cell of the table says."""

    def __init__(self, raw: Path) -> None:
        self._folder, self._files, self._records = raw / "events", 0, 0

    def write(self, cell: str) -> None:
        for words in filter(None, cell.split(" / ")):
            self._files += 1
            self._folder.mkdir(exist_ok=True)
            suffix = "json" if words in ("refused", "no records") else "csv"
            file = self._folder / f"{self._files:02d}.{suffix}"
            file.write_text(self._content(words))

    def _content(self, words: str) -> str:
        fixed = {"refused": "{no", "no records": "[]", "empty": ""}
        if words in fixed:
            return fixed[words]
        lines = [shop.EVENT_HEADER]
        parts = words.split(" ")
        for count, kind in zip(parts[::2], parts[1::2], strict=True):
            first = 0 if kind == "again" else self._records
            lines += [event(first + n, kind == "bad") for n in range(int(count))]
            self._records += int(count)
        return "\n".join([*lines, ""])


def event(number: int, bad: bool) -> str:
    when = "some day" if bad else "2025-03-01T10:00:00Z"
    return f"E{number:07d},,S1,view,{when},P0001,DE,mobile,1.50"


@pytest.fixture(scope="module")
def sail() -> Iterator[None]:
    with engine("sail"):
        yield


@pytest.mark.slow
@pytest.mark.parametrize("row", rows("set_aside.md", "Runs"), ids=lambda r: r["case"])
def test_runs(row: Row, tmp_path: Path, sail: None) -> None:
    raw, lake = tmp_path / "raw", tmp_path / "lake"
    settings, arrivals = Settings.in_folder(raw, lake), Arrivals(raw)
    shop.write(raw, "users", "transactions")
    if row["before"]:
        arrivals.write(row["before"])
        run(settings)
    arrivals.write(row["now"])
    said, metrics = run(settings)
    assert said == [] if row["run"] == "ends well" else row["says"] in " ".join(said)
    assert bool(said) == (row["run"] == "fails")
    states = {name: about["state"].replace("_", " ") for name, about in metrics.datasets.items()}
    assert states == {"events": row["dataset"], "users": "published", "transactions": "published"}
    counts = metrics.records["events"]
    figures = " + ".join(str(counts[fate]) for fate in FATES)
    assert f"{counts['bronze']} = {figures}" == row["records"]
    if row["dataset"] != "held back":
        assert check_conservation(raw, lake) == []
    assert not ledger.interrupted(settings.ledger)


def run(settings: Settings) -> tuple[list[str], Metrics]:
    """Both jobs, and the lines that they end with."""
    said: list[str] = []
    for job in (raw_to_bronze, bronze_to_silver):
        metrics = Metrics()
        try:
            job.run(settings, metrics)
        except Incomplete as incomplete:
            said += incomplete.lines
    return said, metrics

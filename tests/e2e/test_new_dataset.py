"""A dataset nobody has heard of is one file: its records become silver or are quarantined."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.roots import use
from edp.engine import engine
from edp.fates import add_fates
from edp.lake import Lake
from edp.published import open_published
from lakehouse.dedupe import parts
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings

READINGS = """
apiVersion: v3.1.0
kind: DataContract
id: source.readings
name: readings
version: 1.0.0
status: active
description: {purpose: What meters show.}
schema:
  - name: readings
    description: One record per reading.
    customProperties: [{property: orderBy, value: [sequence]}]
    properties:
      - {name: meter, logicalType: number, physicalType: 'decimal(38,0)', description: Number of the meter., primaryKey: true, required: true, examples: ['7']}
      - {name: read_on, logicalType: date, description: Day., primaryKey: true, required: true, examples: ['2025-03-01']}
      - {name: sequence, logicalType: integer, physicalType: bigint, description: Its order., required: true, examples: ['1']}
      - {name: shown, logicalType: number, physicalType: 'decimal(38,18)', description: What it shows., examples: ['1.5'], customProperties: [{property: aliases, value: [reading.value]}]}
      - {name: estimated, logicalType: boolean, description: Whether nobody looked., examples: ['true']}
      - {name: sent_at, logicalType: timestamp, description: When it was sent., examples: ['2025-03-01T12:00:00Z']}
"""  # noqa: E501 (one line for each column)
METER = "12345678901234567890123456789012345678"
CSV = """meter,read_on,sequence,shown,estimated,sent_at
7,2025-03-01,1,0.000000000000000001,yes,2025-03-01T12:00:00Z
7,2025-03-01,9223372036854775807,2.5,no,
7,2025-03-02,9223372036854775808,2.5,no,
7,2025-02-30,1,2.5,no,
8,2025-03-01,1,2.5,perhaps,
"""


SCANS = """
apiVersion: v3.1.0
kind: DataContract
id: source.scans
name: scans
version: 1.0.0
status: active
description: {{purpose: What tills scan.}}
schema:
  - name: scans
    description: One record per scan.
    properties:
      - {{name: article, logicalType: string, description: Article., primaryKey: {key}, required: true, examples: [a]}}
      - {{name: price, logicalType: integer, description: Price., examples: ['1']}}
"""  # noqa: E501 (one line for each column)


class NewLake:
    """A lake of one dataset that only a folder of the user's knows."""

    def __init__(self, folder: Path, dataset: str, contract: str) -> None:
        self.raw, self._out = folder / "raw" / dataset, folder / "lake"
        sources = folder / "shop" / "contracts" / "source"
        sources.mkdir(parents=True)
        (sources / f"{dataset}.yaml").write_text(contract, encoding="utf-8")
        self.raw.mkdir(parents=True)
        self._settings = Settings.in_folder(folder / "raw", self._out)
        use([folder / "shop"])

    def run(self, minute: int = 0, **files: str) -> None:
        """Takes files, which arrived in a minute of an hour, up to silver."""
        for name, text in files.items():
            path = self.raw / name.replace("__", ".")
            path.write_text(text, encoding="utf-8")
            os.utime(path, (1740830400 + 60 * minute,) * 2)
        for job in (raw_to_bronze, bronze_to_silver):
            job.run(self._settings, Metrics())

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """An answer from the published tables."""
        con = open_published(Lake.in_folder(self._out), "silver")
        add_fates(con)
        return con.execute(query).fetchall()


@pytest.fixture(scope="module", autouse=True)
def sail() -> Iterator[None]:
    with engine("sail"):
        yield
    use([])


def test_values_of_all_types_become_silver_or_are_quarantined(tmp_path: Path) -> None:
    lake = NewLake(tmp_path, "readings", READINGS)
    nested = {"meter": METER, "read_on": "2025-03-01", "sequence": 1, "reading": {"value": "0.1"}}
    lake.run(a__csv=CSV, b__json=json.dumps([nested, nested]))
    assert lake.ask(
        "SELECT meter::VARCHAR, read_on::VARCHAR, sequence, shown::VARCHAR, estimated "
        "FROM silver.readings ORDER BY ALL"
    ) == [
        (METER, "2025-03-01", 1, "0.100000000000000000", None),
        ("7", "2025-03-01", 2**63 - 1, "2.500000000000000000", False),
    ]
    fates = "SELECT record_no, fate, reasons FROM record_fates WHERE uri = 'readings/a.csv'"
    assert lake.ask(f"{fates} ORDER BY ALL") == [
        (1, "superseded", None),
        (2, "silver", None),
        (3, "quarantined", "sequence:out_of_range"),
        (4, "quarantined", "read_on:invalid_timestamp"),
        (5, "quarantined", "estimated:not_allowed"),
    ]
    fates = "SELECT fate FROM record_fates WHERE uri = 'readings/b.json' ORDER BY ALL"
    assert lake.ask(fates) == [("duplicate",), ("silver",)]


FATES = "SELECT uri[7:], record_no, fate FROM record_fates ORDER BY ALL"
PRICES = "SELECT article, price FROM silver.scans ORDER BY ALL"


def test_without_an_ordering_column_the_file_decides(tmp_path: Path) -> None:
    lake = NewLake(tmp_path, "scans", SCANS.format(key="true"))
    lake.run(z__csv="article,price\na,9\nc,3\n")
    part_10 = "article,price\na,2\nb,5\nb,6\nc,3\nc,\n"
    lake.run(1, **{"part-2__csv": "article,price\na,1\n", "part-10__csv": part_10})
    assert lake.ask(PRICES) == [("a", 2), ("c", 3)]
    assert lake.ask(FATES) == [
        ("part-10.csv", 1, "silver"),
        ("part-10.csv", 2, "quarantined"),
        ("part-10.csv", 3, "quarantined"),
        ("part-10.csv", 4, "silver"),
        ("part-10.csv", 5, "duplicate"),
        ("part-2.csv", 1, "superseded"),
        ("z.csv", 1, "superseded"),
        ("z.csv", 2, "duplicate"),
    ]


@pytest.mark.parametrize("records_of_a_part", [150_000, 1])
def test_without_a_key_as_many_equal_records_count_as_one_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, records_of_a_part: int
) -> None:
    monkeypatch.setattr(parts, "PART_RECORDS", records_of_a_part)
    lake = NewLake(tmp_path, "scans", SCANS.format(key="false"))
    one, other = "article,price\na,1\na,1\nb,2\n", "article,price\na,1\nb,2\nb,2\n"
    lake.run(one__csv=one, other__csv=other)
    assert lake.ask(PRICES) == [("a", 1), ("a", 1), ("b", 2), ("b", 2)]
    assert sorted(fate for *_, fate in lake.ask(FATES)) == ["duplicate"] * 2 + ["silver"] * 4
    lake.run(1, one__csv="article,price\nc,3\n")
    assert lake.ask(PRICES) == [("a", 1), ("b", 2), ("b", 2), ("c", 3)]


def test_columns_may_have_names_that_mean_something_in_sql(tmp_path: Path) -> None:
    names = ("count", "group", "key", "value", "hash", "n", "date", "select", "from", "version")
    more = "".join(
        f"      - {{name: {name}, logicalType: string, description: D., examples: [a]}}\n"
        for name in names
    )
    contract = SCANS.format(key="true").replace("name: article", "name: order") + more
    lake = NewLake(tmp_path, "scans", contract)
    lake.run(a__csv=f"order,{','.join(names)}\n1,{','.join(names)}\n1,{','.join(names)}\n")
    quoted = ", ".join(f'"{name}"' for name in names)
    assert lake.ask(f'SELECT "order", {quoted} FROM silver.scans') == [("1", *names)]


def test_a_dataset_is_added_to_a_lake_before_its_first_file(tmp_path: Path) -> None:
    lake = NewLake(tmp_path / "one", "scans", SCANS.format(key="true"))
    lake.run(a__csv="article,price\na,1\n")
    NewLake(tmp_path / "other", "readings", READINGS)
    use([tmp_path / "one" / "shop", tmp_path / "other" / "shop"])
    lake.run()
    assert lake.ask("SELECT count(*) FROM silver.readings") == [(0,)]
    assert lake.ask(PRICES) == [("a", 1)]

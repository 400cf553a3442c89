"""A dataset nobody has heard of is one file: its records become silver or are quarantined."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.roots import use
from edp.engine import engine
from edp.fates import add_fates
from edp.lake import Lake
from edp.published import open_published
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


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lake]:
    root, raw, out = (tmp_path / name for name in ("shop", "raw", "lake"))
    (root / "contracts" / "source").mkdir(parents=True)
    (root / "contracts" / "source" / "readings.yaml").write_text(READINGS, encoding="utf-8")
    (raw / "readings").mkdir(parents=True)
    (raw / "readings" / "a.csv").write_text(CSV, encoding="utf-8")
    nested = {"meter": METER, "read_on": "2025-03-01", "sequence": 1, "reading": {"value": "0.1"}}
    (raw / "readings" / "b.json").write_text(json.dumps([nested, nested]), encoding="utf-8")
    use([root])
    settings = Settings.in_folder(raw, out)
    with engine("sail"):
        for job in (raw_to_bronze, bronze_to_silver):
            job.run(settings, Metrics())
        yield Lake.in_folder(out)
    use([])


def test_its_records_are_in_silver_merged_or_quarantined(lake: Lake) -> None:
    con = open_published(lake, "silver")
    add_fates(con)

    def ask(query: str) -> list[tuple[Any, ...]]:
        return con.execute(query).fetchall()

    assert ask(
        "SELECT meter::VARCHAR, read_on::VARCHAR, sequence, shown::VARCHAR, estimated "
        "FROM silver.readings ORDER BY ALL"
    ) == [
        (METER, "2025-03-01", 1, "0.100000000000000000", None),
        ("7", "2025-03-01", 2**63 - 1, "2.500000000000000000", False),
    ]
    fates = "SELECT record_no, fate, reasons FROM record_fates WHERE uri = 'readings/a.csv'"
    assert ask(f"{fates} ORDER BY ALL") == [
        (1, "superseded", None),
        (2, "silver", None),
        (3, "quarantined", "sequence:out_of_range"),
        (4, "quarantined", "read_on:invalid_timestamp"),
        (5, "quarantined", "estimated:not_allowed"),
    ]
    assert ask("SELECT fate FROM record_fates WHERE uri = 'readings/b.json' ORDER BY ALL") == [
        ("duplicate",), ("silver",)
    ]  # fmt: skip

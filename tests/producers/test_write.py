"""What is written is read as what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.producers.found import producers
from contracts.producers.model import Part, Producer
from contracts.producers.read import read
from contracts.producers.write import written
from contracts.roots import Source

ODD = Producer(
    "odd",
    ("odd/*.csv", "odd/all/"),
    (
        Part("users", columns={"No": "user_id", "name": None, "Größe: x": "city"}),
        Part(
            "transactions",
            records="a.b",
            columns={"a + b[0].c": "tx_id"},
            values={"country": "NO", "updated_at": "2025-01-01"},
            words={"status": {"paid": ("yes", "1.0")}},
            minor_units=("amount",),
            decimals={"ISK": 2, "UGX": None},
        ),
    ),
    owner="ops",
    description="Odd: # indeed.",
    encoding="cp1252",
    delimiter="\t",
    skip_lines=3,
    date_order="day",
    decimal_mark=",",
    time_zone="Europe/Berlin",
)


@pytest.mark.parametrize("producer", [ODD, *producers()], ids=lambda p: p.name)
def test_it_comes_back(producer: Producer, tmp_path: Path) -> None:
    file = tmp_path / f"{producer.name}.yaml"
    file.write_text(written(producer), encoding="utf-8")
    assert read(Source(producer.name, file.name, file)) == producer

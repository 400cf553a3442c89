"""A lake that has data already when something changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from edp.lake import Lake
from edp.published import open_published
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e import shop
from tests.e2e.changed_contracts import ChangedContracts
from tests.e2e.kept import Kept


class FilledLake:
    """A lake with data, and contracts that may change."""

    contracts: ChangedContracts

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "lake"
        self.settings = Settings.in_folder(self.raw, self.out)
        # All tests are about this one: the others would cost as much again at each run.
        shop.write(self.raw, "users")
        self.run()
        self.restore = Kept(self.raw, self.out).restore

    def take(self) -> Metrics:
        """Raw to bronze; returns what was told."""
        metrics = Metrics()
        raw_to_bronze.run(self.settings, metrics)
        return metrics

    def run(self) -> Metrics:
        """Raw to silver; returns what was told of raw to bronze."""
        metrics = self.take()
        bronze_to_silver.run(self.settings, Metrics())
        return metrics

    def run_to_gold(self) -> None:
        """All three jobs."""
        self.run()
        silver_to_gold.run(self.settings, Metrics())

    def user(self, number: int, **values: Any) -> None:
        """One more customer, in a file of its own."""
        record = shop.USERS[0] | {"user_id": f"U{number:08d}"} | values
        (self.raw / "users" / f"{number}.json").write_text(json.dumps(record))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """An answer from the published tables."""
        layer = "gold" if "gold." in query else "silver"
        con = open_published(Lake.in_folder(self.out), layer)
        return con.execute(query).fetchall()

"""What a job is told: where things are, and how its run is reported."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from lakehouse.runtime.code_hash import code_hash


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Places are folders or `s3://bucket/prefix`; those that a job has no use for stay empty.

    Attributes:
        catalog: `glue`, or an SQLite file.
        database_prefix: What names of databases start with in that catalog.
        metrics_uri: Where runs are reported.
        metrics_namespace: Where their figures stand in CloudWatch; empty where there is none.
        region: Of AWS; empty where the environment says it, or where it is not needed.
        parallelism: Tasks that work side by side.
        full: Whether tables are built whose inputs are the same as before, too.
    """

    raw: str = ""
    bronze: str = ""
    quarantine: str = ""
    ledger: str = ""
    silver: str = ""
    lineage: str = ""
    silver_publications: str = ""
    gold: str = ""
    gold_publications: str = ""
    catalog: str
    database_prefix: str = ""
    metrics_uri: str
    metrics_namespace: str = ""
    region: str = ""
    code_hash: str = field(default_factory=code_hash)
    parallelism: int = field(default_factory=lambda: os.cpu_count() or 1)
    full: bool = False

    @classmethod
    def in_folder(cls, raw: Path, lake: Path) -> Settings:
        """Everything in one folder."""
        below = lake.resolve()
        return cls(
            raw=str(raw),
            bronze=f"{below}/bronze",
            quarantine=f"{below}/quarantine",
            ledger=f"{below}/ledger",
            silver=f"{below}/silver",
            lineage=f"{below}/lineage",
            silver_publications=f"{below}/publications/silver",
            gold=f"{below}/gold",
            gold_publications=f"{below}/publications/gold",
            catalog=f"{below}/catalog.db",
            metrics_uri=f"{below}/metrics",
        )

    def table(self, name: str) -> str:
        """What the catalog calls a table such as `silver.<dataset>`."""
        return self.database_prefix + name

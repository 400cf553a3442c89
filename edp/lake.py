"""Where readers find a lake: in a folder, or in the buckets of an environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lakehouse.runtime.settings import Settings

# From which of its layers a lake can be built anew.
Source = Literal["raw", "bronze"]


@dataclass(frozen=True)
class Lake:
    """The places of a lake that are read from outside the jobs.

    Attributes:
        ledger: What became of every file.
        publications: Layer -> which snapshots of its tables may be seen.
        filled_by: What a person does to fill it.
    """

    ledger: str
    publications: Mapping[str, str]
    filled_by: str

    @classmethod
    def in_folder(cls, out: Path) -> Lake:
        """The lake that the pipeline makes in a folder."""
        settings = Settings.in_folder(out, out)
        publications = {"silver": settings.silver_publications, "gold": settings.gold_publications}
        return cls(settings.ledger, publications, f"run `edp pipeline --out {out}`")

    @classmethod
    def in_buckets(cls, places: Mapping[str, str]) -> Lake:
        """The lake of a deployed environment, by the places that it hands over."""
        publications = {layer: places[f"{layer}_publications"] for layer in ("silver", "gold")}
        return cls(places["ledger"], publications, "put files into raw, and wait")

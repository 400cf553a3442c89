"""The three jobs, and the places that each of them is told on its command line."""

from __future__ import annotations

PLACES = {
    "raw_to_bronze": ("raw", "bronze", "quarantine", "ledger"),
    "bronze_to_silver": (
        *("bronze", "ledger", "silver", "lineage", "quarantine"),
        "silver_publications",
    ),
    "silver_to_gold": ("silver", "gold", "silver_publications", "gold_publications"),
}
JOBS = tuple(PLACES)


def option(name: str) -> str:
    """The option of a setting, such as `--silver-publications`."""
    return f"--{name.replace('_', '-')}"

"""Refused files in quarantine: a copy of the file, and beside it the reason."""

from __future__ import annotations

# A copy and its reason, `a.csv` and `a.csv.reason.json`, are called as the file is in raw.
SIDECAR = ".reason.json"


def files_place(quarantine: str) -> str:
    """Where refused files stand."""
    return f"{quarantine}/files"

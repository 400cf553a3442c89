"""Folders that are put back to what they were: filling a lake once is enough for many tests."""

from __future__ import annotations

import shutil
from pathlib import Path


class Kept:
    """Copies of folders; tables name their files by whole paths, so it has to be the same place."""

    def __init__(self, *places: Path) -> None:
        self._copies = {place: place.with_name(f"{place.name}.kept") for place in places}
        for place, copy in self._copies.items():
            shutil.copytree(place, copy)

    def restore(self) -> None:
        for place, copy in self._copies.items():
            shutil.rmtree(place)
            shutil.copytree(copy, place)

"""Contracts that change while a lake is there."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import contracts

# The package gives the function of the same name.
LOADER = sys.modules["contracts.load"]


class ChangedContracts:
    """A copy of the contracts that everything in this process reads from now on."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        shutil.copytree(Path(contracts.__path__[0]), folder)
        patch.setattr(LOADER, "files", lambda _: folder)
        self.reload()

    def add(self, table: str, column: str, **about: Any) -> None:
        """Adds a column, a nullable text where nothing else is said."""
        new = {
            "name": column,
            "logicalType": "string",
            "description": "New.",
            "examples": ["a"],
        } | about
        self._properties(table, lambda old: [*old, new])

    def take_out(self, table: str, column: str) -> None:
        """Takes a column out."""
        self._properties(table, lambda old: [p for p in old if p["name"] != column])

    def change(self, table: str, column: str, **about: Any) -> None:
        """Says something else about a column."""
        self._properties(table, lambda old: [p | about if p["name"] == column else p for p in old])

    def _properties(self, table: str, changed: Any) -> None:
        file = self._folder.joinpath(*table.split(".")).with_suffix(".yaml")
        doc = yaml.safe_load(file.read_text(encoding="utf-8"))
        doc["schema"][0]["properties"] = changed(doc["schema"][0]["properties"])
        file.write_text(yaml.safe_dump(doc), encoding="utf-8")
        self.reload()

    @staticmethod
    def reload() -> None:
        """Forgets what was read before."""
        contracts.load.cache_clear()
        contracts.load_layer.cache_clear()

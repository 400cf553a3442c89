"""Contracts that change while a lake is there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

import contracts
from contracts.roots import PARTS, use

PLATFORM = Path(contracts.__path__[0]).parent


class ChangedContracts:
    """Contracts of users, a folder for each change; all of this process reads the newest one."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._changes = folder, 0

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
        self._producers(table, column, None)

    def change(self, table: str, column: str, **about: Any) -> None:
        """Says something else about a column."""
        self._properties(table, lambda old: [p | about if p["name"] == column else p for p in old])

    def rename(self, table: str, column: str, name: str) -> None:
        """Calls a column otherwise; its name becomes an alias."""
        self.change(table, column, name=name)
        self.alias(table, name, column)
        self._producers(table, column, name)

    def alias(self, table: str, column: str, *names: str) -> None:
        """Makes these the further names of a column."""
        self.change(table, column, customProperties=[{"property": "aliases", "value": [*names]}])

    def dataset(self, name: str, *, like: str) -> None:
        """Adds a dataset whose contract is that of another one."""
        root = self._new_root()
        folder = root / "contracts" / "source"
        text = (folder / f"{like}.yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(text.replace(like, name), encoding="utf-8")
        use([root])

    def model(self, table: str, sql: str) -> None:
        """Gives a gold table another SELECT."""
        (self._new_root() / "models" / f"{table}.sql").write_text(sql, encoding="utf-8")
        use([self._folder / str(self._changes)])

    def _properties(self, table: str, changed: Any) -> None:
        file = self._new_root().joinpath("contracts", *table.split(".")).with_suffix(".yaml")
        doc = yaml.safe_load(file.read_text(encoding="utf-8"))
        doc["schema"][0]["properties"] = changed(doc["schema"][0]["properties"])
        file.write_text(yaml.safe_dump(doc), encoding="utf-8")
        use([self._folder / str(self._changes)])

    def _producers(self, table: str, column: str, name: str | None) -> None:
        """Producers follow: they are refused where they name a column that is not there."""
        root, dataset = self._folder / str(self._changes), table.removeprefix("source.")
        for file in (root / "contracts" / "producer").glob("*.yaml"):
            doc = yaml.safe_load(file.read_text(encoding="utf-8"))
            if part := doc["datasets"].get(dataset):
                told = {p: name if c == column else c for p, c in part["columns"].items()}
                part["columns"] = {p: c for p, c in told.items() if c is not None}
                file.write_text(yaml.safe_dump(doc), encoding="utf-8")

    def _new_root(self) -> Path:
        """A copy of contracts and models as they are, which nobody has read yet."""
        before = self._folder / str(self._changes) if self._changes else PLATFORM
        self._changes += 1
        root = self._folder / str(self._changes)
        for part in PARTS:
            shutil.copytree(before / part, root / part, ignore=shutil.ignore_patterns("*.py"))
        return root

"""A dataset and a mart, as contracts that change: small, so that a run takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

BASE = ("bronze", "quarantine", "lineage")


@dataclass(frozen=True)
class Field:
    """A column of the dataset."""

    name: str
    logical: str = "string"
    physical: str | None = None
    required: bool = False
    key: bool = False
    aliases: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()
    null_if_invalid: bool = False

    @property
    def declared(self) -> dict[str, Any]:
        """The column as a contract has it."""
        custom = {
            "aliases": list(self.aliases),
            "allowedValues": {value: [] for value in self.allowed},
            "onInvalid": "null" if self.null_if_invalid else None,
        }
        about: dict[str, Any] = {
            "name": self.name,
            "logicalType": self.logical,
            "description": "A column.",
            "examples": ["a"],
            "required": self.required or self.key,
            "primaryKey": self.key,
            "logicalTypeOptions": self.options,
            "customProperties": [{"property": p, "value": v} for p, v in custom.items() if v],
        }
        return about | ({"physicalType": self.physical} if self.physical else {})


PARCELS = (
    Field("parcel_no", key=True, aliases=("no",)),
    Field("sent_at", "timestamp", required=True, aliases=("sent",)),
    Field("weight", "number", "decimal(8,2)", options={"minimum": 0, "maximum": 500}),
    Field("pieces", "integer"),
    Field("state", allowed=("sent", "lost"), null_if_invalid=True),
    Field("city"),
)


@dataclass(frozen=True)
class World:
    """All that is declared.

    Attributes:
        columns: Of the dataset `parcels`.
        order: Which columns say which record is the latest.
        extra: Whether there is a dataset `depots`, too.
        mart: The mart's name; None where there is none.
        figure: What its SELECT computes.
        version: Of all contracts.
    """

    columns: tuple[Field, ...] = PARCELS
    order: tuple[str, ...] = ("sent_at",)
    extra: bool = False
    mart: str | None = "parcels_by_key"
    figure: str = "count(*)"
    version: int = 1

    def write(self, root: Path) -> None:
        """Writes contracts and model into a folder that is a root."""
        for layer, name, schema in self._tables():
            file = root / "contracts" / layer / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(yaml.safe_dump(self._contract(layer, name, schema)), encoding="utf-8")
        if self.mart:
            model = root / "models" / f"{self.mart}.sql"
            model.parent.mkdir()
            model.write_text(self._model(), encoding="utf-8")

    def _tables(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        order = [{"property": "orderBy", "value": list(self.order)}] if self.order else []
        columns = [column.declared for column in self.columns]
        yield "source", "parcels", {"properties": columns, "customProperties": order}
        if self.extra:
            depot = [Field("depot", key=True).declared, Field("city").declared]
            yield "source", "depots", {"properties": depot}
        if self.mart:
            yield (
                "gold",
                self.mart,
                {
                    "properties": [
                        Field("group_key", key=True).declared,
                        Field("figure", "integer", "bigint").declared,
                    ]
                },
            )

    def _contract(self, layer: str, name: str, schema: dict[str, Any]) -> dict[str, Any]:
        kind = "file" if layer == "source" else "table"
        return {
            "apiVersion": "v3.1.0",
            "kind": "DataContract",
            "id": f"{layer}.{name}",
            "name": name,
            "version": f"{self.version}.0.0",
            "status": "active",
            "description": {"purpose": "A test."},
            "schema": [
                {
                    "name": name,
                    "logicalType": "object",
                    "physicalType": kind,
                    "description": "One row each.",
                    **schema,
                }
            ],
        }

    def _model(self) -> str:
        # A key is always there, under whichever name.
        key = next(column.name for column in self.columns if column.key)
        group = f"coalesce(substring({key}, 1, 2), '')"
        return (
            f"select {group} as group_key, cast({self.figure} as bigint) as figure\n"
            f"from silver.parcels group by {group}\n"
        )

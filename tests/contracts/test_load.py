"""The contracts load, agree with each other, and say so when they do not."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from contracts import (
    LAYERS,
    Column,
    Contract,
    ContractError,
    allowed_values,
    datasets,
    fold,
    load,
    load_layer,
)

TABLES = [table for layer in LAYERS for table in load_layer(layer)]
ROOT = Path(str(files("contracts")))
TYPES = {"string", "integer", "bigint", "boolean", "date", "timestamp"}


def _ids(tables: list[Contract]) -> list[str]:
    return [t.id for t in tables]


@pytest.mark.parametrize("dataset", datasets())
def test_silver_has_the_columns_of_its_source(dataset: str) -> None:
    source, silver = load(f"source.{dataset}").columns, load(f"silver.{dataset}").columns
    same = [(c.name, c.type, c.description, c.key, c.personal) for c in source]
    data = [c for c in silver if not c.name.startswith("_")]
    assert [(c.name, c.type, c.description, c.key, c.personal) for c in data] == same
    assert [c.required for c in data] == [c.required for c in source]


@pytest.mark.parametrize("table", TABLES, ids=_ids(TABLES))
def test_a_contract_is_whole(table: Contract) -> None:
    assert table.purpose.endswith(".")
    assert table.grain.endswith(".")
    assert len(set(table.column_names)) == len(table.columns)
    assert table.keys or table.layer in ("bronze", "quarantine", "lineage")
    for column in table.columns:
        assert column.type in TYPES or column.is_decimal, column.name
        assert column.description.endswith("."), column.name
        assert column.example, column.name


def test_personal_data_stands_in_one_gold_table() -> None:
    tables = {t.name for t in load_layer("gold") if any(c.personal for c in t.columns)}
    assert tables == {"dim_user"}


def test_norway_is_a_text() -> None:
    codes = [m.code for m in load("gold.dim_country").members]
    assert "NO" in codes
    assert all(isinstance(c, str) for c in codes)


@pytest.mark.parametrize("table", TABLES, ids=_ids(TABLES))
def test_yaml_made_nothing_but_text_of_texts(table: Contract) -> None:
    for column in table.columns:
        assert _texts(column) == []
    for member in table.members:
        texts = (member.code, *member.synonyms, *(v for v in member.values.values()))
        assert all(isinstance(t, str | bool | int) for t in texts)
        assert all(isinstance(t, str) for t in (member.code, *member.synonyms))


def _texts(column: Column) -> list[object]:
    """What should be text and is not: YAML reads NO, 1.0 and 2025-01-01 as other things."""
    values: list[object] = [column.name, column.description, column.example, *column.aliases]
    values += filter(None, [column.minimum, column.maximum])
    for value, synonyms in (allowed_values(column) or {}).items():
        values += [value, *synonyms]
    return [v for v in values if not isinstance(v, str)]


@pytest.mark.parametrize("unknown", ["gold.nothing", "nothing.users", "users", "", "gold.../x"])
def test_an_unknown_contract_is_one_line(unknown: str) -> None:
    with pytest.raises(ContractError, match="no contract") as caught:
        load(unknown)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["User ID", "user-id", "USERID", "user_id", "user\u00a0id"])
def test_names_fold(name: str) -> None:
    assert load("source.users").names[fold(name)] == "user_id"

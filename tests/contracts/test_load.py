"""The contracts load, agree with each other, and say so when they do not."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from contracts import (
    LAYERS,
    Column,
    Contract,
    ContractError,
    Decision,
    allowed_values,
    datasets,
    fold,
    load,
    load_layer,
)
from contracts.roots import VARIABLE, use

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


@pytest.mark.parametrize("dataset", datasets())
def test_silver_says_where_rows_come_from(dataset: str) -> None:
    own = [c.name for c in load(f"silver.{dataset}").columns if c.name.startswith("_")]
    assert own == ["_issues", "_rescued", "_source_uri", "_source_version", "_record_no"]


def test_every_gold_relationship_resolves() -> None:
    found = 0
    for table in load_layer("gold"):
        for column in table.columns:
            if column.refers_to:
                other, _, key = column.refers_to.partition(".")
                target = {c.name: c for c in load(f"gold.{other}").columns}[key]
                assert (target.key, target.type) == (True, column.type), f"{table.id}.{column.name}"
                found += 1
    assert found


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


@pytest.mark.parametrize("table", TABLES, ids=_ids(TABLES))
def test_names_in_rules_are_columns(table: Contract) -> None:
    mentioned = [*table.order_by]
    mentioned += [c.currency_column for c in table.columns if c.currency_column]
    assert set(mentioned) <= set(table.column_names)
    for rule in table.rules:
        assert any(name in rule.violated_when for name in table.column_names), rule.name


@pytest.mark.parametrize("dataset", datasets())
def test_a_name_means_one_column(dataset: str) -> None:
    source = load(f"source.{dataset}")
    for column in source.columns:
        for name in (column.name, *column.aliases):
            assert source.names[fold(name)] == column.name, f"{name} means two columns"


@pytest.mark.parametrize("table", TABLES, ids=_ids(TABLES))
def test_an_allowed_value_or_synonym_means_one_value(table: Contract) -> None:
    for column in table.columns:
        values = allowed_values(column) or {}
        spellings = [s.casefold() for v, synonyms in values.items() for s in (v, *synonyms)]
        assert len(spellings) == len(set(spellings)), column.name


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
        assert all(isinstance(t, str | bool) for t in texts)
        assert all(isinstance(t, str) for t in (member.code, *member.synonyms))


def _texts(column: Column) -> list[object]:
    """What should be text and is not: YAML reads NO, 1.0 and 2025-01-01 as other things."""
    values: list[object] = [column.name, column.description, column.example, *column.aliases]
    values += filter(None, [column.minimum, column.maximum])
    for value, synonyms in (allowed_values(column) or {}).items():
        values += [value, *synonyms]
    return [v for v in values if not isinstance(v, str)]


def test_an_id_says_where_the_contract_stands() -> None:
    for table in TABLES:
        if table.layer == "silver":
            continue  # derived
        path = ROOT / table.layer / f"{table.name}.yaml"
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["id"] == table.id


@pytest.mark.parametrize("unknown", ["gold.nothing", "nothing.users", "users", "", "gold.../x"])
def test_an_unknown_contract_is_one_line(unknown: str) -> None:
    with pytest.raises(ContractError, match="no contract") as caught:
        load(unknown)
    assert "\n" not in str(caught.value)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's own contracts."""
    for layer in ("source", "gold"):
        (tmp_path / "contracts" / layer).mkdir(parents=True)
    monkeypatch.setenv(VARIABLE, "")
    use([tmp_path])
    return tmp_path


@pytest.mark.parametrize(
    "text",
    ["name: x", "[]", "", "{name: x, version: 1.0.0, description: {purpose: P.}, schema: []}"],
)
def test_an_unusable_contract_names_the_file(root: Path, text: str) -> None:
    (root / "contracts" / "gold" / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=r"contracts/gold/broken\.yaml"):
        load("gold.broken")


@pytest.mark.parametrize(
    ("known", "unknown"),
    [("{format: phone}", "{format: fone}"), ("property: noValue", "property: decimalMark")],
)
def test_what_nobody_understands_is_refused(root: Path, known: str, unknown: str) -> None:
    text = (ROOT / "source" / "users.yaml").read_text(encoding="utf-8").replace(known, unknown)
    (root / "contracts" / "source" / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match="is none of"):
        load("source.odd")


@pytest.mark.parametrize("name", ["User ID", "user-id", "USERID", "user_id", "user\u00a0id"])
def test_names_fold(name: str) -> None:
    assert load("source.users").names[fold(name)] == "user_id"


SOURCE = """
name: orders
version: 1.0.0
description: {{purpose: P.}}
schema:
  - name: orders
    description: G.
    customProperties: [{{property: onConflict, value: {value}}}]
    properties:
      - {{name: id, logicalType: string, description: D., primaryKey: true, required: {required}, examples: [x]}}
      - {{name: version, logicalType: integer, description: D., examples: [1]}}
"""  # noqa: E501 (one line for each column)


@pytest.fixture
def loaded(root: Path) -> Callable[..., Contract]:
    def write(value: str, required: str = "true") -> Contract:
        text = SOURCE.format(value=value, required=required)
        (root / "contracts" / "source" / "orders.yaml").write_text(text, encoding="utf-8")
        return load("source.orders")

    return write


@pytest.mark.parametrize(
    ("value", "decision"),
    [
        ("latestArrival", Decision(None)),
        ("{greatest: version}", Decision("version")),
        ("{least: version}", Decision("version", greatest=False)),
    ],
)
def test_a_contract_decides_conflicts(
    loaded: Callable[..., Contract], value: str, decision: Decision
) -> None:
    assert loaded(value).on_conflict == decision


@pytest.mark.parametrize(
    "value", ["newest", "{greatest: nothing}", "{greatest: id}", "{greatest: version, least: id}"]
)
def test_a_decision_that_is_none_is_refused(loaded: Callable[..., Contract], value: str) -> None:
    with pytest.raises(ContractError, match=r"source/orders\.yaml.*onConflict.*must be") as caught:
        loaded(value)
    assert "\n" not in str(caught.value)


def test_a_key_that_may_be_missing_is_refused(loaded: Callable[..., Contract]) -> None:
    with pytest.raises(ContractError, match="id is a primaryKey and must be required"):
        loaded("latestArrival", required="false")

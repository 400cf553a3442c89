"""A contract that nobody could see to is refused: file, line, key, why, and what is allowed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from contracts import Contract, ContractError, Decision, load, load_layer
from contracts.roots import VARIABLE, use

# One line for each thing that may be wrong, so that a case names the line it changes.
ORDERS = """\
apiVersion: v3.1.0
kind: DataContract
id: source.orders
name: orders
version: 1.0.0
status: active
description: {purpose: Orders.}
schema:
  - name: orders
    description: One record per order.
    customProperties:
      - {property: orderBy, value: [placed_at]}
      - {property: onConflict, value: latestArrival}
    quality:
      - {type: sql, name: late, description: D., query: 'SELECT COUNT(*) FROM ${table} WHERE paid_at < placed_at', mustBe: 0}
    properties:
      - name: order_id
        logicalType: string
        description: Its number.
        primaryKey: true
        required: true
        logicalTypeOptions: {pattern: '^[A-Z]+$'}
        examples: [A]
      - name: placed_at
        logicalType: timestamp
        logicalTypeOptions: {minimum: '2010-01-01', maximum: '2035-12-31T12:00:00'}
        description: When.
        examples: ['2025-01-31']
      - {name: paid_at, logicalType: timestamp, description: When., examples: ['2025-01-31']}
      - name: amount
        logicalType: number
        physicalType: decimal(12,2)
        logicalTypeOptions: {minimum: 0.01, maximum: 100}
        description: How much.
        examples: ['1.00']
        customProperties:
          - {property: aliases, value: [total]}
          - {property: currencyColumn, value: currency}
      - name: currency
        logicalType: string
        description: Of the amount.
        examples: [EUR]
        customProperties:
          - {property: allowedValues, value: {EUR: [euro], USD: []}}
"""  # noqa: E501 (a rule is one line)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, "")
    (tmp_path / "contracts" / "source").mkdir(parents=True)
    use([tmp_path])
    return tmp_path


def _load(root: Path, text: str) -> Contract:
    (root / "contracts" / "source" / "orders.yaml").write_text(text, encoding="utf-8")
    return load("source.orders")


def _refused(root: Path, text: str) -> list[str]:
    with pytest.raises(ContractError) as caught:
        _load(root, text)
    file = f"{root}/contracts/source/orders.yaml:"
    lines = str(caught.value).splitlines()
    assert all(line.startswith(file) for line in lines)
    return [line.removeprefix(file) for line in lines]


def test_what_is_meant_is_read(root: Path) -> None:
    orders = _load(root, ORDERS)
    assert (orders.keys, orders.order_by, orders.on_conflict) == (
        ("order_id",),
        ("placed_at",),
        Decision(by=None),
    )
    assert [c.type for c in orders.columns] == [
        "string",
        "timestamp",
        "timestamp",
        "decimal(12,2)",
        "string",
    ]
    assert orders.rules[0].violated_when == "paid_at < placed_at"
    assert orders.columns[3].bounds == (Decimal("0.01"), 100)


CASES = {
    "a key that nobody knows": (
        "    description: One",
        "    unique: true\n    description: One",
        "unknown",
    ),
    "an option that nobody sees to": (
        "{pattern: '^[A-Z]+$'}",
        "{minLength: 3}",
        "allowed: format, pattern",
    ),
    "an unknown property": ("property: aliases", "property: aliasses", "unknown property"),
    "a property of gold": ("property: onConflict", "property: metrics", "unknown property"),
    "an unknown type": ("logicalType: number", "logicalType: time", "'time'; allowed: string"),
    "a double": ("decimal(12,2)", "double", "allowed: decimal(p,s)"),
    "too many digits": ("decimal(12,2)", "decimal(39,2)", "at most 38 digits"),
    "no pattern": ("'^[A-Z]+$'", "'^[A-Z+$'", "is no pattern"),
    "a pattern with look-ahead": ("'^[A-Z]+$'", "'^(?!X)[A-Z]+$'", "(?! is not in RE2"),
    "a bound that is a text": ("minimum: 0.01", "minimum: '0.01'", "without quotes"),
    "a bound with more decimals": ("minimum: 0.01", "minimum: 0.001", "at most 2 decimals"),
    "a bound beyond the type": ("maximum: 100", "maximum: 99999999999", "decimal(12,2)"),
    "a bound that is no date": ("'2010-01-01'", "'1.1.2010'", "a moment in UTC"),
    "a bound that YAML reads as a date": ("'2010-01-01'", "2010-01-01", "in quotes"),
    "bounds the wrong way round": ("maximum: 100", "maximum: 0", "above the maximum"),
    "a column named twice": ("name: paid_at", "name: placed_at", "is there twice"),
    "a name with a capital": ("name: paid_at", "name: paidAt", "a-z, 0-9 and _"),
    "an alias of two columns": ("value: [total]", "value: [Paid-At]", "also means paid_at"),
    "an order by no column": ("value: [placed_at]", "value: [updated_at]", "'updated_at'"),
    "an order by a key": ("value: [placed_at]", "value: [order_id]", "'order_id'"),
    "a currency column that is none": ("value: currency}", "value: curency}", "'curency'"),
    "a spelling of two values": ("USD: []", "USD: [Euro]", "also means EUR"),
    "a value that is no text": ("USD: []", "NO: []", "'NO' in quotes"),
    "a rule that is no count": ("SELECT COUNT(*) FROM ${table} WHERE ", "", "SELECT COUNT(*)"),
    "a rule on no column": ("paid_at < placed_at'", "paid < placed_at'", "paid is no column"),
    "a rule on two types": ("paid_at < placed_at'", "amount < placed_at'", "columns of one type"),
    "a key that may be missing": ("        required: true\n", "", "required: true beside it"),
    "an order without a key": ("        primaryKey: true\n", "", "only beside a key"),
    "nothing that is required": (
        "        primaryKey: true\n        required: true\n",
        "",
        "nothing tells a record of it from others",
    ),
    "a decision that is none": ("latestArrival", "newest", "latestArrival, or greatest"),
    "a decision by a key": ("latestArrival", "{greatest: order_id}", "a column that is no key"),
    "a flag that is a text": ("primaryKey: true", "primaryKey: 'yes'", "true or false"),
    "a version that is a number": ("version: 1.0.0", "version: 1.0", "in quotes"),
    "a standard of another version": ("v3.1.0", "v2.2.2", "allowed: v3.1.0"),
    "a name that the file has not": ("name: orders\nv", "name: order\nv", "as the file is called"),
    "a key of YAML twice": ("status: active", "status: active\nname: orders", "also stands in"),
    "no description": ("        description: How much.\n", "", "description is missing"),
}


@pytest.mark.parametrize(("there", "instead", "told"), CASES.values(), ids=CASES)
def test_a_line_says_what_is_allowed(root: Path, there: str, instead: str, told: str) -> None:
    assert there in ORDERS
    text = ORDERS.replace(there, instead, 1)
    lines = _refused(root, text)
    assert any(told in line and "allowed: " in line for line in lines), lines
    numbers = [int(line.partition(":")[0]) for line in lines]
    assert numbers == sorted(numbers)
    assert max(numbers) <= len(text.splitlines())


@pytest.mark.parametrize("text", ["", "[]", "name: x", "a: [", "schema: []", "a: b: c", "- 1"])
def test_a_file_that_is_no_contract_is_refused(root: Path, text: str) -> None:
    assert _refused(root, text)


def test_each_error_has_a_line(root: Path) -> None:
    text = ORDERS.replace("status: active\n", "").replace("decimal(12,2)", "money")
    assert [line.partition(":")[0] for line in _refused(root, text)] == ["1", "31"]


def test_a_line_names_the_key(root: Path) -> None:
    (line,) = _refused(root, ORDERS.replace("maximum: 100", "maximum: many"))
    assert line == (
        "33: schema.orders.properties.amount.logicalTypeOptions.maximum: is 'many'; "
        "allowed: a number, without quotes"
    )


@pytest.mark.parametrize(
    ("there", "instead", "told"),
    [
        ("{property: aliases, value: [total]}", "{property: aliases, value: [total]}", None),
        ("value: {EUR: [euro], USD: []}}", "value: {EUR: []}}", None),
        (
            "property: allowedValues, value: {EUR: [euro], USD: []}",
            "property: allowedFrom, value: gold.dim_none",
            ":44: properties.currency: allowedFrom",
        ),
        (
            "        examples: [EUR]",
            "        examples: [EUR]\n        relationships: [{to: coins.code}]",
            ":43: properties.currency: relationships",
        ),
    ],
)
def test_names_in_other_contracts_are_looked_up(
    root: Path, there: str, instead: str, told: str | None
) -> None:
    _load(root, ORDERS.replace(there, instead))
    if told is None:
        assert "orders" in [c.name for c in load_layer("source")]
        return
    with pytest.raises(ContractError) as caught:
        load_layer("source")
    assert told in str(caught.value)

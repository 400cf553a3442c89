"""Records that stand in those of another dataset: what their contract says, and may not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import ContractError, contract_of, datasets, delivered, fold, load, load_layer
from contracts.roots import VARIABLE, use

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
    properties:
      - {name: order_id, logicalType: string, description: Number., primaryKey: true, required: true, examples: [A]}
      - {name: buyer, logicalType: string, description: Name., classification: personal, examples: [Ada]}
      - {name: paid, logicalType: integer, description: Amount., examples: ['1'], customProperties: [{property: aliases, value: [fees.total]}]}
"""  # noqa: E501 (a column is one line)

LINES = """\
apiVersion: v3.1.0
kind: DataContract
id: source.lines
name: lines
version: 1.0.0
status: active
description: {purpose: Lines of orders.}
schema:
  - name: lines
    description: One record per line.
    customProperties:
      - {property: recordsIn, value: {dataset: orders, path: 'lineItems[]'}}
    properties:
      - {name: order_no, logicalType: string, description: Of its order., primaryKey: true, required: true, examples: [A], customProperties: [{property: parent, value: order_id}]}
      - {name: line, logicalType: integer, description: Number., primaryKey: true, required: true, examples: ['1']}
"""  # noqa: E501


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, "")
    (tmp_path / "contracts" / "source").mkdir(parents=True)
    use([tmp_path])
    _write(tmp_path, "orders", ORDERS)
    _write(tmp_path, "lines", LINES)
    return tmp_path


def _write(root: Path, name: str, text: str) -> None:
    (root / "contracts" / "source" / f"{name}.yaml").write_text(text, encoding="utf-8")


def test_they_are_a_dataset_that_comes_in_no_files_of_its_own(root: Path) -> None:
    assert {c.name for c in load_layer("source")} >= {"orders", "lines"}
    inside = load("source.lines").records_in
    assert inside
    assert (inside.dataset, inside.folded) == ("orders", fold("line_items"))
    assert "lines" in datasets()
    assert "lines" not in delivered()


def test_their_tables_say_which_one_of_a_record_each_is(root: Path) -> None:
    assert load("silver.lines").column_names[-2:] == ("_record_no", "_item_no")
    assert "_item_no" not in load("silver.orders").column_names
    for layer in ("quarantine", "lineage"):
        names = contract_of(f"{layer}.lines").column_names
        assert names[names.index("record_no") + 1] == "item_no"
        assert "item_no" not in contract_of(f"{layer}.orders").column_names


OWN = "{name: line, logicalType: integer,"
PARENT = "customProperties: [{property: parent, value: order_id}]"
ONE_FILE = {
    "an array of arrays": ("lineItems[]", "lineItems[].parts[]", "an array of its records"),
    "no array": ("lineItems[]", "lineItems", "an array of its records"),
    "no parent": ("dataset: orders, ", "", "dataset is missing"),
    "an unknown word": ("dataset: orders, ", "dataset: orders, as: x, ", "dataset, path"),
    "a rule of its own": (
        PARENT,
        PARENT[:-1] + ", {property: letterCase, value: upper}]",
        "what the parent's column says",
    ),
    "a threshold of its own": (
        "    properties:",
        "      - {property: quarantineThreshold, value: 0.5}\n    properties:",
        "that of orders",
    ),
    "a parent's column elsewhere": (
        "      - {property: recordsIn, value: {dataset: orders, path: 'lineItems[]'}}",
        "      - {property: orderBy, value: [line]}",
        "only beside recordsIn",
    ),
    "nothing of its own": (
        OWN,
        "{name: line, customProperties: [{property: parent, value: paid}], logicalType: integer,",
        "a column that is not the parent's",
    ),
}


@pytest.mark.parametrize(("there", "instead", "told"), ONE_FILE.values(), ids=ONE_FILE)
def test_a_contract_alone_is_refused(root: Path, there: str, instead: str, told: str) -> None:
    assert there in LINES
    _write(root, "lines", LINES.replace(there, instead, 1))
    with pytest.raises(ContractError, match=r"lines\.yaml:\d+: .*allowed: ") as caught:
        load("source.lines")
    assert told in str(caught.value)


BOTH = {
    "an unknown parent": (
        "dataset: orders",
        "dataset: order",
        ":12: recordsIn: dataset order is no dataset; allowed: ",
    ),
    "itself": ("dataset: orders", "dataset: lines", "stands in the records of another one"),
    "a column of it": ("lineItems[]", "buyer[]", "has a column buyer of it"),
    "around a column of it": ("lineItems[]", "Fees[]", "has a column paid of it"),
    "no column of it": (
        "value: order_id",
        "value: number",
        ":14: properties.order_no: parent is number; allowed: order_id, buyer, paid",
    ),
    "another type": (
        "{name: order_no, logicalType: string",
        "{name: order_no, logicalType: integer",
        "type is not that of orders.order_id",
    ),
    "more than it says": (
        "value: order_id",
        "value: buyer",
        "classification is not that of orders.buyer",
    ),
    "a key without its key": (
        "Of its order., primaryKey: true, ",
        "Of its order., ",
        "no primaryKey has parent: order_id",
    ),
}


@pytest.mark.parametrize(("there", "instead", "told"), BOTH.values(), ids=BOTH)
def test_what_is_not_so_in_the_parent_is_refused(
    root: Path, there: str, instead: str, told: str
) -> None:
    assert there in LINES
    _write(root, "lines", LINES.replace(there, instead, 1))
    with pytest.raises(ContractError) as caught:
        load_layer("source")
    assert told in str(caught.value)
    assert "; allowed: " in str(caught.value)


def test_without_a_key_of_the_parent_there_is_none(root: Path) -> None:
    _write(root, "orders", ORDERS.replace("primaryKey: true, ", ""))
    with pytest.raises(ContractError, match="orders has no key, so these can have none"):
        load_layer("source")

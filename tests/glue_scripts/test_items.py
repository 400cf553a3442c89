"""Arrays in records are divided into records: each element is one, and none is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from contracts.roots import use
from lakehouse.bronze.writer import bronze_schema
from lakehouse.items.arrays import elements, elements_of
from lakehouse.items.records import items_of
from lakehouse.reader.layout import Layout
from lakehouse.reader.records import json_record
from tests.orders_and_lines import LINES, ORDERS, write_contracts

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module", autouse=True)
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("shop")
    write_contracts(folder, orders=ORDERS, lines=LINES)
    use([folder])
    yield folder
    use([])


def _bronze(*orders: str) -> pa.Table:
    """Orders of one file, from their JSON, as bronze has them."""
    contract = load("source.orders")
    layout, rows = Layout.of(contract), []
    for number, text in enumerate(orders, 1):
        record, why = json_record(text, layout)
        assert record is not None, why
        values = layout.values_of_records([record])
        rows.append(
            {name: found[0] for name, found in values.items()}
            | {
                "_source_uri": "orders/a.json",
                "_source_version": "v",
                "_record_no": number,
                "_arrived_at": datetime(2025, 1, 1, tzinfo=UTC),
                "_ingest_id": "1",
            }
        )
    return pa.Table.from_pylist(rows, schema=bronze_schema(contract))


def _order(number: str, lines: Any) -> str:
    return json.dumps({"order_id": number, "version": 1, "currency": "EUR", "LineItems": lines})


@given(st.lists(st.lists(JSON), max_size=4), st.sampled_from([None, 1]), st.booleans())
def test_each_element_is_one_as_it_is_written(
    arrays: list[list[Any]], indent: int | None, ascii_only: bool
) -> None:
    texts = [json.dumps(a, indent=indent, ensure_ascii=ascii_only) for a in arrays]
    rescued = [json.dumps({"x": "1", "Line-Items": text, "y": "[]"}) for text in texts]
    found = elements_of(pa.table({"_rescued": pa.array(rescued, pa.string())}), "lineitems")
    assert found.rows == [n for n, array in enumerate(arrays) for _ in array]
    assert found.numbers == [n for array in arrays for n, _ in enumerate(array, 1)]
    assert [json.loads(text) for text in found.texts] == [e for array in arrays for e in array]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("[]", []),
        (" [ ] ", []),
        ("[1]", ["1"]),
        ('[{"a": "]"},{"b":"[,"}]', ['{"a": "]"}', '{"b":"[,"}']),
        ("[null]", ["null"]),
        ("[1.50, 1e3]", ["1.50", "1e3"]),
        ("[1],[2]", None),
        ("[1,]", None),
        ("[1", None),
        ("[{'a': 1}]", None),
        ('{"a": 1}', None),
        ("[", None),
        ("", None),
    ],
)
def test_an_array_is_json(text: str, texts: list[str] | None) -> None:
    assert elements(text) == texts


@pytest.mark.parametrize("nothing", [None, "", [], {}, "[]", "null", "N/A", "-"])
def test_no_array_has_no_records(nothing: Any) -> None:
    orders = _bronze(_order("A", nothing), '{"order_id": "B", "version": 1}')
    assert items_of(orders, load("source.lines")).bronze.num_rows == 0


@pytest.mark.parametrize(
    ("lines", "raw"),
    [
        ("2 lines", "2 lines"),
        (7, "7"),
        ('[{"sku": "S1"}, {"sku"', '[{"sku": "S1"}, {"sku"'),
        ({"sku": "S1", "n": {"x": 1}}, '{"LineItems.sku":"S1","LineItems.n.x":"1"}'),
    ],
)
def test_what_is_no_array_is_one_record_that_cannot_be_read(lines: Any, raw: str) -> None:
    found = items_of(_bronze(_order("A", lines)), load("source.lines")).bronze
    wanted = found.select(["_defect", "_raw", "_item_no", "_record_no"])
    assert wanted.to_pylist() == [
        {"_defect": "not_an_array", "_raw": raw, "_item_no": 0, "_record_no": 1}
    ]


def test_values_of_elements_and_parents_stand_side_by_side() -> None:
    orders = _bronze(
        _order("A", [{"sku": "S1", "price": 1.50, "Order_Id": "X", "note": "soft"}, 5]),
        _order("B", []),
        _order("C", [{"article": {"id": "S1"}, "price": 2}]),
    )
    found = items_of(orders, load("source.lines"))
    names = ["_record_no", "_item_no", "order_id", "sku", "price", "currency", "_rescued"]
    assert [tuple(row.values()) for row in found.bronze.select(names).to_pylist()] == [
        (1, 1, "A", "S1", "1.5", "EUR", '{"Order_Id":"X","note":"soft"}'),
        (1, 2, "A", None, None, "EUR", None),
        (3, 1, "C", "S1", "2", "EUR", None),
    ]
    assert found.bronze["_defect"].to_pylist() == [None, "not_an_object", None]
    assert found.rows.to_pylist() == [0, 0, 2]
    assert found.native == {"price"}

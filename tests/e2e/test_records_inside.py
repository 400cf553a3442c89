"""Records that stand in those of another dataset: they share what becomes of these."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import lakehouse.publication
from contracts import Contract
from contracts.roots import VARIABLE, use
from edp.engine import engine
from edp.fates import add_fates
from edp.insights.quality import quality
from edp.lake import Lake
from edp.ledger import add_ledger
from edp.publication import newest
from edp.published import open_published
from edp.quarantine.export import export
from edp.quarantine.groups import groups
from edp.quarantine.model import Filter
from edp.quarantine.records import records_of
from edp.quarantine.tables import open_quarantine
from lakehouse import ledger
from lakehouse.errors.failure import Incomplete
from lakehouse.iceberg.catalog import open_catalog
from lakehouse.items import judging
from lakehouse.items.parents import Lost
from lakehouse.items.records import Items, items_of
from lakehouse.jobs import bronze_to_silver, raw_to_bronze
from lakehouse.runtime import session
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from lakehouse.silver.build import DatasetBuild
from lakehouse.silver.dataset import Known, bring_up_to_date
from lakehouse.silver.dataset_state import as_it_is
from tests.orders_and_lines import LINES, ORDERS, write_contracts

pytestmark = pytest.mark.slow

Row = tuple[Any, ...]
SILVER = "SELECT order_id, sku, price::VARCHAR, _item_no FROM silver.lines ORDER BY ALL"
FATES = """
SELECT record_no, item_no, fate, reasons FROM record_fates
WHERE dataset = 'lines' AND uri = 'orders/{}' ORDER BY ALL
"""


class Shop:
    """A lake of orders, with or without their lines."""

    def __init__(self, folder: Path, **contracts: str) -> None:
        self._folder, self._changes = folder, 0
        self._raw, self.lake = folder / "raw" / "orders", Lake.in_folder(folder / "lake")
        self.settings = Settings.in_folder(folder / "raw", folder / "lake")
        self._raw.mkdir(parents=True)
        self.say(**contracts)

    def say(self, **contracts: str) -> None:
        """Sets the contracts of now."""
        # A new folder, for what was read is remembered.
        self._changes += 1
        write_contracts(self._folder / str(self._changes), **contracts)
        use([self._folder / str(self._changes)])

    def put(self, name: str, *lines: str) -> None:
        """Puts a file of orders into raw."""
        (self._raw / name).write_text("".join(lines), encoding="utf-8")

    def put_parquet(self, name: str, orders: pa.Table) -> None:
        """The same as Parquet."""
        pq.write_table(orders, self._raw / name)

    def run(self) -> dict[str, dict[str, int]]:
        """Takes what is new up to silver; returns the numbers of records."""
        metrics = Metrics()
        raw_to_bronze.run(self.settings, Metrics())
        bronze_to_silver.run(self.settings, metrics)
        for counts in metrics.records.values():
            sides = ("silver", "lineage", "quarantine", "aside")
            assert counts["bronze"] == sum(counts[side] for side in sides)
        return metrics.records

    def ask(self, query: str) -> list[Row]:
        """An answer from the published tables."""
        with open_published(self.lake, "silver") as con:
            add_fates(con)
            return con.execute(query).fetchall()


def lines_again(settings: Settings) -> dict[str, list[Row]]:
    """Builds the lines of the first publication once more; returns the tables."""
    last = lakehouse.publication.newest(settings.silver_publications)
    assert last is not None
    known = Known(last, 1, {}, ledger.entries(settings.ledger))
    known.built["orders"] = as_it_is("orders", last, 1)
    build = DatasetBuild(replace(settings, full=True), "lines", 1)
    state = bring_up_to_date(build, open_catalog(settings), known, Metrics())
    assert state.reason is None
    return {
        layer: sorted(map(tuple, build.read_all(layer).collect()), key=str)
        for layer in build.contracts
    }


def order(number: str, version: int, lines: Any, **more: Any) -> str:
    """An order as a line of JSON."""
    about = {"order_id": number, "version": version, "currency": "EUR"}
    return json.dumps(about | more | {"line_items": lines}) + "\n"


def line(sku: str, price: Any = "1.50") -> dict[str, Any]:
    """One of its lines."""
    return {"sku": sku, "price": price}


def test_spark_does_as_sail_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(tmp_path, orders=ORDERS, lines=LINES)
    shop.put("a.ndjson", order("A", 1, [line("S1"), line("S2")]), order("", 1, [line("S1")]))
    shop.put("b.ndjson", order("A", 2, [line("S1"), line("S1"), line("S3", "cheap")]))
    with engine("sail"):
        shop.run()
        found = lines_again(shop.settings)
    assert {layer: len(rows) for layer, rows in found.items()} == {
        "silver": 1,
        "lineage": 3,
        "quarantine": 2,
    }
    # Java, and with it the surroundings of Spark's workers, may be that of an earlier test.
    monkeypatch.setitem(session.SETTINGS, f"spark.executorEnv.{VARIABLE}", os.environ[VARIABLE])
    with engine("spark"):
        assert lines_again(shop.settings) == found


@pytest.fixture(scope="module")
def sail() -> Iterator[None]:
    with engine("sail"):
        yield
    use([])


@pytest.fixture
def shop(tmp_path: Path, sail: None) -> Shop:
    return Shop(tmp_path, orders=ORDERS, lines=LINES)


def test_an_order_that_is_sent_again_with_two_lines_has_two(shop: Shop) -> None:
    shop.put("a.ndjson", order("A", 1, [line("S1"), line("S2"), line("S3")]), order("B", 1, []))
    assert shop.run()["lines"]["silver"] == 3
    shop.put("b.ndjson", order("a", 2, [line("S3", 2), line("S1")]))
    assert shop.run()["lines"]["lineage"] == 3
    assert shop.ask(SILVER) == [("A", "S1", "1.50", 2), ("A", "S3", "2.00", 1)]
    shop.put("c.ndjson", order("A", 3, []))
    assert shop.run()["lines"]["lineage"] == 5
    assert shop.ask(SILVER) == []


def test_they_go_with_the_record_in_which_they_stand(shop: Shop) -> None:
    again = order("A", 1, [line("S1")])
    shop.put("a.ndjson", again, again)
    shop.put("b.ndjson", order("", 1, [line("S1"), line("S2", "cheap")]), order("B", 1, []))
    other = order("C", 1, [line("S2")], currency="USD")
    shop.put("c.ndjson", order("C", 1, [line("S1")]), other)
    twins = [line("S1"), line("S1"), line("S2", 1), line("S2", 2), line("S3")]
    shop.put("d.ndjson", order("D", 1, twins), order("E", 1, [line("S1")]))
    own = [line("S1", "cheap"), line("S2", "2 USD"), 5, {"price": 1}, line("S3", "3,25 €")]
    shop.put("e.ndjson", order("F", 1, own), order("G", 1, "2 pieces"), order("H", 1, None))
    assert shop.run()["lines"]["conflicts"] == 2
    assert [row[:2] for row in shop.ask(SILVER)] == [
        ("A", "S1"),
        ("D", "S1"),
        ("D", "S3"),
        ("E", "S1"),
        ("F", "S3"),
    ]
    assert {name: shop.ask(FATES.format(f"{name}.ndjson")) for name in "abcde"} == {
        "a": [(1, 1, "duplicate", None), (2, 1, "silver", None)],
        "b": [
            (1, 1, "quarantined", "parent"),
            (1, 2, "quarantined", "price:invalid_number;parent"),
        ],
        "c": [(1, 1, "quarantined", "parent"), (2, 1, "quarantined", "parent")],
        "d": [
            (1, 1, "duplicate", None),
            (1, 2, "silver", None),
            (1, 3, "quarantined", "conflict"),
            (1, 4, "quarantined", "conflict"),
            (1, 5, "silver", None),
            (2, 1, "silver", None),
        ],
        "e": [
            (1, 1, "quarantined", "price:invalid_number"),
            (1, 2, "quarantined", "price:currency_conflict"),
            (1, 3, "quarantined", "not_an_object"),
            (1, 4, "quarantined", "sku:missing"),
            (1, 5, "silver", None),
            (2, 0, "quarantined", "not_an_array"),
        ],
    }


def test_they_are_counted_shown_and_sent_back_with_their_records(
    shop: Shop, tmp_path: Path
) -> None:
    bad = order("A", 1, [line("S1"), line("S2", "cheap"), line("S3", "dear"), 5])
    shop.put("a.ndjson", order("B", 1, [line("S1")]), bad)
    shop.put("b.ndjson", order("", 1, [line("S1")]))
    shop.run()
    with open_published(shop.lake, "silver") as con:
        add_ledger(con, shop.lake)
        add_fates(con)
        told = quality(con, newest(shop.lake, "silver"))
    assert (told.records_read, told.read_of("lines")) == (told.records_with_fate, 6)
    with open_quarantine(shop.lake) as con:
        first, *_ = groups(con, "column", Filter(column="price"))
        assert (first.records, first.example.record, first.example.item) == (2, 2, 2)
        (by_dataset,) = groups(con, "dataset", Filter(dataset="lines", file="a.ndjson"))
        assert by_dataset.records == 3
        order_, item = records_of(con, "orders/b.ndjson", None)
        assert [r.expected for r in item.reasons] == ["a record of orders in silver"]
        assert (order_.item, item.item, item.values["sku"]) == (None, 1, "S1")
    made = export(tmp_path / "lake", tmp_path / "back", tmp_path / "raw", Filter(dataset="lines"))
    assert (made.records, made.left) == (2, 0)
    whole = json.loads((tmp_path / "back" / "orders" / "a.quarantined.ndjson").read_text())
    reasons = whole.pop("quarantine_reason").split(";")
    assert reasons == ["lines.not_an_object", "lines.price:invalid_number"]
    assert whole == json.loads(bad)


def test_every_format_may_have_them(shop: Shop) -> None:
    lines = [{"sku": "S1", "price": 1.5}, {"sku": "S2", "price": 1.234, "note": "x"}]
    about = {"version": 1, "currency": "EUR", "placed_on": "2025-03-04"}
    nested = [{"order_id": "A"} | about | {"line_items": lines}]
    shop.put("a.json", json.dumps({"orders": nested}, indent=1))
    exact = [{"sku": "S1", "price": Decimal("1.500")}]
    rows = [{"order_id": "B"} | about | {"line_items": exact}]
    shop.put_parquet("b.parquet", pa.Table.from_pylist(rows))
    cell = json.dumps(lines).replace('"', '""')
    head = "order_id,version,currency,placed_on,line_items\n"
    shop.put("c.csv", head, f'C,1,EUR,2025-03-04,"{cell}"\n')
    shop.run()
    assert [row[:3] for row in shop.ask(SILVER)] == [(n, "S1", "1.50") for n in "ABC"]
    assert shop.ask("SELECT DISTINCT ordered_on::VARCHAR, currency FROM silver.lines") == [
        ("2025-03-04", "EUR")
    ]
    assert shop.ask("SELECT reasons FROM quarantine.lines") == [("price:too_precise",)] * 2


def test_a_dataset_that_is_added_later_is_filled_from_the_past(tmp_path: Path, sail: None) -> None:
    shop = Shop(tmp_path, orders=ORDERS)
    shop.put("a.ndjson", order("A", 1, [line("S1") | {"pieces": 3}]))
    assert "lines" not in shop.run()
    shop.say(orders=ORDERS, lines=LINES)
    shop.run()
    assert shop.ask(SILVER) == [("A", "S1", "1.50", 1)]
    more = "      - {name: pieces, logicalType: integer, description: How many., examples: ['1']}\n"
    shop.say(orders=ORDERS, lines=LINES + more)
    shop.put("b.ndjson", order("B", 1, [line("S1") | {"pieces": 2}]))
    shop.run()
    assert shop.ask("SELECT order_id, pieces FROM silver.lines ORDER BY 1") == [("A", 3), ("B", 2)]


def test_a_file_that_is_set_aside_takes_them_with_it(shop: Shop) -> None:
    ordered = "{property: orderBy, value: [version]}"
    strict = ORDERS.replace(ordered, f"{ordered}, {{property: quarantineThreshold, value: 0.1}}")
    shop.say(orders=strict, lines=LINES)
    bad = [order("", 1, [line("S1")])] * 5
    shop.put("a.ndjson", *bad, *(order(f"A{n}", 1, [line("S1")]) for n in range(20)))
    shop.put("b.ndjson", order("B", 1, [line("S1")]))
    counts = shop.run()["lines"]
    assert (counts["silver"], counts["aside"], counts["quarantine"]) == (1, 25, 0)
    assert shop.ask("SELECT DISTINCT reasons FROM quarantine.lines") == [("file_set_aside",)]


def test_they_are_held_back_with_the_dataset_in_which_they_stand(shop: Shop) -> None:
    shop.put("a.ndjson", order("", 1, [line("S1")]))
    with pytest.raises(
        Incomplete, match=r"lines is held back .*: its records stand in those of or"
    ):
        shop.run()


def _one_less(parents: pa.Table, contract: Contract) -> Items:
    found = items_of(parents, contract)
    return replace(found, bronze=found.bronze.slice(1), rows=found.rows[1:])


def _all_there(_: Lost, rows: pa.Table) -> tuple[pa.Array, pa.Array]:
    nothing = pa.repeat(False, rows.num_rows)
    return nothing, nothing


def _the_other_way(lost: Lost, rows: pa.Table) -> tuple[pa.Array, pa.Array]:
    merged, kept = among(lost, rows)
    return kept, merged


among = Lost.among


@pytest.mark.parametrize(
    ("where", "instead", "told"),
    [
        ((judging, "items_of"), _one_less, "3 records in bronze, 1 were judged"),
        ((Lost, "among"), _all_there, "did not go with it"),
        ((Lost, "among"), _the_other_way, "did not go with it"),
    ],
)
def test_what_is_lost_or_goes_alone_is_noticed(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    where: tuple[Any, str],
    instead: Callable[..., Any],
    told: str,
) -> None:
    shop.put("a.ndjson", order("A", 1, [line("S1")]), order("A", 2, [line("S2")]))
    shop.put("b.ndjson", order("", 2, [line("S1")]))
    monkeypatch.setattr(*where, instead)
    with pytest.raises(Incomplete, match=f"lines is held back .*{told}"):
        shop.run()

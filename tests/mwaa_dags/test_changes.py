"""What becomes of tables, views and rights in the warehouse when contracts change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from contracts import load_layer
from contracts.roots import use
from orchestration.warehouse import load
from orchestration.warehouse.publication import read
from tests.mwaa_dags.handmade import Rows, declare, published
from tests.mwaa_dags.warehouse import Platform, empty_platform

pytestmark = pytest.mark.slow

PARCELS = ("parcel_no string key", "carrier string", "weight decimal(9,2)", "sent_on date")
ROWS = [("P1", "dhl", Decimal("1.50"), date(2025, 3, 1)), ("P2", "ups", None, None)]


class Change(NamedTuple):
    """What a table has become.

    Attributes:
        columns: As its contract has them now.
        rows: As they were published.
        shown: As analysts see them, in text.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    shown: list[tuple[str | None, ...]]


CHANGES: dict[str, Change] = {
    "column_added": Change(
        (*PARCELS, "insured bigint"),
        [(*row, 7) for row in ROWS],
        [("P1", "dhl", "1.50", "2025-03-01", "7"), ("P2", "ups", None, None, "7")],
    ),
    "column_removed": Change(
        (PARCELS[0], *PARCELS[2:]),
        [(row[0], *row[2:]) for row in ROWS],
        [("P1", "1.50", "2025-03-01"), ("P2", None, None)],
    ),
    "column_renamed": Change(
        (PARCELS[0], "sender string", *PARCELS[2:]),
        ROWS,
        [("P1", "dhl", "1.50", "2025-03-01"), ("P2", "ups", None, None)],
    ),
    "type_widened": Change(
        (*PARCELS[:2], "weight decimal(18,4)", PARCELS[3]),
        [(*row[:2], Decimal("12345678901.2345"), row[3]) for row in ROWS],
        [("P1", "dhl", "12345678901.2345", "2025-03-01"), ("P2", "ups", "12345678901.2345", None)],
    ),
    "columns_in_another_order": Change(
        (PARCELS[1], PARCELS[0], *PARCELS[2:]),
        [(row[1], row[0], *row[2:]) for row in ROWS],
        [("dhl", "P1", "1.50", "2025-03-01"), ("ups", "P2", None, None)],
    ),
    "another_key": Change(
        (PARCELS[0], "carrier string key", *PARCELS[2:]),
        [*ROWS, ("P3", "ups", None, None)],
        [("P1", "dhl", "1.50", "2025-03-01"), ("P2", "ups", None, None), ("P3", "ups", None, None)],
    ),
}
# Declares tables and loads rows.
Load = Callable[[dict[str, tuple[str, ...]], Rows], None]


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with empty_platform(tmp_path_factory.mktemp("warehouse")) as found:
        load.prepare(found.warehouse, found.told)
        yield found


@pytest.fixture(scope="module")
def load_tables(there: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    def load_them(tables: dict[str, tuple[str, ...]], rows: Rows) -> None:
        number = load.in_place(there.warehouse).publication + 1
        declare(tmp_path_factory.mktemp("contracts") / "root", tables)
        there.load(read(published(there.lake.s3, "shop-gold", number, rows)))
        _holds_what_the_contracts_say(there)

    yield load_them
    use([])


def _holds_what_the_contracts_say(there: Platform) -> None:
    """Tables and views are those of the contracts, with their columns; so are the rights."""
    wanted = {(c.name, name) for c in load_layer("gold") for name in c.column_names}
    columns = there.ask(
        "select table_name, column_name from svv_columns where table_schema = 'gold'"
    )
    assert set(columns) == wanted
    names = {table for table, _ in wanted}
    views = there.ask("select table_name from svv_tables where table_schema = 'bi'")
    assert {name for (name,) in views} == names
    rights = there.ask(
        "select namespace_name, identity_name, relation_name "
        "from svv_relation_privileges where namespace_name <> 'ops'"
    )
    everything = {("bi", "analyst"), ("bi", "steward"), ("gold", "steward")}
    assert set(rights) == {(*who, name) for who in everything for name in names}
    usage = there.ask("select namespace_name, identity_name from svv_schema_privileges")
    assert set(usage) == everything | {
        ("gold", "analyst"),
        ("ops", "steward"),
        ("lake_silver", "steward"),
        ("lake_gold", "steward"),
    }
    schemas = there.ask(
        "select schema_name from svv_all_schemas where schema_name like '%\\\\_\\\\_%'"
    )
    assert schemas == []


def test_forty_five_tables_are_loaded_in_one_exchange(there: Platform, load_tables: Load) -> None:
    names = [f"mart_{n:02d}" for n in range(45 - len(load_layer("gold")))]
    load_tables(dict.fromkeys(names, PARCELS), dict.fromkeys(names, ROWS))
    assert len(there.ask("select 1 from svv_tables where table_schema = 'gold'")) == 45
    for name in (names[0], names[-1]):
        assert there.ask(f"select count(*) from bi.{name}") == [(2,)]
    ((load_no,),) = there.ask("select max(load_no) from ops.publications")
    assert there.ask(
        f"select count(*), sum(row_count) from ops.loaded_tables where load_no = {load_no}"
    ) == [(45, str(2 * len(names)))]


@pytest.fixture(scope="module")
def changed(there: Platform, load_tables: Load) -> Platform:
    """Six tables were loaded; then the contract of each one changed, in one release."""
    load_tables(dict.fromkeys(CHANGES, PARCELS), dict.fromkeys(CHANGES, ROWS))
    load_tables(
        {table: change.columns for table, change in CHANGES.items()},
        {table: change.rows for table, change in CHANGES.items()},
    )
    return there


@pytest.mark.parametrize("table", CHANGES)
def test_a_table_follows_its_contract(changed: Platform, table: str) -> None:
    columns, _, shown = CHANGES[table]
    names = ", ".join(f"cast({column.split()[0]} as varchar)" for column in columns)
    assert sorted(changed.ask(f"select {names} from bi.{table}")) == sorted(shown)


def test_marts_are_added_renamed_and_removed(there: Platform, load_tables: Load) -> None:
    load_tables({"parcels": PARCELS}, {"parcels": ROWS})
    load_tables({"letters": PARCELS, "carriers": ("carrier string key",)}, {"letters": ROWS})
    assert there.ask("select count(*) from bi.letters") == [(2,)]
    load_tables({}, {})


def test_readers_see_one_load_or_the_other(there: Platform, load_tables: Load) -> None:
    tables = {"one": ("build bigint key",), "two": ("build bigint key",)}
    load_tables(tables, {"one": [(0,)], "two": [(0,)]})
    seen, done = [], threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.extend(there.ask("select one.build, two.build from bi.one, bi.two"))

    reader = threading.Thread(target=look)
    reader.start()
    load_tables(tables, {"one": [(1,)], "two": [(1,)]})
    done.set()
    reader.join()
    assert set(seen) == {(0, 0), (1, 1)}
    assert seen == sorted(seen)

"""Every kind of change has its class, and says what the next run does about it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from contracts import Column, Contract, Decision, Layout, Member, RowRule
from edp.contract.change import Change, Effect, worst
from edp.contract.compare import compare, unraised
from lakehouse.runtime.code_hash import JOBS, READER
from tests.edp.contract.world import (
    ORDERS,
    TOTAL,
    TOTALS,
    model,
    with_column,
    with_new,
    without,
    world,
)

CITY = Column("city", "string", "", "")
COMPATIBLE, REBUILT, NOTICED, BREAKING = Effect


def orders(column: str, **about: object) -> Contract:
    return with_column(ORDERS, column, **about)


CHANGES = {
    "a column": (with_new(ORDERS, CITY), COMPATIBLE, "city", "column added"),
    "a required column": (
        with_new(ORDERS, replace(CITY, required=True)),
        NOTICED,
        "city",
        "required column added",
    ),
    "a column less": (without(ORDERS, "amount"), NOTICED, "amount", "column removed"),
    "a new name": (
        orders("amount", name="sum", aliases=("amount",)),
        NOTICED,
        "sum",
        "column renamed from amount",
    ),
    "an alias": (orders("amount", aliases=("value",)), COMPATIBLE, "amount", "alias added: value"),
    "an alias less": (orders("order_id", aliases=()), NOTICED, "order_id", "alias removed: id"),
    "aliases in another order": (
        orders("placed_at", aliases=("at", "placed")),
        REBUILT,
        "placed_at",
        "order of aliases",
    ),
    "a wider type": (
        orders("amount", type="decimal(14,3)"),
        COMPATIBLE,
        "amount",
        "type decimal(12,2) → decimal(14,3)",
    ),
    "a narrower type": (
        orders("amount", type="decimal(12,1)"),
        BREAKING,
        "amount",
        "type decimal(12,2) → decimal(12,1)",
    ),
    "another type": (
        orders("status", type="integer", allowed=None),
        BREAKING,
        "status",
        "type string → integer",
    ),
    "text instead": (
        orders("amount", type="string", minimum=None, maximum=None),
        NOTICED,
        "amount",
        "type decimal(12,2) → string",
    ),
    "required": (orders("amount", required=True), NOTICED, "amount", "required false → true"),
    "required no longer": (
        orders("order_id", required=False),
        COMPATIBLE,
        "order_id",
        "required true → false",
    ),
    "a greater least": (orders("amount", minimum="1"), NOTICED, "amount", "minimum 0 → 1"),
    "a smaller least": (orders("amount", minimum="-1"), COMPATIBLE, "amount", "minimum 0 → -1"),
    "an earlier least": (
        orders("placed_at", minimum="2009-12-31"),
        COMPATIBLE,
        "placed_at",
        "minimum 2010-01-01 → 2009-12-31",
    ),
    "a greater most": (
        orders("amount", maximum="1000"),
        COMPATIBLE,
        "amount",
        "maximum 100 → 1000",
    ),
    "a smaller most": (orders("amount", maximum="9"), NOTICED, "amount", "maximum 100 → 9"),
    "no most": (orders("amount", maximum=None), COMPATIBLE, "amount", "maximum 100 → none"),
    "a pattern": (orders("order_id", pattern="^O"), NOTICED, "order_id", "pattern none → ^O"),
    "null where invalid": (
        orders("amount", null_if_invalid=True),
        COMPATIBLE,
        "amount",
        "onInvalid: null false → true",
    ),
    "a new value": (
        orders("status", allowed={"paid": (), "open": ("new",), "back": ()}),
        COMPATIBLE,
        "status",
        "new allowed: back",
    ),
    "a value less": (
        orders("status", allowed={"open": ("new",)}),
        NOTICED,
        "status",
        "no longer allowed: paid",
    ),
    "a spelling": (
        orders("status", allowed={"paid": ("ok",), "open": ("new",)}),
        COMPATIBLE,
        "status",
        "new understood: ok for paid",
    ),
    "a spelling less": (
        orders("status", allowed={"paid": (), "open": ()}),
        NOTICED,
        "status",
        "no longer understood: new for open",
    ),
    "values free": (
        orders("status", allowed=None),
        COMPATIBLE,
        "status",
        "allowed values paid, open → none",
    ),
    "read otherwise": (
        orders("amount", decimal_mark=","),
        NOTICED,
        "amount",
        "decimalMark none → ,",
    ),
    "personal": (orders("status", personal=True), NOTICED, "status", "is personal now"),
    "another key": (
        orders("status", key=True, required=False),
        NOTICED,
        "primaryKey",
        "order_id → order_id, status",
    ),
    "another order": (replace(ORDERS, order_by=()), NOTICED, "orderBy", "placed_at → none"),
    "a decision on conflicts": (
        replace(ORDERS, on_conflict=Decision(None)),
        COMPATIBLE,
        "onConflict",
        "none → latestArrival",
    ),
    "a lower threshold": (
        replace(ORDERS, quarantine_threshold=Decimal("0.5")),
        NOTICED,
        "quarantineThreshold",
        "1 → 0.5",
    ),
    "a rule over columns": (
        replace(ORDERS, rules=(RowRule("r", "", "a < b"),)),
        NOTICED,
        "r",
        "rule added: never a < b",
    ),
}


@pytest.mark.parametrize(("after", "effect", "part", "what"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_a_source_has_its_class(
    after: Contract, effect: Effect, part: str, what: str
) -> None:
    change, *milder = compare(world(ORDERS, TOTALS), world(after, TOTALS))
    assert (change.effect, change.part, change.what) == (effect, part, what)
    assert all(c.effect.exit_code <= effect.exit_code for c in milder)
    assert change.then
    assert "silver.orders" in change.rebuilt
    assert "gold.totals" in change.rebuilt


GOLD = {
    "a column": (with_new(TOTALS, CITY), COMPATIBLE, "column added"),
    "a column less": (without(TOTALS, "total"), NOTICED, "column removed"),
    "a wider type": (
        with_column(TOTALS, "total", type="decimal(38,2)"),
        COMPATIBLE,
        "type decimal(20,2) → decimal(38,2)",
    ),
    "a narrower type": (
        with_column(TOTALS, "total", type="bigint"),
        BREAKING,
        "type decimal(20,2) → bigint",
    ),
    "another layout": (replace(TOTALS, layout=Layout("even")), REBUILT, "otherwise"),
    "personal": (with_column(TOTALS, "status", personal=True), NOTICED, "is personal now"),
}


@pytest.mark.parametrize(("after", "effect", "what"), GOLD.values(), ids=GOLD)
def test_a_change_of_a_mart_has_its_class(after: Contract, effect: Effect, what: str) -> None:
    (change,) = compare(world(ORDERS, TOTALS), world(ORDERS, after))
    assert (change.effect, change.what, change.rebuilt) == (effect, what, ("gold.totals",))


def test_values_that_are_lost_are_meant_where_the_major_version_rises() -> None:
    narrower = orders("amount", type="decimal(12,1)")
    (change,) = compare(world(ORDERS), world(replace(narrower, version="2.0.0")))
    assert change.effect is NOTICED
    assert "2.0.0 says that this is meant" in change.then
    (change,) = compare(world(ORDERS), world(replace(narrower, version="1.1.0")))
    assert change.effect is BREAKING


def test_a_column_whose_old_name_is_no_alias_goes_and_another_comes() -> None:
    after = orders("amount", name="sum")
    found = compare(world(ORDERS), world(after))
    assert {(c.part, c.what) for c in found} == {
        ("amount", "column removed"),
        ("sum", "column added"),
    }


def test_a_new_member_of_a_table_is_a_new_value_of_the_columns_that_take_theirs_from_it() -> None:
    states = Contract(
        "gold",
        "states",
        "1",
        "",
        "",
        "",
        (Column("code", "string", "", ""),),
        members=(Member("paid", {}, ()),),
    )
    more = replace(states, members=(*states.members, Member("back", {}, ("returned",))))
    told = orders("status", allowed=None, allowed_from="gold.states")
    found = compare(world(told, states, TOTALS), world(told, more, TOTALS))
    assert [(c.contract, c.what) for c in found] == [
        ("gold.states", "new: back; gone: none"),
        ("source.orders", "new allowed: back"),
    ]
    assert "silver.orders" in found[0].rebuilt


def test_datasets_and_marts_come_and_go() -> None:
    came = compare(world(ORDERS, models=()), world(ORDERS, TOTALS))
    assert [(c.effect, c.what) for c in came] == [(COMPATIBLE, "mart added")]
    went = compare(world(ORDERS, TOTALS), world(ORDERS, models=()))
    assert [(c.effect, c.what) for c in went] == [(NOTICED, "mart removed")]
    assert "the warehouse loses gold.totals and bi.totals and the rights on them" in went[0].then
    both = compare(world(models=()), world(ORDERS, models=()))
    assert [(c.effect, c.what) for c in both] == [(COMPATIBLE, "dataset added")]
    assert [c.what for c in compare(world(ORDERS), world(models=()))] == ["dataset removed"]


def test_a_mart_with_the_same_columns_and_select_is_renamed() -> None:
    sums = replace(TOTALS, name="sums")
    after = world(ORDERS, sums, models=(model(TOTAL.sql, "sums"),))
    (change,) = compare(world(ORDERS, TOTALS), after)
    assert (change.effect, change.contract, change.what) == (
        NOTICED,
        "gold.sums",
        "mart renamed from totals",
    )
    assert "gold.totals and bi.totals" in change.then


def test_a_select_counts_by_what_it_means() -> None:
    spelt = model(f"/* all of them */ {TOTAL.sql}\n")
    assert compare(world(ORDERS, TOTALS), world(ORDERS, TOTALS, models=(spelt,))) == []
    other = model(TOTAL.sql.replace("sum", "max"))
    (change,) = compare(world(ORDERS, TOTALS), world(ORDERS, TOTALS, models=(other,)))
    assert (change.effect, change.part, change.rebuilt) == (REBUILT, "SELECT", ("gold.totals",))


def test_other_code_builds_all_anew_and_another_reader_reads_refused_files_again() -> None:
    old, jobs, reader = ({JOBS: j, READER: r} for j, r in ("11", "21", "22"))
    before = world(ORDERS, TOTALS, code=old)
    (change,) = compare(before, world(ORDERS, TOTALS, code=jobs))
    assert (change.effect, change.contract) == (REBUILT, "code")
    assert "gold.totals" in change.rebuilt
    assert "refused" not in change.then
    (change,) = compare(before, world(ORDERS, TOTALS, code=reader))
    assert "refused files are read again" in change.then


def test_settings_are_left_to_the_diff_of_templates() -> None:
    before = world(ORDERS, others={"base.toml": "a = 1"})
    (change,) = compare(before, world(ORDERS, others={"base.toml": "a = 2"}))
    assert (change.effect, change.part) == (COMPATIBLE, "base.toml")
    assert "edp diff" in change.then


def test_nothing_changed() -> None:
    assert compare(world(ORDERS, TOTALS), world(ORDERS, TOTALS)) == []
    assert worst([]) is COMPATIBLE


def test_the_worst_comes_first_and_is_the_class_of_all() -> None:
    after = with_new(with_column(ORDERS, "amount", type="integer"), CITY)
    found = compare(world(ORDERS), world(after))
    assert [c.effect for c in found] == [BREAKING, COMPATIBLE]
    assert worst(found) is BREAKING


def test_a_contract_that_changed_under_its_version_is_told() -> None:
    after = with_new(ORDERS, CITY)
    assert unraised(world(ORDERS), world(after)) == ["source.orders"]
    assert unraised(world(ORDERS), world(replace(after, version="1.1.0"))) == []


def test_words_that_only_people_read_change_nothing() -> None:
    after = replace(orders("amount", description="More of it."), purpose="Another one.")
    assert compare(world(ORDERS), world(after)) == []


def test_who_notices_is_named() -> None:
    def noticed(after: Contract) -> tuple[str, ...]:
        changes: list[Change] = compare(world(ORDERS, TOTALS), world(ORDERS, TOTALS, after))
        return changes[0].noticed_by

    assert noticed(with_column(ORDERS, "amount", required=True)) == ("producers", "analysts")
    assert noticed(without(TOTALS, "total")) == ("analysts", "warehouse")

"""Reads a contract's file; what it cannot mean is refused with its line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contracts.across import assert_consistent
from contracts.columns import NAME, column_of
from contracts.currency_members import currency_members
from contracts.fields import Fields
from contracts.item import Item, Refusals, parsed
from contracts.model import Column, Contract, Decision, Layout, Member, Metric
from contracts.odcs import CONTRACT, DESCRIPTION, OF_TABLES, TABLE, VERSION
from contracts.parent import assert_inside, records_in
from contracts.roots import Source
from contracts.rules import checks_of, rules_of


def read(layer: str, source: Source) -> Contract:
    """The contract in a file.

    Raises:
        ContractError: The file says something that nobody would see to; a line for each.
    """
    refusals = Refusals(source.label)
    whole = Fields(parsed(source.read(), source.label, refusals), refusals, CONTRACT)
    _assert_standard(whole, layer, source.name)
    tables = whole.list("schema")
    if len(tables) != 1:
        refusals.add(whole.at("schema"), f"schema has {len(tables)} elements", "one table")
    if not tables or whole.item.kind != "a mapping":
        refusals.give()
    contract = _contract(layer, whole, Fields(tables[0], refusals, TABLE))
    refusals.give()
    return contract


def _assert_standard(whole: Fields, layer: str, name: str) -> None:
    for key, allowed in (("apiVersion", VERSION), ("kind", "DataContract")):
        if (said := whole.text(key, allowed=allowed)) != allowed:
            whole.refusals.add(whole.at(key), f"is {said!r}", allowed)
    for key, allowed in (("id", f"{layer}.{name}"), ("name", name)):
        if (said := whole.text(key, allowed=allowed)) != allowed:
            whole.refusals.add(whole.at(key), f"is {said!r}", f"{allowed}, as the file is called")
    whole.text("status", allowed="active, draft, …")
    if not NAME.fullmatch(name):
        allowed = "a file name of at most 63 of a-z, 0-9 and _, a letter first"
        whole.refusals.add(whole.at("name"), f"{name!r} can be no table", allowed)


def _contract(layer: str, whole: Fields, table: Fields) -> Contract:
    refusals = whole.refusals
    about = Fields(whole.at("description"), refusals, DESCRIPTION)
    custom = table.custom(OF_TABLES.get(layer, ()))
    found = [(item, column_of(item, layer, refusals)) for item in table.list("properties")]
    columns = tuple(column for _, column in found)
    contract = Contract(
        layer=layer,
        name=whole.text("name"),
        version=whole.text("version"),
        purpose=about.text("purpose"),
        limitations=about.text("limitations", ""),
        grain=table.text("description"),
        columns=columns,
        order_by=custom.texts("orderBy"),
        on_conflict=_decision(custom, columns),
        quarantine_threshold=_threshold(custom),
        rules=rules_of(table, columns, refusals) if layer == "source" else (),
        metrics=tuple(_metric(item, refusals) for item in custom.list("metrics")),
        members=_members(custom, refusals),
        checks=checks_of(table, refusals) if layer != "source" else (),
        layout=_layout(custom, columns),
        records_in=records_in(custom),
    )
    assert_consistent(contract, found, table, custom)
    assert_inside(contract, found, custom)
    return contract


def _decision(custom: Fields, columns: Sequence[Column]) -> Decision | None:
    """Who wins a conflict: `latestArrival`, `greatest: column` or `least: column`."""
    item = custom.get("onConflict")
    if item is None or item.plain == "latestArrival":
        return Decision(by=None) if item else None
    names = {c.name for c in columns if not c.key}
    match [(key, value.plain) for key, value in item.members.items()]:
        case [("greatest" | "least" as which, str(name))] if name in names:
            return Decision(name, greatest=which == "greatest")
    custom.refusals.add(
        item,
        f"is {item.kind}",
        "latestArrival, or greatest or least with a column that is no key: {greatest: version}",
    )
    return None


def _threshold(custom: Fields) -> Decimal:
    share = Decimal(custom.number("quarantineThreshold") or 1)
    if not 0 <= share <= 1:
        custom.refusals.add(custom.at("quarantineThreshold"), f"is {share}", "a share, 0 to 1")
    return share


def _metric(item: Item, refusals: Refusals) -> Metric:
    fields = Fields(item, refusals, ("name", "meaning", "sql"))
    return Metric(fields.text("name"), fields.text("meaning"), fields.text("sql"))


def _members(custom: Fields, refusals: Refusals) -> tuple[Member, ...]:
    if custom.choice("membersFrom", ("currencies",)):
        return currency_members()
    return tuple(_member(item, refusals) for item in custom.list("members"))


def _member(item: Item, refusals: Refusals) -> Member:
    fields = Fields(item, refusals, item.members)
    others = [key for key in item.members if key not in ("code", "synonyms")]
    values: dict[str, str | bool | int] = {
        k: _flag_or_text(fields, item.members[k]) for k in others
    }
    return Member(fields.text("code"), values, fields.texts("synonyms"))


def _flag_or_text(fields: Fields, item: Item) -> str | bool:
    return item.plain if isinstance(item.plain, bool) else fields.as_text(item)


def _layout(custom: Fields, columns: Sequence[Column]) -> Layout:
    item = custom.get("warehouse")
    if item is None:
        return Layout()
    fields = Fields(item, custom.refusals, ("distribution", "sort", "why"))
    names = [c.name for c in columns]
    places = ("all", "even", "auto", *names)
    distribution = fields.choice("distribution", places) or "auto"
    for part in fields.list("sort"):
        if part.text not in names:
            custom.refusals.add(part, f"is {part.kind}", f"a column: {', '.join(names)}")
    return Layout(distribution, fields.texts("sort"), fields.text("why"))

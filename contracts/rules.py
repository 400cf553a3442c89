"""Reads the rules over several columns of a source, and the checks of a gold table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from contracts.fields import Fields
from contracts.item import Refusals
from contracts.model import Check, Column, RowRule
from contracts.odcs import QUALITY

# A query that other tools can run: how many rows break the rule.
COUNT = re.compile(
    r"select count\(\*\) from \$\{table\} where (\w+) (<|<=|>|>=) (\w+)", re.IGNORECASE
)
FORM = "SELECT COUNT(*) FROM ${table} WHERE <column> < <column>, or with <=, > or >="


def rules_of(table: Fields, columns: Sequence[Column], refusals: Refusals) -> tuple[RowRule, ...]:
    """The conditions that no record of a source may meet."""
    types = {c.name: c.type for c in columns}
    found = []
    for fields in _quality(table, refusals):
        query = fields.text("query", allowed=FORM)
        rule = COUNT.fullmatch(query.strip())
        if rule is None or fields.number("mustBe") != "0":
            refusals.add(fields.at("query"), f"is {query!r}", f"{FORM}, with mustBe: 0")
            continue
        left, operator, right = rule.groups()
        _assert_comparable(fields, left, right, types)
        name, description = fields.text("name"), fields.text("description")
        found.append(RowRule(name, description, f"{left} {operator} {right}"))
    return tuple(found)


def checks_of(table: Fields, refusals: Refusals) -> tuple[Check, ...]:
    """The figures that hold a gold table against what it was made of."""
    found = []
    for fields in _quality(table, refusals):
        must_be = fields.number("mustBe")
        if must_be is None:
            refusals.add(fields.item, "mustBe is missing", "the number that the query gives")
        name, query = fields.text("name"), fields.text("query")
        found.append(Check(name, fields.text("description"), query, Decimal(must_be or 0)))
    return tuple(found)


def _quality(table: Fields, refusals: Refusals) -> Iterator[Fields]:
    names: set[str] = set()
    for item in table.list("quality"):
        fields = Fields(item, refusals, QUALITY)
        if fields.choice("type", ("sql",)) is None:
            refusals.add(item, "type is missing", "sql")
        if (name := fields.text("name")) in names:
            refusals.add(fields.at("name"), f"{name} is there twice", "a name of its own")
        names.add(name)
        yield fields


def _assert_comparable(fields: Fields, left: str, right: str, types: dict[str, str]) -> None:
    for name in (left, right):
        if name not in types:
            allowed = f"columns of the contract: {', '.join(types)}"
            fields.refusals.add(fields.at("query"), f"{name} is no column", allowed)
            return
    if types[left] != types[right]:
        wrong = f"{left} is {types[left]}, {right} is {types[right]}"
        fields.refusals.add(fields.at("query"), wrong, "columns of one type")

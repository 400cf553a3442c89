"""JSON objects, one template per layout."""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from generator.layout import Layout
from generator.row import Row
from generator.tables import table
from generator.texts import Texts

_TYPES = {"mongodb": ("$numberDecimal", "$date", ""), "dynamodb": ("N", "S", "S")}
"""Names of the types of numbers, moments and texts."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?")

_encode = json.JSONEncoder(ensure_ascii=False).encode

Tree = dict[str, "Tree | str"]


def lines(texts: Texts, layout: Layout) -> list[str]:
    """All records. No clean value needs escaping."""
    wanted, order = template(layout)
    columns = []
    for name in order:
        mark = "" if name in _bare(layout) else '"'
        before, behind = around(name, layout)
        before, behind = f"{before}{mark}", f"{mark}{behind}"
        columns.append(["null" if v is None else f"{before}{v}{behind}" for v in texts[name]])
    return [wanted % row for row in zip(*columns, strict=True)]


class LineWriter:
    """Writes single records with values of any kind."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._whole = template(layout)
        self._bare = {*_bare(layout), *layout.added}

    def line(self, row: Row) -> str:
        """One record, without the keys it leaves out."""
        wanted, order = template(self._layout, row.left_out) if row.left_out else self._whole
        bare = self._bare - row.quoted
        return wanted % tuple([self._value(n, row.text[n], n in bare) for n in order])

    def _value(self, name: str, text: str | None, bare: bool) -> str:
        before, behind = around(name, self._layout) if text is not None else ("", "")
        return f"{before}{_literal(text, bare)}{behind}"


def around(column: str, layout: Layout) -> tuple[str, str]:
    """What stands before and behind the values of a column: objects that name their type."""
    known = table(layout.dataset)
    words = _TYPES.get(layout.wrapped)
    if words is None or column.startswith("+"):
        return "", ""
    numeric = column in known.decimals or column in known.integers
    kind = 0 if numeric else 1 if column in known.timestamps else 2
    return (f'{{"{words[kind]}":', "}") if words[kind] else ("", "")


def template(layout: Layout, left_out: Collection[str] = ()) -> tuple[str, list[str]]:
    """An object with a place for each value, and the columns that belong there in order."""
    tree: Tree = {}
    for column in layout.columns:
        if column in left_out:
            continue
        *parents, last = layout.names[column].split(".")
        node = tree
        for parent in parents:
            child = node.setdefault(parent, {})
            assert isinstance(child, dict)
            node = child
        node[last] = column
    order: list[str] = []
    return _object(tree, ": " if layout.spaced else ":", order), order


def _object(tree: Tree, colon: str, order: list[str]) -> str:
    members = []
    for name, node in tree.items():
        if isinstance(node, dict):
            members.append(f'"{name}"{colon}{_object(node, colon, order)}')
        else:
            members.append(f'"{name}"{colon}%s')
            order.append(node)
    return "{" + (", " if colon == ": " else ",").join(members) + "}"


def _bare(layout: Layout) -> set[str]:
    """Columns written as JSON numbers."""
    known = table(layout.dataset)
    bare = {*known.decimals, *known.integers} if layout.bare_numbers else set()
    if layout.bare_times:
        bare.update(known.timestamps)
    if layout.bare_phones:
        bare.add("phone")
    return bare


def _literal(text: str | None, bare: bool) -> str:
    if text is None:
        return "null"
    if bare and _NUMBER.fullmatch(text):
        return text
    return _encode(text)

"""From which columns a gold column is made, read off its SELECT."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlglot import exp, parse_one
from sqlglot.lineage import Node, lineage
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

from contracts import Contract, load
from contracts.roots import Source

Schema = dict[str, object]


def column_sources(source: Source, inputs: Iterable[str]) -> dict[str, list[str]]:
    """Column of a model -> the columns it is made of, such as `silver.<dataset>.<column>`.

    Columns of the same table that only decide which rows count are not among them.

    Args:
        source: The file of the model.
        inputs: The tables that it reads.
    """
    schema = _schema(load(name) for name in inputs)
    query = qualify(parse_one(source.read(), dialect="spark"), dialect="spark", schema=schema)
    scope = build_scope(query)
    assert isinstance(scope, Scope)
    assert isinstance(query, exp.Query)
    return {name: _sources(name, query, scope) for name in query.named_selects}


def _sources(column: str, query: exp.Query, scope: Scope) -> list[str]:
    nodes = lineage(column, query, {}, scope=scope, dialect="spark").walk()
    return sorted({name for node in nodes if (name := _table_column(node)) is not None})


def _table_column(node: Node) -> str | None:
    table = node.expression
    if not isinstance(table, exp.Table):
        return None
    column = node.name.rpartition(".")[2].strip('"')
    return f"{table.db}.{table.name}.{column}"


def _schema(contracts: Iterable[Contract]) -> Schema:
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for contract in contracts:
        found[contract.layer][contract.name] = {c.name: c.type for c in contract.columns}
    return dict(found)

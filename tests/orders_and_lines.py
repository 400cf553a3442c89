"""Orders with lines inside, for tests: two contracts that only a folder of the user's knows."""

from __future__ import annotations

from pathlib import Path

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
    description: One record per state of an order.
    customProperties: [{property: orderBy, value: [version]}]
    properties:
      - {name: order_id, logicalType: string, description: Number., primaryKey: true, required: true, examples: [A], customProperties: [{property: letterCase, value: upper}]}
      - {name: version, logicalType: integer, description: Which state., required: true, examples: ['1']}
      - {name: currency, logicalType: string, description: Of amounts., examples: [EUR], customProperties: [{property: allowedValues, value: {EUR: [euro], USD: []}}]}
      - {name: placed_on, logicalType: date, description: Day., examples: ['2025-03-01']}
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
    customProperties: [{property: recordsIn, value: {dataset: orders, path: 'line_items[]'}}]
    properties:
      - {name: order_id, logicalType: string, description: Of its order., primaryKey: true, required: true, examples: [A], customProperties: [{property: parent, value: order_id}]}
      - {name: sku, logicalType: string, description: Article., primaryKey: true, required: true, examples: [S1], customProperties: [{property: aliases, value: [article.id]}]}
      - {name: price, logicalType: number, physicalType: 'decimal(9,2)', description: Of all., examples: ['1.50'], customProperties: [{property: currencyColumn, value: currency}]}
      - {name: currency, logicalType: string, description: Of the order., examples: [EUR], customProperties: [{property: parent, value: currency}]}
      - {name: ordered_on, logicalType: date, description: Of the order., examples: ['2025-03-01'], customProperties: [{property: parent, value: placed_on}]}
"""  # noqa: E501


def write_contracts(folder: Path, **contracts: str) -> None:
    """Puts source contracts into a folder for `contracts.roots.use`."""
    sources = folder / "contracts" / "source"
    sources.mkdir(parents=True, exist_ok=True)
    for name, text in contracts.items():
        (sources / f"{name}.yaml").write_text(text, encoding="utf-8")

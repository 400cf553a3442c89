"""The silver contract of a dataset follows from its source contract."""

from __future__ import annotations

from dataclasses import replace

from contracts.model import ITEM_NO, Column, Contract

ISSUES = Column(
    name="_issues",
    type="string",
    description="Values that could not be used and became null, as `column:code`, joined by `;`; "
    "empty if none.",
    example="age:out_of_range",
    required=True,
)
INDEX = Column(
    name=ITEM_NO,
    type="bigint",
    description="Place in the array of the record, from 1; 0 for an array that could not be read.",
    example="2",
    required=True,
)


def silver_of(source: Contract, record: Contract) -> Contract:
    """The table that a dataset becomes: its columns, their issues, and where a row came from.

    The rules stay with the source, which alone states them.

    Args:
        source: The dataset's contract.
        record: What every bronze table has behind its dataset's columns (`bronze.record`).
    """
    own = tuple(_stated(column) for column in source.columns)
    behind = {column.name: column for column in (*record.columns, INDEX)}
    return Contract(
        layer="silver",
        name=source.name,
        version=source.version,
        purpose=f"The current truth about {source.name}, typed and cleaned.",
        limitations="",
        grain=_grain(source),
        columns=(*own, ISSUES, *(behind[name] for name in ("_rescued", *source.place))),
    )


def placed(table: Contract, source: Contract) -> Contract:
    """The contract of quarantine or lineage, as a dataset's table there has it."""
    if not source.records_in:
        return table
    at = table.column_names.index("record_no") + 1
    index = replace(INDEX, name=INDEX.name.removeprefix("_"))
    return replace(table, columns=(*table.columns[:at], index, *table.columns[at:]))


def _grain(source: Contract) -> str:
    if not source.keys and source.records_in:
        return f"One row per record in a record of {source.records_in.dataset} that is in silver."
    if not source.keys:
        return "One row per record; of equal ones as many as the file with the most of them has."
    return f"One row per {' and '.join(f'`{key}`' for key in source.keys)}."


def _stated(column: Column) -> Column:
    return Column(
        name=column.name,
        type=column.type,
        description=column.description,
        example=column.example,
        required=column.required,
        key=column.key,
        personal=column.personal,
        refers_to=column.refers_to,
    )

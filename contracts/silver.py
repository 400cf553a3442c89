"""The silver contract of a dataset follows from its source contract."""

from __future__ import annotations

from contracts.model import Column, Contract

ISSUES = Column(
    name="_issues",
    type="string",
    description="Values that could not be used and became null, as `column:code`, joined by `;`; "
    "empty if none.",
    example="age:out_of_range",
    required=True,
)
PROVENANCE = ("_rescued", "_source_uri", "_source_version", "_record_no")


def silver_of(source: Contract, record: Contract) -> Contract:
    """The table that a dataset becomes: its columns, their issues, and where a row came from.

    The rules stay with the source, which alone states them.

    Args:
        source: The dataset's contract.
        record: What every bronze table has behind its dataset's columns (`bronze.record`).
    """
    own = tuple(_stated(column) for column in source.columns)
    behind = {column.name: column for column in record.columns}
    return Contract(
        layer="silver",
        name=source.name,
        version=source.version,
        purpose=f"The current truth about {source.name}, typed and cleaned.",
        limitations="",
        grain=_grain(source),
        columns=(*own, ISSUES, *(behind[name] for name in PROVENANCE)),
    )


def _grain(source: Contract) -> str:
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

"""Views for analysts: gold as it is, without what tells who a customer is."""

from __future__ import annotations

from contracts import Column, Contract

MASK = "***"


def create_view(contract: Contract) -> str:
    """The view on a gold table. It is bound late, so the table may be put in another's place.

    It is never replaced: `create or replace` takes the same columns only.
    https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
    """
    columns = ",\n".join(f"    {_shown(c)}" for c in contract.columns)
    return (
        f"create view bi.{contract.name} as\nselect\n{columns}\n"
        f"from gold.{contract.name}\nwith no schema binding"
    )


def _shown(column: Column) -> str:
    if not column.personal:
        return column.name
    if column.type == "string":
        # Whether there is a value may be known; a hash could be undone by trying values.
        return f"case when {column.name} is not null then '{MASK}' end as {column.name}"
    return f"cast(null as {column.type}) as {column.name}"

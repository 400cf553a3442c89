"""Views for analysts: gold as it is, without what tells who a customer is."""

from __future__ import annotations

from contracts import Column, Contract

MASK = "***"


def create_view(contract: Contract, schema: str) -> str:
    """The view on a gold table, in any schema. It is bound late: it reads what is called gold.

    https://docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html
    """
    columns = ",\n".join(f"    {_shown(c)}" for c in contract.columns)
    return (
        f"create view {schema}.{contract.name} as\nselect\n{columns}\n"
        f"from gold.{contract.name}\nwith no schema binding"
    )


def _shown(column: Column) -> str:
    if not column.personal:
        return column.name
    if column.type == "string":
        # Whether there is a value may be known; a hash could be undone by trying values.
        return f"case when {column.name} is not null then '{MASK}' end as {column.name}"
    return f"cast(null as {column.type}) as {column.name}"

"""What a load says to the warehouse, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from contracts import load as contract
from orchestration.warehouse.aside import SCHEMAS, Aside
from orchestration.warehouse.chunks import chunks
from orchestration.warehouse.publication import InPlace, Publication, Table
from orchestration.warehouse.tables import create_table
from orchestration.warehouse.templates import statements
from orchestration.warehouse.views import create_view


def staged(publication: Publication, aside: Aside, copy_role: str) -> list[str]:
    """Makes and fills the tables aside, and makes their views. It need not be one transaction."""
    return [
        *(f"create schema {aside.next(schema)}" for schema in SCHEMAS),
        *(one for t in publication.tables for one in _filled(t, aside, copy_role)),
        *(create_view(contract(f"gold.{t.name}"), aside.next("bi")) for t in publication.tables),
    ]


def _filled(table: Table, aside: Aside, copy_role: str) -> list[str]:
    name = f"{aside.next('gold')}.{table.name}"
    made = create_table(contract(f"gold.{table.name}"), name)
    # COPY refuses a manifest that lists nothing, so an empty table has none.
    if table.manifest is None:
        return [made]
    return [made, *statements("copy", table=name, manifest=table.manifest, role=copy_role)]


def exchanged(publication: Publication, aside: Aside, before: InPlace, loaded_by: str) -> list[str]:
    """Counts what is aside, puts it in place and says so. In one transaction.

    Their number does not grow with the number of tables, but for one more for every fifty.
    """
    load_no = before.load_no + 1
    return [
        *(_counted(some, aside, load_no) for some in chunks(publication.tables)),
        *(
            one
            for schema in SCHEMAS
            for one in statements(
                "exchange", schema=schema, next=aside.next(schema), last=aside.last(schema)
            )
        ),
        # No page says that rights on a schema follow its name.
        *statements("grants"),
        *statements(
            "record_publication",
            loads_before=before.load_no,
            publication=publication.number,
            build=publication.build,
            published_at=publication.published_at.replace("T", " "),
            row_count=publication.rows,
            loaded_by=loaded_by,
        ),
    ]


def _counted(tables: Sequence[Table], aside: Aside, load_no: int) -> str:
    """Writes down how many rows tables have.

    Where a figure is not the published one there is no number, and NOT NULL ends the transaction.
    https://docs.aws.amazon.com/redshift/latest/dg/t_Defining_constraints.html
    """
    schema = aside.next("gold")
    parts = (
        f"select {load_no}, '{t.name}', case when {_as_published(t)} then count(*) end "
        f"from {schema}.{t.name}"
        for t in tables
    )
    return "insert into ops.loaded_tables\n" + "\nunion all\n".join(parts)


def _as_published(table: Table) -> str:
    sums = (f"coalesce(sum({c}), 0) = {total:f}" for c, total in table.sums.items())
    return " and ".join([f"count(*) = {table.rows}", *sums])


def cleared(schema: str, tables: Iterable[str]) -> list[str]:
    """Takes away a schema; a view that somebody has bound to one of its tables prevents it."""
    names = [f"{schema}.{table}" for table in tables]
    return [
        *(f"drop table {', '.join(some)}" for some in chunks(names)),
        f"drop schema {schema} cascade",
    ]

"""Tables follow their contract: what it adds is added, what it has otherwise becomes so."""

from __future__ import annotations

from pyiceberg.exceptions import ResolveError
from pyiceberg.schema import Schema, promote
from pyiceberg.table import Table
from pyiceberg.types import IcebergType


def evolve(target: Table, wanted: Schema) -> None:
    """Gives a table the columns that its contract has now, in one commit.

    Columns that the contract no longer has stay, and are null in what is written from now on.
    Snapshots keep the schema they were written with.
    """
    there = {field.name: field.field_type for field in target.schema().fields}
    changed = [f for f in wanted.fields if there.get(f.name) != f.field_type]
    if not changed:
        return
    with target.update_schema() as change:
        for field in changed:
            found = there.get(field.name)
            if found is not None and _is_wider(field.field_type, found):
                change.update_column(field.name, field.field_type)
                continue
            if found is not None:
                # Another column under the same name: tables of other types are written anew.
                change.delete_column(field.name)
            change.add_column(field.name, field.field_type, doc=field.doc)


def _is_wider(wanted: IcebergType, found: IcebergType) -> bool:
    try:
        promote(found, wanted)
    except ResolveError:
        return False
    return True

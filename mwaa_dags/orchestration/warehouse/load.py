"""Puts a gold publication into the warehouse: aside first, then in one transaction in place."""

from __future__ import annotations

from itertools import groupby

from orchestration.handover import Handover
from orchestration.warehouse import definitions
from orchestration.warehouse.aside import Aside
from orchestration.warehouse.connection import Connection, StatementFailed
from orchestration.warehouse.publication import InPlace, Publication
from orchestration.warehouse.reconcile import Mismatch, reconcile
from orchestration.warehouse.statements import cleared, exchanged, staged
from orchestration.warehouse.templates import statement


class Overtaken(Exception):
    """Another load was faster."""


def prepare(warehouse: Connection, told: Handover) -> None:
    """Makes what is not there yet: schemas, roles, the tables that say what was loaded."""
    warehouse.run(definitions.foundation(), "schemas and tables of the loads")
    for one in definitions.external_schemas(told):
        warehouse.run([one], "schemas of the lake")
    there = {name for (name,) in warehouse.ask("select role_name from svv_roles", "roles")}
    for role in definitions.ROLES:
        if role not in there:
            warehouse.run([f"create role {role}"], f"role {role}")
    for one in definitions.external_grants():
        warehouse.run([one], "rights on the lake")


def in_place(warehouse: Connection) -> InPlace:
    """What readers see."""
    found = warehouse.ask(statement("in_place"), "publication in place")
    return InPlace(*map(int, found[0])) if found else InPlace(0, 0)


def load(
    warehouse: Connection,
    publication: Publication,
    before: InPlace,
    copy_role: str,
    loaded_by: str,
) -> None:
    """Puts a publication in the place of what readers see.

    Args:
        warehouse: Where to.
        publication: What.
        before: What readers saw when it was decided to load.
        copy_role: The role that reads the files.
        loaded_by: Who wanted it, for the history.

    Raises:
        StatementFailed: the warehouse refused something; readers keep what they had.
        Mismatch: there is not in it what was published; readers keep what they had.
        Overtaken: another load came between; readers see what that one brought.
    """
    aside = Aside()
    what = f"publication {publication.number}"
    warehouse.run_in_parts(staged(publication, aside, copy_role), f"copy {what}")
    try:
        warehouse.run(exchanged(publication, aside, before, loaded_by), f"put {what} in place")
    except StatementFailed:
        # The transaction cannot say which figure differs.
        _explain(warehouse, publication, aside, before)
        raise
    validate(warehouse, publication)
    clear(warehouse)


def validate(warehouse: Connection, publication: Publication) -> None:
    """Looks at what readers see now.

    Raises:
        Mismatch: it is not what was published.
    """
    reconcile(warehouse, publication, "gold")
    if (there := in_place(warehouse).publication) != publication.number:
        raise Mismatch(f"publication {there} is in place, {publication.number} was loaded")


def clear(warehouse: Connection) -> None:
    """Takes away what loads have replaced, and what killed loads have left aside.

    A load that is still running, though nobody waits for it any more, then fails.

    Raises:
        StatementFailed: somebody has bound a view to a table that has been replaced.
    """
    rows = warehouse.ask(statement("left_over"), "what is left of loads")
    for schema, found in groupby(rows, key=lambda row: row[0]):
        tables = [table for _, table in found if table is not None]
        warehouse.run_in_parts(cleared(schema, tables), f"take away {schema}")


def _explain(
    warehouse: Connection, publication: Publication, aside: Aside, before: InPlace
) -> None:
    there = in_place(warehouse)
    if there != before:
        raise Overtaken(
            f"publication {publication.number} was not put in place: publication "
            f"{there.publication} was loaded meanwhile; start the load again if it is still wanted"
        )
    reconcile(warehouse, publication, aside.next("gold"))

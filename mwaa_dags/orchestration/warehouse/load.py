"""Puts a gold publication into the warehouse: aside first, then in one transaction in place."""

from __future__ import annotations

import logging

from contracts import load as contract
from orchestration.handover import Handover
from orchestration.warehouse import definitions
from orchestration.warehouse.connection import Connection
from orchestration.warehouse.publication import Publication
from orchestration.warehouse.reconcile import Mismatch, reconcile
from orchestration.warehouse.tables import create_table
from orchestration.warehouse.templates import statement, statements

NEXT = "__next"
log = logging.getLogger(__name__)


def prepare(warehouse: Connection, told: Handover) -> None:
    """Makes what is not there yet: schemas, roles, the tables that say what was loaded."""
    warehouse.run(definitions.foundation(), "schemas and tables of the loads")
    for one in definitions.external_schemas(told):
        warehouse.run([one], "schemas of the lake")
    there = {name for (name,) in warehouse.ask("select role_name from svv_roles", "roles")}
    for role in definitions.ROLES:
        if role not in there:
            warehouse.run([f"create role {role}"], f"role {role}")


def current(warehouse: Connection) -> int:
    """The publication that readers see; 0 before the first."""
    found = warehouse.ask(statement("current_publication"), "current publication")
    return int(found[0][0]) if found else 0


def stage(warehouse: Connection, publication: Publication, copy_role: str) -> None:
    """Copies the files of a publication into tables aside, and counts.

    Raises:
        Mismatch: there is not in them what was published; readers have seen nothing.
    """
    warehouse.run(staged(publication, copy_role), f"copy publication {publication.number}")
    reconcile(warehouse, publication, NEXT)


def staged(publication: Publication, copy_role: str) -> list[str]:
    """The statements of that."""
    aside = {t: f"gold.{t.name}{NEXT}" for t in publication.tables}
    copies = (
        statements("copy", table=name, manifest=t.manifest, role=copy_role)
        for t, name in aside.items()
        # COPY refuses a manifest that lists nothing, so an empty table has none.
        if t.manifest is not None
    )
    return [
        f"drop table if exists {', '.join(aside.values())}",
        *(create_table(contract(f"gold.{t.name}"), name) for t, name in aside.items()),
        *(one for several in copies for one in several),
    ]


def publish(warehouse: Connection, publication: Publication, loaded_by: str) -> None:
    """Puts the tables aside in the place of those that readers see, in one transaction."""
    changed = _changed_definitions(warehouse)
    for one in definitions.external_grants() if changed else ():
        warehouse.run([one], "rights on the lake")
    swap = swapped(publication, loaded_by, changed)
    warehouse.run(swap, f"swap in publication {publication.number}")


def swapped(publication: Publication, loaded_by: str, changed: list[str]) -> list[str]:
    """The statements of that."""
    names = [t.name for t in publication.tables]
    return [
        f"drop table if exists {', '.join(f'gold.{n}' for n in names)}",
        *(f"alter table gold.{n}{NEXT} rename to {n}" for n in names),
        *changed,
        # Rights are on tables, not on their names.
        *statements("grants_on_gold"),
        *statements(
            "record_publication",
            publication=publication.number,
            build=publication.build,
            published_at=publication.published_at.replace("T", " "),
            row_count=publication.rows,
            loaded_by=loaded_by,
        ),
    ]


def validate(warehouse: Connection, publication: Publication) -> None:
    """Looks at what readers see now.

    Raises:
        Mismatch: it is not what was published.
    """
    reconcile(warehouse, publication)
    if (there := current(warehouse)) != publication.number:
        raise Mismatch(f"publication {there} is in place, {publication.number} was loaded")


def _changed_definitions(warehouse: Connection) -> list[str]:
    name, wanted = definitions.readers()
    there = warehouse.ask(statement("current_definition"), "definitions in place")
    if there and there[0][0] == name:
        return []
    log.info("Views and grants change to version %s", name)
    return wanted

"""Grants: recorded and shown; those to read are enforced (`reading`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog, names, relations
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.identities import grantees
from local_cloud.redshift.names import QUALIFIED, Relation, plain, plain_list

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

C = catalog.SCHEMA


def forget(session: Session, relation: Relation) -> None:
    """A relation is gone, and with it all that was granted on it."""
    session.rows(
        f"DELETE FROM {C}.privileges WHERE object_kind = 'table' AND schema_name = ? "
        "AND object_name = ?",
        [*relation],
    )
    session.rows(
        f"DELETE FROM {C}.masking_attachments WHERE schema_name = ? AND table_name = ?",
        [*relation],
    )


def forget_schema(session: Session, schema: str) -> None:
    """A schema is gone, and with it all that was granted on it."""
    session.rows(
        f"DELETE FROM {C}.privileges WHERE object_kind = 'schema' AND object_name = ?", [schema]
    )
    session.rows(f"DELETE FROM {C}.default_privileges WHERE schema_name = ?", [schema])


def rename(session: Session, old: Relation, new: Relation) -> None:
    """Grants go along with the relation, not with its name."""
    for table, column in (("privileges", "object_name"), ("masking_attachments", "table_name")):
        session.rows(
            f"UPDATE {C}.{table} SET schema_name = ?, {column} = ? "
            f"WHERE schema_name = ? AND {column} = ?",
            [*new, *old],
        )


def grant(session: Session, wanted: re.Match[str]) -> Answer:
    """GRANT privileges ON objects TO grantees, and REVOKE ... FROM."""
    granting = wanted["verb"].lower() == "grant"
    objects = _objects(session, (wanted["kind"] or "table").lower(), wanted["objects"])
    _refuse_external_in_block(session, objects)
    to = grantees(session, wanted["grantees"])
    for privilege, column in _privileges(wanted["privileges"], wanted["kind"]):
        for kind, schema, name in objects:
            for grantee in to:
                key = [kind, schema, name, column, privilege, *grantee]
                _put(session, key, granting=granting, admin=bool(wanted["admin"]))
    return Answer()


def _refuse_external_in_block(session: Session, objects: list[tuple[str, str, str]]) -> None:
    """docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html: not within a transaction block."""
    external = {name for kind, _, name in objects if kind == "schema"}
    if session.in_block and any(relations.is_external(session, name) for name in external):
        raise SqlError(
            "GRANT or REVOKE on an external schema cannot run inside a transaction block"
        )


def default_privileges(session: Session, wanted: re.Match[str]) -> Answer:
    """ALTER DEFAULT PRIVILEGES: takes effect on relations that are made later."""
    schema = plain(wanted["schema"] or "")
    owner = plain(wanted["owner"] or session.user)
    for privilege, _ in _privileges(wanted["privileges"], None):
        for grantee in grantees(session, wanted["grantees"]):
            row = [schema, owner, "RELATION", privilege, *grantee]
            session.rows(
                f"""DELETE FROM {C}.default_privileges WHERE schema_name = ? AND owner_name = ?
                    AND object_kind = ? AND privilege = ? AND kind = ? AND grantee = ?""",
                row,
            )
            if wanted["verb"].lower() == "grant":
                session.rows(f"INSERT INTO {C}.default_privileges VALUES (?, ?, ?, ?, ?, ?)", row)
    return Answer()


def apply_defaults(session: Session, relation: Relation) -> None:
    """Grants on a new relation what its schema's default privileges say."""
    for privilege, kind, grantee in session.rows(
        f"""SELECT privilege, kind, grantee FROM {C}.default_privileges
            WHERE owner_name = ? AND schema_name IN ('', ?)""",
        [session.user, relation.schema],
    ):
        key = ["table", *relation, None, privilege, kind, grantee]
        _put(session, key, granting=True, admin=False)


def _put(session: Session, key: list[str | None], *, granting: bool, admin: bool) -> None:
    session.rows(
        f"""DELETE FROM {C}.privileges WHERE object_kind = ? AND schema_name = ?
            AND object_name = ? AND column_name IS NOT DISTINCT FROM ? AND privilege = ?
            AND kind = ? AND grantee = ?""",
        key,
    )
    if granting:
        session.rows(
            f"INSERT INTO {C}.privileges VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [*key, session.user, admin],
        )


_ALL = {
    "table": ["INSERT", "SELECT", "UPDATE", "DELETE", "DROP", "REFERENCES", "TRUNCATE", "ALTER"],
    "schema": ["CREATE", "USAGE", "ALTER", "DROP"],
    "database": ["CREATE", "TEMPORARY", "USAGE"],
}


def _privileges(text: str, kind: str | None) -> list[tuple[str, str | None]]:
    """Privileges, each with the column it is limited to."""
    if re.fullmatch(r"all(\s+privileges)?", text.strip(), re.IGNORECASE):
        return [(p, None) for p in _ALL[_object_kind(kind or "table")]]
    found: list[tuple[str, str | None]] = []
    for privilege in re.finditer(r"(\w+)\s*(?:\(([^)]*)\))?\s*(?:,|$)", text):
        columns = plain_list(privilege[2]) if privilege[2] else [None]
        found += [(privilege[1].upper(), column) for column in columns]
    return found


def _object_kind(kind: str) -> str:
    return kind.lower() if kind.lower() in ("schema", "database") else "table"


def _objects(session: Session, kind: str, text: str) -> list[tuple[str, str, str]]:
    """Kind, schema and name of all that a grant is about.

    Raises:
        SqlError: one does not exist.
    """
    if kind == "database":
        return [("database", "", name) for name in plain_list(text)]
    if kind == "schema" or kind.startswith("all"):
        for schema in plain_list(text):
            if not relations.schema_exists(session, schema):
                raise SqlError(f'schema "{schema}" does not exist')
        if kind == "schema":
            return [("schema", "", schema) for schema in plain_list(text)]
        return [("table", s, n) for schema in plain_list(text) for s, n in _all_in(session, schema)]
    found = [names.relation(name) for name in re.findall(QUALIFIED, text)]
    for relation in found:
        if not relations.exists(session, relation):
            raise SqlError(f'relation "{relation}" does not exist')
    return [("table", *relation) for relation in found]


def _all_in(session: Session, schema: str) -> list[tuple[str, str]]:
    return [
        (schema, str(name))
        for (name,) in session.rows(
            f"SELECT table_name FROM {C}.svv_tables WHERE table_schema = ?", [schema]
        )
    ]

"""Masking policies: recorded and shown, not enforced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog, names, relations
from local_cloud.redshift.dialect import parse
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import plain, plain_list

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

C = catalog.SCHEMA


def create(session: Session, wanted: re.Match[str]) -> Answer:
    """CREATE MASKING POLICY name WITH (columns) USING (expression)."""
    name = plain(wanted["name"])
    if _exists(session, name):
        if wanted["exists"]:
            return Answer()
        raise SqlError(f'masking policy "{name}" already exists')
    parse(f"SELECT {wanted['expression']}")
    session.rows(
        f"INSERT INTO {C}.masking_policies VALUES (?, ?, ?)",
        [name, wanted["columns"].strip(), wanted["expression"].strip()],
    )
    return Answer()


def alter(session: Session, wanted: re.Match[str]) -> Answer:
    """ALTER MASKING POLICY name USING (expression)."""
    _must_exist(session, plain(wanted["name"]))
    parse(f"SELECT {wanted['expression']}")
    session.rows(
        f"UPDATE {C}.masking_policies SET policy_expression = ? WHERE policy_name = ?",
        [wanted["expression"].strip(), plain(wanted["name"])],
    )
    return Answer()


def drop(session: Session, wanted: re.Match[str]) -> Answer:
    """DROP MASKING POLICY name [CASCADE]."""
    name = plain(wanted["name"])
    _must_exist(session, name)
    attached = session.rows(f"SELECT 1 FROM {C}.masking_attachments WHERE policy_name = ?", [name])
    if attached and not wanted["cascade"]:
        raise SqlError(f'masking policy "{name}" is attached; DETACH it, or DROP ... CASCADE')
    for table in ("masking_attachments", "masking_policies"):
        session.rows(f"DELETE FROM {C}.{table} WHERE policy_name = ?", [name])
    return Answer()


def attach(session: Session, wanted: re.Match[str]) -> Answer:
    """ATTACH MASKING POLICY name ON table (columns) TO grantee."""
    name, relation = plain(wanted["name"]), names.relation(wanted["table"])
    _must_exist(session, name)
    if not relations.exists(session, relation):
        raise SqlError(f'relation "{relation}" does not exist')
    kind, grantee = _grantee(wanted["grantee"])
    priority = int(wanted["priority"] or 0)
    if _taken(session, relation, wanted["columns"], kind, grantee, priority):
        raise SqlError(
            f'a masking policy is already attached to "{relation}" for {kind} "{grantee}" with '
            f"priority {priority}; DETACH it first"
        )
    columns = ", ".join(plain_list(wanted["columns"]))
    inputs = ", ".join(plain_list(wanted["inputs"] or wanted["columns"]))
    session.rows(
        f"INSERT INTO {C}.masking_attachments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [name, *relation, columns, inputs, kind, grantee, priority],
    )
    return Answer()


def detach(session: Session, wanted: re.Match[str]) -> Answer:
    """DETACH MASKING POLICY name ON table (columns) FROM grantee."""
    name, relation = plain(wanted["name"]), names.relation(wanted["table"])
    key = [name, *relation, ", ".join(plain_list(wanted["columns"])), *_grantee(wanted["grantee"])]
    where = """policy_name = ? AND schema_name = ? AND table_name = ? AND output_columns = ?
        AND kind = ? AND grantee = ?"""
    if not session.rows(f"SELECT 1 FROM {C}.masking_attachments WHERE {where}", key):
        raise SqlError(f'masking policy "{name}" is not attached to "{relation}" there')
    session.rows(f"DELETE FROM {C}.masking_attachments WHERE {where}", key)
    return Answer()


def _taken(
    session: Session, relation: names.Relation, columns: str, kind: str, grantee: str, priority: int
) -> bool:
    found = session.rows(
        f"""SELECT 1 FROM {C}.masking_attachments WHERE schema_name = ? AND table_name = ?
            AND output_columns = ? AND kind = ? AND grantee = ? AND priority = ?""",
        [*relation, ", ".join(plain_list(columns)), kind, grantee, priority],
    )
    return bool(found)


def _grantee(text: str) -> tuple[str, str]:
    found = re.fullmatch(rf"(?:(role)\s+)?({names.NAME})", text.strip(), re.IGNORECASE)
    if not found:
        raise SqlError(f'syntax error at or near "{text}"')
    kind, name = (found[1] or "user").lower(), plain(found[2])
    return ("public", name) if name == "public" else (kind, name)


def _exists(session: Session, name: str) -> bool:
    return bool(session.rows(f"SELECT 1 FROM {C}.masking_policies WHERE policy_name = ?", [name]))


def _must_exist(session: Session, name: str) -> None:
    if not _exists(session, name):
        raise SqlError(f'masking policy "{name}" does not exist')

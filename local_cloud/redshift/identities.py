"""Users, roles and groups, and who is a member of which role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from local_cloud.redshift import catalog
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.names import NAME, plain

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

C = catalog.SCHEMA
# Kind and name.
Grantee = tuple[str, str]


def create_identity(session: Session, wanted: re.Match[str]) -> Answer:
    """CREATE USER, ROLE or GROUP."""
    kind, name = wanted["kind"].lower(), plain(wanted["name"])
    if _exists(session, kind, name):
        raise SqlError(f'{kind} "{name}" already exists')
    session.rows(f"INSERT INTO {C}.identities VALUES (?, ?)", [kind, name])
    return Answer()


def drop_identity(session: Session, wanted: re.Match[str]) -> Answer:
    """DROP USER, ROLE or GROUP."""
    kind, name = wanted["kind"].lower(), plain(wanted["name"])
    if not _exists(session, kind, name):
        if wanted["exists"]:
            return Answer()
        raise SqlError(f'{kind} "{name}" does not exist')
    session.rows(f"DELETE FROM {C}.identities WHERE kind = ? AND name = ?", [kind, name])
    for table in ("privileges", "default_privileges", "masking_attachments"):
        session.rows(f"DELETE FROM {C}.{table} WHERE kind = ? AND grantee = ?", [kind, name])
    session.rows(
        f"DELETE FROM {C}.memberships WHERE (kind = ? AND member = ?) OR "
        "(? = 'role' AND role_name = ?)",
        [kind, name, kind, name],
    )
    return Answer()


def grant_role(session: Session, wanted: re.Match[str]) -> Answer:
    """GRANT ROLE a, b TO ROLE c, d; REVOKE alike."""
    granting = wanted["verb"].lower() == "grant"
    for role in re.split(r"\s*,\s*(?:role\s+)?", wanted["roles"], flags=re.IGNORECASE):
        _must_exist(session, "role", plain(role))
        for kind, member in grantees(session, wanted["grantees"]):
            row = [plain(role), kind, member]
            session.rows(
                f"DELETE FROM {C}.memberships WHERE role_name = ? AND kind = ? AND member = ?", row
            )
            if granting:
                session.rows(f"INSERT INTO {C}.memberships VALUES (?, ?, ?)", row)
    return Answer()


def grantees(session: Session, text: str) -> list[Grantee]:
    """Kind and name of each.

    Raises:
        SqlError: one does not exist.
    """
    found = []
    for grantee in re.finditer(
        rf"(?:(role|group|user)\s+)?({NAME})\s*(?:,|$)", text, re.IGNORECASE
    ):
        kind, name = (grantee[1] or "user").lower(), plain(grantee[2])
        if kind == "user" and name == "public":
            kind = "public"
        else:
            _must_exist(session, kind, name)
        found.append((kind, name))
    return found


def _must_exist(session: Session, kind: str, name: str) -> None:
    if not _exists(session, kind, name):
        raise SqlError(f'{kind} "{name}" does not exist')


def _exists(session: Session, kind: str, name: str) -> bool:
    if kind == "user" and name == session.user:
        return True
    return bool(
        session.rows(f"SELECT 1 FROM {C}.identities WHERE kind = ? AND name = ?", [kind, name])
    )

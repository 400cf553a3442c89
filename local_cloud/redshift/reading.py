"""Who may read what: what has been granted to a database user, to its roles and to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_cloud.redshift import catalog
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.names import DEFAULT_SCHEMA, Relation

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

C = catalog.SCHEMA
_GRANTED = f"""
    WITH RECURSIVE mine(kind, name) AS (
        VALUES ('user', ?), ('public', 'public')
        UNION SELECT 'role', role_name FROM {C}.memberships m
        JOIN mine ON m.kind = mine.kind AND m.member = mine.name)
    SELECT object_kind, privilege, schema_name, object_name FROM {C}.privileges p
    JOIN mine ON p.kind = mine.kind AND p.grantee = mine.name WHERE column_name IS NULL"""


class Reading:
    """The rights of a session's user. The administrator, who owns everything, may read all."""

    def __init__(self, session: Session) -> None:
        """Takes them as they are now."""
        self._all = session.administrator
        self._granted = set() if self._all else set(session.rows(_GRANTED, [session.user]))

    def check(self, relation: Relation, *, external: bool, inside_view: bool) -> None:
        """Holds a reader against what is granted.

        docs.aws.amazon.com/redshift/latest/dg/r_GRANT.html: USAGE on the schema, SELECT on the
        relation; external tables have no rights of their own.
        docs.aws.amazon.com/redshift/latest/dg/r_CREATE_VIEW.html: below a late-binding view it is
        the view's owner who needs SELECT. That its readers need USAGE there is reported in
        github.com/aws-samples/amazon-redshift-dynamic-data-masking, issue 2.

        Raises:
            SqlError: a right is missing.
        """
        schema = relation.schema
        if not self._has("schema", "USAGE", "", schema) and schema != DEFAULT_SCHEMA:
            below = " (readers of a view WITH NO SCHEMA BINDING need USAGE on the schemas below it)"
            raise SqlError(f"permission denied for schema {schema}{below if inside_view else ''}")
        if external or inside_view:
            return
        if not self._has("table", "SELECT", schema, relation.name):
            raise SqlError(f"permission denied for relation {relation.name}")

    def _has(self, kind: str, privilege: str, schema: str, name: str) -> bool:
        return self._all or (kind, privilege, schema, name) in self._granted

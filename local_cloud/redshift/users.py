"""Whether the database knows a user."""

from __future__ import annotations

from local_cloud.records import Record
from local_cloud.redshift import catalog, namespaces


def user_exists(namespace: Record, name: str) -> bool:
    """Whether a namespace's database has a user of this name."""
    with namespaces.warehouse(namespace).connect() as connection:
        found = connection.execute(
            f"SELECT 1 FROM {catalog.SCHEMA}.identities WHERE kind = 'user' AND name = ?", [name]
        ).fetchall()
    return bool(found)

"""The database of a namespace: a DuckDB file, and who may write to it."""

from __future__ import annotations

import threading
from pathlib import Path

import duckdb

from local_cloud.redshift.catalog import definitions
from local_cloud.redshift.names import DEFAULT_SCHEMA, quoted, text

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    # Nothing is fetched from anywhere.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "2GB",
}
# As in Redshift: whole numbers divided give a whole number; the time zone is UTC.
SESSION = "SET integer_division = true; SET TimeZone = 'UTC'"


class Warehouse:
    """One database.

    Readers see what was committed when they began. Of those who write, one at a time gets to it:
    the others wait, as they do for Redshift's locks.
    """

    def __init__(self, file: Path, database: str) -> None:
        """Opens it; makes it if it is not there."""
        self.file, self.database = file, database
        self.writing = threading.Lock()
        self._root = duckdb.connect(config=SETTINGS)
        self._root.execute(f"ATTACH {text(str(file))} AS {quoted(database)}")
        self._root.execute(f"USE {quoted(database)}")
        self._root.execute(f"BEGIN; {definitions()} COMMIT")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own; temporary tables are seen by it alone."""
        connection = self._root.cursor()
        connection.execute(f"USE {quoted(self.database)}.{DEFAULT_SCHEMA}")
        connection.execute(SESSION)
        return connection

    def close(self) -> None:
        """Ends it; what is committed is in the file."""
        self._root.close()

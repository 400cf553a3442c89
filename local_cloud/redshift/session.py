"""A session: what one statement, or one batch of them, runs in."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Protocol

import duckdb

from local_cloud.clients import Credentials
from local_cloud.redshift import catalog
from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.errors import Cancelled, LoadError, in_words_of_redshift
from local_cloud.redshift.execution import execute
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.lake import Lake
from local_cloud.redshift.text import Parameters

SECONDS_BETWEEN_LOOKS = 0.1


class Roles(Protocol):
    """The roles that are associated with a namespace."""

    def __call__(self, role_arn: str | None) -> Credentials:
        """Credentials of a role, or of the default one.

        Raises:
            SqlError: it is not associated, or cannot be assumed.
        """


class Session:
    """A connection of a user, in one transaction that ends with the session.

    Attributes:
        warehouse: The database.
        user: The database user.
        roles: Gives credentials to COPY and to external schemas.
        query_id: Under which loads are recorded.
        connection: To DuckDB.
        administrator: Whether the user is the namespace's own, to whom everything belongs.
        in_block: Whether it is a transaction of several statements.
        last_copy_count: How many rows the last COPY loaded.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        user: str,
        roles: Roles,
        query_id: int,
        *,
        administrator: bool,
    ) -> None:
        """Begins it."""
        self.administrator = administrator
        self.warehouse, self.user, self.roles = warehouse, user, roles
        self.query_id = query_id
        self.connection = warehouse.connect()
        self.last_copy_count = 0
        self.in_block = False
        self._cancelled, self._ended = threading.Event(), threading.Event()
        self._begun = self._writes = False
        self._lakes: dict[str | None, Lake] = {}
        self._number = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self.commit()
            else:
                self.rollback()
            if isinstance(error, LoadError):
                self._record(error)
        finally:
            self._ended.set()
            self.connection.close()
            if self._writes:
                self.warehouse.writing.release()

    def run(self, sql: str, parameters: Parameters) -> Answer:
        """Runs one statement.

        Raises:
            SqlError: it failed; the transaction can only be rolled back.
        """
        try:
            self._look()
            return execute(self, sql, parameters)
        except duckdb.Error as error:
            raise in_words_of_redshift(error) from error

    def write(self) -> None:
        """Waits until nobody else writes."""
        while not self._writes:
            self._look()
            self._writes = self.warehouse.writing.acquire(timeout=SECONDS_BETWEEN_LOOKS)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of a statement in DuckDB's dialect."""
        self._begin()
        return self.connection.execute(sql, list(values)).fetchall()

    def query(self, sql: str) -> Answer:
        """The result of a query in DuckDB's dialect."""
        self._begin()
        found = self.connection.sql(sql)
        columns = list(zip(found.columns, map(str, found.types), strict=True))
        rows = list(zip(*(c.to_pylist() for c in found.to_arrow_table().columns), strict=True))
        return Answer(columns, rows, len(rows))

    def do(self, sql: str) -> int:
        """How many rows a statement in DuckDB's dialect changed."""
        found = self.rows(sql)
        return int(found[0][0]) if found else 0

    def lake(self, role_arn: str | None) -> Lake:
        """S3 as a role sees it, or the namespace's default role.

        Raises:
            SqlError: as `roles`.
        """
        if role_arn not in self._lakes:
            self._lakes[role_arn] = Lake(self.roles(role_arn), role_arn or "the default role")
        return self._lakes[role_arn]

    def next_number(self) -> int:
        """A number that this session has not used."""
        self._number += 1
        return self._number

    def commit(self) -> None:
        """Shows others what was done."""
        if self._begun:
            self._begun = False
            try:
                self.connection.execute("COMMIT")
            except duckdb.Error as error:
                raise in_words_of_redshift(error) from error

    def rollback(self) -> None:
        """Undoes what was done."""
        if self._begun:
            self._begun = False
            self.connection.execute("ROLLBACK")

    def cancel(self) -> None:
        """Ends it, from another thread; returns when it has ended."""
        self._cancelled.set()
        while not self._ended.is_set():
            # It may end by itself meanwhile. While it is being planned it does not listen.
            with contextlib.suppress(duckdb.ConnectionException):
                self.connection.interrupt()
            self._ended.wait(SECONDS_BETWEEN_LOOKS)

    def _look(self) -> None:
        if self._cancelled.is_set():
            raise Cancelled("Query cancelled on user's request")

    def _begin(self) -> None:
        # What is seen is what was committed by now, not when the session began.
        if not self._begun:
            self.connection.execute("BEGIN")
            self._begun = True

    def _record(self, error: LoadError) -> None:
        self.rows(
            f"INSERT INTO {catalog.SCHEMA}.load_errors "
            "VALUES (?, ?, current_timestamp::TIMESTAMP, ?, ?, ?)",
            [self.query_id, error.table, error.file, error.column, error.reason],
        )
        self.commit()

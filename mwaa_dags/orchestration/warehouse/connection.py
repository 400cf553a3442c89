"""The warehouse, through Redshift's Data API: no connection to hold, no driver, no open port."""

from __future__ import annotations

import logging
import time
from typing import Any

from orchestration.handover import Warehouse
from orchestration.warehouse.chunks import chunks

FIRST_WAIT = 0.2
# The Data API takes no more statements than this in one transaction.
MOST_STATEMENTS = 40

Row = tuple[Any, ...]
log = logging.getLogger(__name__)


class StatementFailed(Exception):
    """Redshift refused a statement; its words, and the statement."""


class Connection:
    """Runs statements as the user whose secret it is told, and waits for them."""

    def __init__(self, client: Any, warehouse: Warehouse, poll_seconds: float) -> None:
        self._client, self._poll = client, poll_seconds
        self._where = {
            "WorkgroupName": warehouse.workgroup,
            "Database": warehouse.database,
            "SecretArn": warehouse.secret,
        }

    def run(self, statements: list[str], what: str) -> None:
        """Runs statements in one transaction: all of them, or none.

        Raises:
            StatementFailed: one was refused; nothing has changed.
        """
        if len(statements) > MOST_STATEMENTS:
            raise ValueError(f"{what}: {len(statements)} statements; {MOST_STATEMENTS} are allowed")
        if len(statements) == 1:
            started = self._client.execute_statement(Sql=statements[0], **self._where)
        else:
            started = self._client.batch_execute_statement(Sqls=statements, **self._where)
        self._finished(started["Id"], what)

    def run_in_parts(self, statements: list[str], what: str) -> None:
        """Runs any number of statements, each batch of them in one transaction.

        Raises:
            StatementFailed: one was refused; the batches before its own are done.
        """
        for part in chunks(statements, MOST_STATEMENTS):
            self.run(list(part), what)

    def ask(self, query: str, what: str) -> list[Row]:
        """The rows that a query gives."""
        started = self._client.execute_statement(Sql=query, **self._where)
        self._finished(started["Id"], what)
        pages = self._client.get_paginator("get_statement_result").paginate(Id=started["Id"])
        return [tuple(map(_value, row)) for page in pages for row in page["Records"]]

    def _finished(self, statement: str, what: str) -> None:
        try:
            self._wait(statement, what)
        except StatementFailed:
            raise
        except BaseException:
            # The task is stopped or has run out of time; so is what it had asked for.
            self._client.cancel_statement(Id=statement)
            raise

    def _wait(self, statement: str, what: str) -> None:
        started, wait = time.monotonic(), FIRST_WAIT
        while (found := self._client.describe_statement(Id=statement))["Status"] != "FINISHED":
            if found["Status"] in ("FAILED", "ABORTED"):
                raise StatementFailed(f"{what}: {_why(found)}")
            time.sleep(wait)
            wait = min(wait * 2, self._poll)
        log.info("%s: %.1f s (statement %s)", what, time.monotonic() - started, statement)


def _why(found: dict[str, Any]) -> str:
    """The first statement that was refused, and Redshift's words."""
    parts = [s for s in found.get("SubStatements", ()) if s.get("Error")] or [found]
    error = parts[0].get("Error") or found.get("Error") or found["Status"]
    query = " ".join(parts[0].get("QueryString", "").split())
    return f"{error} in: {query[:500]}"


def _value(field: dict[str, Any]) -> Any:
    return None if field.get("isNull") else next(iter(field.values()))

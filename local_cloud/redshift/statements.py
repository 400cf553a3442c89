"""Statements as the Data API knows them: records of what was sent, by whom, and what came of it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

from local_cloud.records import Record, Records
from local_cloud.redshift.fields import Answer, column, field

STATEMENTS = Records("redshift", "statements")
# One page each.
RESULTS = Records("redshift", "results")
ROWS_PER_PAGE = 1000
SECONDS_KEPT = 24 * 3600
ENDED = ("FINISHED", "FAILED", "ABORTED")


def new(owner: str, token: str | None, sqls: list[str], facts: Record) -> Record:
    """The record of what is being sent.

    Args:
        owner: Whose it is.
        token: The same one again means the same call again.
        sqls: The statements.
        facts: What else is known of it.
    """
    name = f"{owner} {token}" if token else str(uuid.uuid4())
    number = str(uuid.uuid5(uuid.NAMESPACE_OID, name))
    return {
        **facts,
        "Id": number,
        "Owner": owner,
        "RedshiftQueryId": time.time_ns() // 1000,
        **_fresh(),
        "Parts": [
            {"Id": f"{number}:{n}", "QueryString": sql, **_fresh()} for n, sql in enumerate(sqls, 1)
        ],
    }


def _fresh() -> Record:
    now = time.time()
    return {
        "Status": "SUBMITTED",
        "CreatedAt": now,
        "UpdatedAt": now,
        "Duration": -1,
        "HasResultSet": False,
        "ResultRows": -1,
        "ResultSize": -1,
    }


def save(statement: Record) -> None:
    """Keeps a record."""
    STATEMENTS[statement["Id"]] = statement


def set_status(record: Record, status: str, error: str = "") -> None:
    """Notes how a statement, or a part of one, is doing."""
    record["Status"], now = status, time.time()
    if status == "STARTED":
        record["StartedAt"] = now
    if status in ENDED and "StartedAt" in record:
        record["Duration"] = int((now - record["StartedAt"]) * 1e9)
    if error:
        record["Error"] = f"ERROR: {error}"
    record["UpdatedAt"] = now


def keep_result(part: Record, answer: Answer) -> None:
    """Notes what a part came to, and keeps its rows."""
    part["ResultRows"], part["HasResultSet"] = answer.number, answer.columns is not None
    part["ResultSize"] = 0
    if answer.columns is None:
        return
    kinds = [kind for _, kind in answer.columns]
    rows = [[field(v, k) for v, k in zip(row, kinds, strict=True)] for row in answer.rows]
    for number in range(max(1, -(-len(rows) // ROWS_PER_PAGE))):
        page = rows[number * ROWS_PER_PAGE : (number + 1) * ROWS_PER_PAGE]
        RESULTS[f"{part['Id']}/{number}"] = {"Records": page}
    part["Columns"] = [column(*described) for described in answer.columns]
    part["ResultSize"] = sum(len(str(v)) for row in answer.rows for v in row)


def result(part: Record, number: int) -> dict[str, Any]:
    """A page of a part's rows.

    Raises:
        KeyError: there is no such page.
    """
    page = dict(RESULTS[f"{part['Id']}/{number}"])
    page |= {"ColumnMetadata": part["Columns"], "TotalNumRows": part["ResultRows"]}
    if (number + 1) * ROWS_PER_PAGE < part["ResultRows"]:
        page["NextToken"] = str(number + 1)
    return page


def of(owner: str) -> Iterator[Record]:
    """Somebody's statements, the newest first."""
    own = [s for s in all_of_them() if s["Owner"] == owner]
    return iter(sorted(own, key=lambda s: -float(s["CreatedAt"])))


def all_of_them() -> Iterator[Record]:
    """Everybody's statements."""
    for number in list(STATEMENTS):
        # It may be forgotten meanwhile.
        if (statement := STATEMENTS.get(number)) is not None:
            yield statement


def forget_old() -> None:
    """Forgets what is older than a day."""
    for statement in all_of_them():
        if statement["CreatedAt"] < time.time() - SECONDS_KEPT:
            STATEMENTS.pop(statement["Id"], None)
            for page in [p for p in RESULTS if p.startswith(statement["Id"])]:
                RESULTS.pop(page, None)

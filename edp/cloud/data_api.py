"""Asks the warehouse, as any program does: through the Redshift Data API."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from edp.cloud.environment import Environment
from edp.errors import EdpError

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_ANSWER = 300
ENDED = ("FINISHED", "FAILED", "ABORTED")


@dataclass(frozen=True)
class Answer:
    """Rows, and the names and types of their columns; a statement without rows has no columns."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(environment: Environment, sql: str, *, administrator: bool = True) -> Answer:
    """What the warehouse answers to a statement.

    Args:
        environment: Whose warehouse.
        sql: The statement.
        administrator: Whether it is the administrator who asks; else the caller, by IAM.

    Raises:
        EdpError: it refuses it.
    """
    client = environment.client("redshift-data")
    warehouse = environment.handover["warehouse"]
    started = client.execute_statement(
        WorkgroupName=warehouse["workgroup"],
        Database=warehouse["database"],
        Sql=sql,
        **({"SecretArn": environment.secret} if administrator else {}),
    )
    described = _wait(client, started["Id"])
    if described["Status"] != "FINISHED":
        raise EdpError(f"the warehouse says: {described.get('Error', described['Status'])}")
    return _answer(client, started["Id"]) if described["HasResultSet"] else Answer((), (), [])


def _wait(client: Any, statement: str) -> dict[str, Any]:
    until = time.monotonic() + SECONDS_TO_ANSWER
    while time.monotonic() < until:
        described: dict[str, Any] = client.describe_statement(Id=statement)
        if described["Status"] in ENDED:
            return described
        time.sleep(SECONDS_BETWEEN_LOOKS)
    client.cancel_statement(Id=statement)
    raise EdpError(f"the warehouse did not answer within {SECONDS_TO_ANSWER} seconds")


def _answer(client: Any, statement: str) -> Answer:
    pages = list(client.get_paginator("get_statement_result").paginate(Id=statement))
    columns = pages[0]["ColumnMetadata"]
    types = tuple(str(c["typeName"]) for c in columns)
    rows = [
        tuple(_value(f, t) for f, t in zip(record, types, strict=True))
        for page in pages
        for record in page["Records"]
    ]
    return Answer(tuple(c["name"] for c in columns), types, rows)


def _value(field: dict[str, Any], kind: str) -> Any:
    if field.get("isNull"):
        return None
    (value,) = field.values()
    return Decimal(value) if kind == "numeric" else value

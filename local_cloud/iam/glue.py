"""On which resources a call of Glue is checked.

What is in the Data Catalog is checked on the way down to it: the catalog, the database, the table;
a right on the table alone is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ministack.services import glue

from local_cloud.iam.check import Check, Request

Document = dict[str, Any]
IN_CATALOG = ("Database", "Table", "Partition", "ColumnStatistics", "UserDefinedFunction")
# What `Name` names in calls about other things, by a word in the operation.
OTHERS = ("Crawler", "Trigger", "Workflow", "Connection", "Session", "Job")


@dataclass(frozen=True)
class Target:
    """What a call is about in the catalog; empty if it is about all there is."""

    database: str
    tables: Sequence[str]


def checks(check: Check, request: Request) -> list[Check]:
    """All checks of a call."""
    document, operation = request.document(), check.operation
    if any(word in operation for word in IN_CATALOG):
        names = ["catalog", *_on_the_way_down(_target(operation, document), operation)]
    else:
        names = [_other(operation, document)]
    return [Check(check.action, request.arn("glue", n) if n != "*" else n) for n in names]


def _on_the_way_down(target: Target, operation: str) -> Iterator[str]:
    if not target.database:
        yield from (f"database/{name}" for name in glue._databases if operation == "GetDatabases")
        return
    yield f"database/{target.database}"
    yield from (f"table/{target.database}/{table}" for table in target.tables)
    if operation == "DeleteDatabase":
        # Everything in it goes as well.
        yield f"table/{target.database}/*"
        yield f"userDefinedFunction/{target.database}/*"


def _target(operation: str, document: Document) -> Target:
    if "Database" in operation and "Databases" not in operation:
        made = document.get("DatabaseInput") or {}
        return Target(document.get("Name") or made.get("Name") or "", ())
    database = document.get("DatabaseName") or ""
    if operation == "GetTables":
        return Target(database, _tables_of(database))
    if operation == "BatchDeleteTable":
        return Target(database, document.get("TablesToDelete") or ())
    return Target(database, _table(operation, document))


def _table(operation: str, document: Document) -> list[str]:
    made = document.get("TableInput") or {}
    name = document.get("TableName") or made.get("Name")
    if "Table" in operation:
        name = name or document.get("Name")
    return [name] if name else []


def _tables_of(database: str) -> list[str]:
    return [name.partition("/")[2] for name in glue._tables if name.startswith(f"{database}/")]


def _other(operation: str, document: Document) -> str:
    for word in OTHERS:
        if word in operation:
            name = document.get(f"{word}Name") or document.get("Name")
            return f"{word.lower()}/{name}" if name else "*"
    if "Catalog" in operation:
        return "catalog"
    arn = str(document.get("ResourceArn") or "*")
    return arn.split(":", 5)[-1]

"""The service redshift-data: statements are sent, watched, and their results fetched."""

from __future__ import annotations

from typing import Any

from local_cloud.extension import Caller, Refusal
from local_cloud.records import Record
from local_cloud.redshift import access, runs, sending, statements
from local_cloud.redshift.namespaces import WORKGROUPS
from local_cloud.redshift.operations import Document, Operation, invalid, refuse_unknown
from local_cloud.redshift.statements import ENDED, STATEMENTS

_FILTERS = ("Database", "StatementName", "WorkgroupName")
_SHOWN = (
    "Id",
    "Status",
    "CreatedAt",
    "UpdatedAt",
    "Duration",
    "Error",
    "HasResultSet",
    "QueryString",
    "ResultRows",
    "ResultSize",
    "RedshiftQueryId",
)
_SHOWN_OF_ALL = (
    *_SHOWN,
    "Database",
    "DbUser",
    "QueryParameters",
    "SecretArn",
    "StatementName",
    "WorkgroupName",
)


def resource(operation: str, document: Document) -> str:
    """The ARN that a call is checked on: a workgroup's, if it names one.

    The others name a statement by its id, which belongs to whoever sent it.
    """
    if name := document.get("WorkgroupName"):
        return str(WORKGROUPS.get(name, {}).get("workgroupArn", "*"))
    return "*"


def _describe(caller: Caller, document: Document) -> Document:
    statement, part = _find(caller, document)
    if part is not None and ":" in document["Id"]:
        return _show(part, _SHOWN)
    found = _show(statement, _SHOWN_OF_ALL)
    if statement["Batch"]:
        found["SubStatements"] = [_show(p, _SHOWN) for p in statement["Parts"]]
    return found


def _show(record: Record, names: tuple[str, ...]) -> Document:
    return {name: record[name] for name in names if name in record}


def _find(caller: Caller, document: Document) -> tuple[Record, Record | None]:
    """A statement of the caller's, and its part that is meant if one is."""
    refuse_unknown(document, ("Id", "NextToken"))
    number, _, which = str(document.get("Id", "")).partition(":")
    statement = STATEMENTS.get(number)
    missing = Refusal("ResourceNotFoundException", "Query does not exist.")
    if statement is None or statement["Owner"] != access.owner(caller):
        raise missing
    if not which:
        return statement, None if statement["Batch"] else statement["Parts"][0]
    if not which.isdigit() or not 1 <= int(which) <= len(statement["Parts"]):
        raise missing
    return statement, statement["Parts"][int(which) - 1]


def _result(caller: Caller, document: Document) -> Document:
    _, part = _find(caller, document)
    if part is None:
        raise invalid("This is a batch; name one of its statements, such as Id:1")
    if part["Status"] != "FINISHED":
        raise Refusal(
            "ResourceNotFoundException", f"Query is {part['Status']}; it has no result (yet)"
        )
    if not part["HasResultSet"]:
        raise Refusal("ResourceNotFoundException", "Query does not have result.")
    try:
        return statements.result(part, int(document.get("NextToken") or 0))
    except (KeyError, ValueError):
        raise invalid("NextToken is none that this statement gave") from None


def _cancel(caller: Caller, document: Document) -> Document:
    statement, _ = _find(caller, document)
    if statement["Status"] in ENDED or not runs.cancel(statement["Id"]):
        raise invalid(f"Could not cancel a query that is already in {statement['Status']} state")
    return {"Status": True}


def _list(caller: Caller, document: Document) -> Document:
    refuse_unknown(document, (*_FILTERS, "Status", "NextToken", "MaxResults"))
    wanted = {n: document[n] for n in _FILTERS if n in document}
    if (status := document.get("Status", "ALL")) != "ALL":
        wanted["Status"] = status
    own = [s for s in statements.of(access.owner(caller)) if _is(s, wanted)]
    start, size = int(document.get("NextToken") or 0), int(document.get("MaxResults") or 100)
    found: Document = {"Statements": [_summary(s) for s in own[start : start + size]]}
    if start + size < len(own):
        found["NextToken"] = str(start + size)
    return found


def _is(statement: Record, wanted: dict[str, Any]) -> bool:
    # A name stands for all that begin with it.
    return all(
        str(statement.get(name, "")).startswith(value)
        if name == "StatementName"
        else statement.get(name) == value
        for name, value in wanted.items()
    )


def _summary(statement: Record) -> Document:
    names = (
        "Id",
        "Status",
        "StatementName",
        "CreatedAt",
        "UpdatedAt",
        "QueryParameters",
        "QueryString",
        "SecretArn",
    )
    found = _show(statement, names)
    if statement["Batch"]:
        found["QueryStrings"] = [p["QueryString"] for p in statement["Parts"]]
    return found | {"IsBatchStatement": statement["Batch"]}


OPERATIONS: dict[str, Operation] = {
    "BatchExecuteStatement": sending.execute_batch,
    "CancelStatement": _cancel,
    "DescribeStatement": _describe,
    "ExecuteStatement": sending.execute,
    "GetStatementResult": _result,
    "ListStatements": _list,
}

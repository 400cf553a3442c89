"""Statements that run, each in a thread of its own."""

from __future__ import annotations

import threading

from local_cloud.records import Record
from local_cloud.redshift import namespaces
from local_cloud.redshift.errors import Cancelled, SqlError
from local_cloud.redshift.session import Session
from local_cloud.redshift.statements import (
    ENDED,
    STATEMENTS,
    keep_result,
    save,
    set_status,
)
from local_cloud.redshift.text import Parameters

_running: dict[str, Session] = {}
_starting = threading.Lock()


def start(statement: Record, namespace: Record) -> Record:
    """Runs a statement, unless the same one was sent before; returns at once with its record."""
    with _starting:
        if (earlier := STATEMENTS.get(statement["Id"])) is not None:
            return earlier
        session = Session(
            namespaces.warehouse(namespace),
            statement["User"],
            lambda arn: namespaces.credentials(namespace, arn),
            statement["RedshiftQueryId"],
            administrator=statement["User"] == namespace["adminUsername"],
        )
        session.in_block = len(statement["Parts"]) > 1
        save(statement)
    _running[statement["Id"]] = session
    threading.Thread(target=_run, args=(statement, session), daemon=True).start()
    return statement


def cancel(number: str) -> bool:
    """Ends a statement; whether it was running."""
    session = _running.get(number)
    if session is not None:
        session.cancel()
    return session is not None


def end_what_was_left() -> None:
    """Statements that a stopped cloud was at are called failed: nobody saw them finish."""
    for number in list(STATEMENTS):
        statement = STATEMENTS[number]
        if statement["Status"] not in ENDED:
            for record in (statement, *statement["Parts"]):
                if record["Status"] not in ENDED:
                    set_status(record, "FAILED", "the warehouse was stopped while this ran")
            save(statement)


def _run(statement: Record, session: Session) -> None:
    try:
        _move(statement, statement, "PICKED")
        _move(statement, statement, "STARTED")
        with session:
            for part in statement["Parts"]:
                _run_part(statement, part, session)
        status, error = "FINISHED", ""
    except Cancelled as cancelled:
        status, error = "ABORTED", str(cancelled)
    # Whatever it is, the caller has to learn that it failed.
    except Exception as failure:
        status, error = "FAILED", str(failure)
    del _running[statement["Id"]]
    _end(statement, status, error)


def _run_part(statement: Record, part: Record, session: Session) -> None:
    _move(statement, part, "STARTED")
    parameters: Parameters = {p["name"]: p["value"] for p in statement.get("QueryParameters", [])}
    try:
        answer = session.run(part["QueryString"], parameters)
    except SqlError as error:
        status = "ABORTED" if isinstance(error, Cancelled) else "FAILED"
        set_status(part, status, str(error))
        raise
    keep_result(part, answer)
    _move(statement, part, "FINISHED")


def _move(statement: Record, record: Record, status: str) -> None:
    set_status(record, status)
    save(statement)


def _end(statement: Record, status: str, error: str) -> None:
    parts = statement["Parts"]
    failed = next((n for n, p in enumerate(parts, 1) if p["Status"] == "FAILED"), 0)
    for part in parts:
        if part["Status"] not in ENDED:
            set_status(part, "ABORTED")
    for name in ("HasResultSet", "ResultRows", "ResultSize"):
        statement[name] = parts[-1][name]
    set_status(statement, status, error)
    if statement["Batch"] and failed:
        statement["Error"] = f"Query #{failed} failed with {statement['Error']}"
    save(statement)

"""Statements that are sent: held against the rules of the Data API, and started."""

from __future__ import annotations

from local_cloud.extension import Caller, Refusal
from local_cloud.records import Record
from local_cloud.redshift import access, runs, statements
from local_cloud.redshift.errors import SqlError
from local_cloud.redshift.namespaces import namespace_of
from local_cloud.redshift.operations import Document, invalid, refuse_unknown
from local_cloud.redshift.text import parameter_names

MAX_BATCH = 40
MAX_BYTES = 200_000
_SENDING = {
    "ClientToken",
    "Database",
    "Parameters",
    "SecretArn",
    "Sql",
    "Sqls",
    "StatementName",
    "WithEvent",
    "WorkgroupName",
}


def execute(caller: Caller, document: Document) -> Document:
    """ExecuteStatement."""
    return _send(caller, document, [document.get("Sql", "")], batch=False)


def execute_batch(caller: Caller, document: Document) -> Document:
    """BatchExecuteStatement: several statements in one transaction."""
    sqls = document.get("Sqls") or []
    if not 1 <= len(sqls) <= MAX_BATCH:
        raise invalid(f"Sqls has {len(sqls)} statements; 1 to {MAX_BATCH} are allowed")
    return _send(caller, document, sqls, batch=True)


def _send(caller: Caller, document: Document, sqls: list[str], *, batch: bool) -> Document:
    refuse_unknown(document, _SENDING)
    if document.get("WithEvent"):
        raise invalid("not simulated by the local cloud: WithEvent")
    if longest := [sql for sql in sqls if len(sql.encode()) > MAX_BYTES]:
        raise invalid(f"a statement has {len(longest[0].encode())} bytes; {MAX_BYTES} are allowed")
    namespace = _namespace(document)
    _check_parameters(document, sqls)
    user = access.user(caller, namespace, document.get("SecretArn"))
    wanted = ("Database", "SecretArn", "StatementName", "WorkgroupName")
    facts = {name: document[name] for name in wanted if name in document}
    facts |= {"Batch": batch, "User": user, "DbUser": user}
    if parameters := document.get("Parameters"):
        facts["QueryParameters"] = parameters
    statement = statements.new(access.owner(caller), document.get("ClientToken"), sqls, facts)
    if not batch:
        statement["QueryString"] = sqls[0]
    statement = runs.start(statement, namespace)
    if [p["QueryString"] for p in statement["Parts"]] != sqls:
        raise invalid("this ClientToken was used for another call")
    shown = ("Id", "CreatedAt", "Database", "DbUser", "SecretArn", "WorkgroupName")
    return {name: statement[name] for name in shown if name in statement}


def _namespace(document: Document) -> Record:
    """The namespace that a call is about."""
    workgroup = document.get("WorkgroupName")
    if not workgroup:
        raise invalid("WorkgroupName is missing; the local cloud simulates workgroups only")
    try:
        namespace = namespace_of(workgroup)
    except KeyError:
        raise Refusal(
            "ResourceNotFoundException", f"There is no workgroup named {workgroup}"
        ) from None
    if document.get("Database") != namespace["dbName"]:
        raise invalid(
            f'FATAL: database "{document.get("Database")}" does not exist; '
            f'the database of {workgroup} is "{namespace["dbName"]}"'
        )
    return namespace


def _check_parameters(document: Document, sqls: list[str]) -> None:
    given = {p["name"] for p in document.get("Parameters", [])}
    try:
        wanted = set().union(*(parameter_names(sql) for sql in sqls))
    except SqlError:
        # Whoever runs it will say what is wrong.
        return
    if unused := sorted(given - wanted):
        raise invalid(
            f"Parameters list contains unused parameters. Unused parameters: [{', '.join(unused)}]"
        )

"""The service redshift-serverless: what there is."""

from __future__ import annotations

from local_cloud.extension import Caller, Refusal
from local_cloud.records import Records
from local_cloud.redshift.namespaces import NAMESPACES, WORKGROUPS
from local_cloud.redshift.operations import Document, Operation


def resource(operation: str, document: Document) -> str:
    """The ARN that a call is checked on."""
    for kind, records in (("workgroup", WORKGROUPS), ("namespace", NAMESPACES)):
        if name := document.get(f"{kind}Name"):
            return str(records.get(name, {}).get(f"{kind}Arn", "*"))
    return "*"


def _get(kind: str, records: Records) -> Operation:
    def operation(_: Caller, document: Document) -> Document:
        name = str(document.get(f"{kind}Name"))
        if name not in records:
            raise Refusal("ResourceNotFoundException", f"There is no {kind} named {name}")
        return {kind: records[name]}

    return operation


def _list(kind: str, records: Records) -> Operation:
    return lambda _, document: {f"{kind}s": list(records.values())}


OPERATIONS: dict[str, Operation] = {
    "GetNamespace": _get("namespace", NAMESPACES),
    "GetWorkgroup": _get("workgroup", WORKGROUPS),
    "ListNamespaces": _list("namespace", NAMESPACES),
    "ListWorkgroups": _list("workgroup", WORKGROUPS),
}

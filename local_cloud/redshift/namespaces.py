"""Namespaces and workgroups: their records, their databases, the roles they may take."""

from __future__ import annotations

import threading
from pathlib import Path

from botocore.exceptions import ClientError

from local_cloud.clients import Credentials, assume
from local_cloud.records import Record, Records
from local_cloud.redshift.engine import Warehouse
from local_cloud.redshift.errors import SqlError
from local_cloud.settings import current
from local_cloud.trust import trusts

SERVICES = ("redshift.amazonaws.com", "redshift-serverless.amazonaws.com")
# As the control plane shows them.
NAMESPACES = Records("redshift", "namespaces")
WORKGROUPS = Records("redshift", "workgroups")

_open: dict[str, Warehouse] = {}
_lock = threading.Lock()


def namespace_of(workgroup: str) -> Record:
    """The namespace that a workgroup works on.

    Raises:
        KeyError: there is no such workgroup.
    """
    return NAMESPACES[WORKGROUPS[workgroup]["namespaceName"]]


def warehouse(namespace: Record) -> Warehouse:
    """The database of a namespace."""
    name = namespace["namespaceName"]
    with _lock:
        if name not in _open:
            _open[name] = Warehouse(_file(name), namespace["dbName"])
        return _open[name]


def remove_warehouse(name: str) -> None:
    """Deletes a namespace's database."""
    with _lock:
        if (found := _open.pop(name, None)) is not None:
            found.close()
        for file in _file(name).parent.glob(f"{name}.duckdb*"):
            file.unlink()


def credentials(namespace: Record, role_arn: str | None) -> Credentials:
    """Credentials of a role that is associated with a namespace, or of its default role.

    Raises:
        SqlError: it is not associated, or cannot be assumed.
    """
    arn = role_arn or namespace.get("defaultIamRoleArn")
    if not arn:
        raise SqlError("default IAM role not set for the namespace")
    if arn not in namespace["iamRoles"]:
        raise SqlError(
            f"The requested role {arn} is not associated to cluster: it is none of the IAM roles "
            f"of the namespace {namespace['namespaceName']}"
        )
    if not trusts(arn, SERVICES):
        raise SqlError(
            f"Not authorized to get credentials of role {arn}: it does not let Redshift assume it"
        )
    try:
        return assume(arn, "RedshiftIamRoleSession")
    except ClientError as error:
        raise SqlError(f"Not authorized to get credentials of role {arn}: {error}") from None


def _file(name: str) -> Path:
    return current().part("redshift/databases") / f"{name}.duckdb"

"""The CloudFormation types AWS::RedshiftServerless::Namespace and ::Workgroup."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from local_cloud.clients import client
from local_cloud.extension import Made, Properties
from local_cloud.records import Record
from local_cloud.redshift import namespaces
from local_cloud.redshift.namespaces import NAMESPACES, WORKGROUPS
from local_cloud.settings import current

PORT = 5439
# Property -> what it is if the template says nothing.
_NAMESPACE: dict[str, Any] = {
    "AdminUsername": "admin",
    "DbName": "dev",
    "DefaultIamRoleArn": None,
    "IamRoles": [],
    "KmsKeyId": "AWS_OWNED_KMS_KEY",
    "LogExports": [],
    "NamespaceName": None,
}
_SECRET = {"ManageAdminPassword", "AdminPasswordSecretKmsKeyId"}
_WORKGROUP: dict[str, Any] = {
    "BaseCapacity": 128,
    "ConfigParameters": [],
    "EnhancedVpcRouting": False,
    "MaxCapacity": None,
    "NamespaceName": None,
    "Port": PORT,
    "PubliclyAccessible": False,
    "SecurityGroupIds": [],
    "SubnetIds": [],
    "TrackName": "current",
    "WorkgroupName": None,
}
_NUMBERS = {"BaseCapacity", "MaxCapacity", "Port"}
_SWITCHES = {"EnhancedVpcRouting", "PubliclyAccessible"}


class NamespaceResource:
    """A namespace, with its administrator's secret."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one; its database is made when it is first used."""
        found = _values(properties, _NAMESPACE, _SECRET)
        name = found["namespaceName"]
        if name in NAMESPACES:
            raise ValueError(f"the namespace {name} exists already")
        if not _is_true(properties.get("ManageAdminPassword")):
            raise ValueError(
                f"namespace {name}: the local cloud simulates ManageAdminPassword only; set it"
            )
        found |= _identity("namespace")
        found |= _make_secret(name, found["adminUsername"], properties)
        NAMESPACES[name] = found
        return name, _attributes("Namespace", found)

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes one in place."""
        before = NAMESPACES[physical_id]
        changed = _values(new, _NAMESPACE, _SECRET)
        for fixed in ("dbName", "adminUsername"):
            if changed[fixed] != before[fixed]:
                raise ValueError(
                    f"namespace {physical_id}: the local cloud does not change {fixed} in place"
                )
        NAMESPACES[physical_id] = before | changed
        return physical_id, _attributes("Namespace", before | changed)

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes it away, with its secret and its data."""
        if (found := NAMESPACES.get(physical_id)) is None:
            return
        users = [n for n, w in WORKGROUPS.items() if w["namespaceName"] == physical_id]
        if users:
            raise ValueError(f"namespace {physical_id} is used by the workgroup {users[0]}")
        client("secretsmanager").delete_secret(
            SecretId=found["adminPasswordSecretArn"], ForceDeleteWithoutRecovery=True
        )
        namespaces.remove_warehouse(physical_id)
        del NAMESPACES[physical_id]


class WorkgroupResource:
    """A workgroup: what statements are sent to."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one."""
        found = _values(properties, _WORKGROUP)
        name = found["workgroupName"]
        if name in WORKGROUPS:
            raise ValueError(f"the workgroup {name} exists already")
        if found["namespaceName"] not in NAMESPACES:
            raise ValueError(f"workgroup {name}: no namespace {found['namespaceName']}")
        found |= _identity("workgroup") | {"endpoint": _endpoint(name, found["port"])}
        WORKGROUPS[name] = found
        return name, _attributes("Workgroup", found)

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes one in place."""
        found = WORKGROUPS[physical_id] | _values(new, _WORKGROUP)
        found["endpoint"] = _endpoint(physical_id, found["port"])
        WORKGROUPS[physical_id] = found
        return physical_id, _attributes("Workgroup", found)

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes it away."""
        WORKGROUPS.pop(physical_id, None)


def _values(properties: Properties, known: dict[str, Any], more: Collection[str] = ()) -> Record:
    """Values of a template, under the names that the control plane has for them."""
    if unknown := properties.keys() - {*known, *more, "Tags"}:
        raise ValueError(f"not simulated by the local cloud: {', '.join(sorted(unknown))}")
    found = {name: properties.get(name, default) for name, default in known.items()}
    return {_first_lower(n): _typed(n, v) for n, v in found.items() if v is not None}


def _typed(name: str, value: Any) -> Any:
    # Templates may write numbers and truth values as text.
    if name in _SWITCHES:
        return _is_true(value)
    if name == "ConfigParameters":
        return [{_first_lower(k): v for k, v in item.items()} for item in value]
    return int(value) if name in _NUMBERS else value


def _is_true(value: Any) -> bool:
    return str(value).lower() == "true"


def _identity(kind: str) -> Record:
    settings, number = current(), str(uuid.uuid4())
    place = f"arn:aws:redshift-serverless:{settings.region}:{settings.account}"
    return {
        f"{kind}Id": number,
        f"{kind}Arn": f"{place}:{kind}/{number}",
        "status": "AVAILABLE",
        "creationDate": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }


def _make_secret(name: str, user: str, properties: Properties) -> Record:
    # Named after the user, as ARNs in public code show; AWS documents no pattern, so nobody should
    # rely on one: GetNamespace tells the ARN.
    password = secrets.token_urlsafe(24)
    key = properties.get("AdminPasswordSecretKmsKeyId")
    made = client("secretsmanager").create_secret(
        Name=f"redshift!{name}-{user}",
        SecretString=json.dumps({"username": user, "password": password}),
        **({"KmsKeyId": key} if key else {}),
    )
    found = {"adminPasswordSecretArn": made["ARN"]}
    return found | ({"adminPasswordSecretKmsKeyId": key} if key else {})


def _endpoint(name: str, port: int) -> Record:
    settings = current()
    host = f"{name}.{settings.account}.{settings.region}.redshift-serverless.amazonaws.com"
    return {"address": host, "port": port, "vpcEndpoints": []}


def _attributes(kind: str, found: Record) -> Properties:
    """What Fn::GetAtt finds."""
    # CloudFormation does not tell the secret's ARN.
    shown = {k: v for k, v in found.items() if not k.startswith("adminPasswordSecret")}
    attributes = {f"{kind}.{_first_upper(name)}": value for name, value in shown.items()}
    if endpoint := found.get("endpoint"):
        attributes[f"{kind}.Endpoint.Address"] = endpoint["address"]
        attributes[f"{kind}.Endpoint.Port"] = str(endpoint["port"])
    return attributes


def _first_lower(name: str) -> str:
    return name[0].lower() + name[1:]


def _first_upper(name: str) -> str:
    return name[0].upper() + name[1:]

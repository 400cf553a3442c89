"""What `GetEnvironment` says of an environment."""

from __future__ import annotations

from typing import Any

from local_cloud.mwaa import logs
from local_cloud.records import Record
from local_cloud.settings import HOST, current


def arn(name: str) -> str:
    """The name of an environment that policies use."""
    settings = current()
    return f"arn:aws:airflow:{settings.region}:{settings.account}:environment/{name}"


def describe(record: Record) -> dict[str, Any]:
    """An environment as the API shows it."""
    properties, settings = record["Properties"], current()
    name = properties["Name"]
    shown = {k: v for k, v in properties.items() if v is not None}
    shown["LoggingConfiguration"] = {
        kind: module | {"CloudWatchLogGroupArn": _log_group(name, kind)}
        for kind, module in properties["LoggingConfiguration"].items()
    }
    return shown | {
        "Arn": arn(name),
        "CreatedAt": record["CreatedAt"],
        "LastUpdate": record.get("LastUpdate", {}),
        "ServiceRoleArn": f"arn:aws:iam::{settings.account}:role/aws-service-role/"
        "airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA",
        "Status": record["Status"],
        "WebserverUrl": f"http://{host(record)}",
    }


def host(record: Record) -> str:
    """Where the web server of an environment is."""
    return f"{HOST}:{record['Port']}"


def _log_group(name: str, kind: str) -> str:
    settings = current()
    group = logs.group(name, kind)
    return f"arn:aws:logs:{settings.region}:{settings.account}:log-group:{group}:*"

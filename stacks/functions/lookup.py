"""Asks AWS, while deploying, for facts that CloudFormation does not tell.

Runs as a function on AWS, behind custom resources; knows nothing but boto3.
"""

import json
import urllib.request
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> None:
    """Answers CloudFormation, whatever happens: without an answer it waits for an hour."""
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": event.get("PhysicalResourceId", event["LogicalResourceId"]),
        **{k: event[k] for k in ("StackId", "RequestId", "LogicalResourceId")},
    }
    try:
        if event["RequestType"] != "Delete":
            asked = event["ResourceProperties"]
            answer["Data"] = FACTS[asked["Fact"]](asked)
    except Exception as error:
        answer |= {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"}
    request = urllib.request.Request(
        event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT"
    )
    urllib.request.urlopen(request).close()


def _object_version(asked: dict[str, str]) -> dict[str, str]:
    """The newest version of an object: MWAA takes files by version."""
    head = boto3.client("s3").head_object(Bucket=asked["Bucket"], Key=asked["Key"])
    return {"VersionId": head["VersionId"]}


def _warehouse_secret(asked: dict[str, str]) -> dict[str, str]:
    """The secret of a namespace's administrator, which Redshift makes and names."""
    found = boto3.client("redshift-serverless").get_namespace(namespaceName=asked["Namespace"])
    return {"SecretArn": found["namespace"]["adminPasswordSecretArn"]}


FACTS = {"ObjectVersion": _object_version, "WarehouseSecret": _warehouse_secret}

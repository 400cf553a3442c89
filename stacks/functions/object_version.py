"""Says which version of an object is the newest one: MWAA takes files by version.

Runs as a function on AWS, behind a custom resource; knows nothing but boto3.
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
            answer["Data"] = {"VersionId": _newest(event["ResourceProperties"])}
    except Exception as error:
        answer |= {"Status": "FAILED", "Reason": f"{type(error).__name__}: {error}"}
    request = urllib.request.Request(
        event["ResponseURL"], json.dumps(answer).encode(), {"Content-Type": ""}, method="PUT"
    )
    urllib.request.urlopen(request).close()


def _newest(wanted: dict[str, str]) -> str:
    head = boto3.client("s3").head_object(Bucket=wanted["Bucket"], Key=wanted["Key"])
    return str(head["VersionId"])

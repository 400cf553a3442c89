"""The key for logs, as a job's security configuration names it. Nothing is really encrypted."""

from __future__ import annotations

from typing import Any

from ministack.services import cloudwatch_logs

from local_cloud.clients import client
from local_cloud.extension import Operation, Refusal

Body = dict[str, Any]


def log_key(configuration: str | None) -> str | None:
    """ARN of the key that logs are to be encrypted with, if a configuration asks for it.

    Raises:
        ClientError: there is no such configuration.
    """
    if not configuration:
        return None
    found = client("glue").get_security_configuration(Name=configuration)
    encryption = found["SecurityConfiguration"]["EncryptionConfiguration"]
    key: str | None = encryption.get("CloudWatchEncryption", {}).get("KmsKeyArn")
    return key


def associate_kms_key(request: Body) -> Body:
    """AssociateKmsKey of CloudWatch Logs, which ministack lacks."""
    group = cloudwatch_logs._log_groups.get(request["logGroupName"])
    if group is None:
        raise Refusal("ResourceNotFoundException", "The specified log group does not exist.")
    group["kmsKeyId"] = request["kmsKeyId"]
    return {}


OPERATIONS: dict[str, Operation] = {"AssociateKmsKey": associate_kms_key}

"""Clients of the local cloud, and the variables with which any AWS client finds it."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.config import Config

from local_cloud.settings import ROOT_KEY, ROOT_SECRET, Settings, current

Credentials = dict[str, str]
ROOT: Credentials = {"AccessKeyId": ROOT_KEY, "SecretAccessKey": ROOT_SECRET}


def variables(settings: Settings, credentials: Credentials = ROOT) -> dict[str, str]:
    """What a process needs in its surroundings to work in the cloud under an identity."""
    found = {
        "AWS_ENDPOINT_URL": settings.address,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_EC2_METADATA_DISABLED": "true",
        # Services that prefix their host's name are not found on loopback.
        "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",
        # What Sail wants to be told of a server that is not AWS.
        "AWS_ALLOW_HTTP": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
    }
    if token := credentials.get("SessionToken"):
        found["AWS_SESSION_TOKEN"] = token
    return found


def client(service: str, credentials: Credentials = ROOT, settings: Settings | None = None) -> Any:
    """A client of one service. Providers must not wait for one in the server's event loop."""
    settings = settings or current()
    return boto3.client(
        service,
        endpoint_url=settings.address,
        region_name=settings.region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials.get("SessionToken"),
        config=Config(s3={"addressing_style": "path"}, inject_host_prefix=False),
    )


def assume(role_arn: str, session: str, seconds: int = 3600) -> Credentials:
    """Credentials of a role, as a service gets them.

    Args:
        role_arn: The role.
        session: What the caller is called in this role.
        seconds: How long they are valid; longer than on AWS stands for renewing them there.
    """
    answer = client("sts").assume_role(
        RoleArn=role_arn, RoleSessionName=session, DurationSeconds=seconds
    )
    found: Credentials = answer["Credentials"]
    return found

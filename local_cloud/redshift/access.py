"""Who is who: the caller of the Data API, and the database user that a secret makes of it."""

from __future__ import annotations

import re

from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.extension import Caller, Refusal
from local_cloud.records import Record
from local_cloud.redshift.operations import invalid
from local_cloud.redshift.users import user_exists


def owner(caller: Caller) -> str:
    """To whom a statement belongs: a role, whatever its sessions are called, or a user."""
    found = re.fullmatch(r"(.*:assumed-role/[^/]+)/.*", caller.arn)
    return found[1] if found else caller.arn


def user(caller: Caller, namespace: Record, secret: str | None) -> str:
    """The database user that a call is made as.

    Raises:
        Refusal: the secret is not one of the namespace, or not the caller's to read; or there is
            no user for the caller's IAM identity.
    """
    if secret is None:
        return _iam_user(caller, namespace)
    arn, key = _secret(secret)
    for action, resource in (("secretsmanager:GetSecretValue", arn), ("kms:Decrypt", key)):
        if resource and not caller.may(action, resource):
            raise invalid(
                f"{caller.arn} is not authorized to perform: {action} on resource: {resource}"
            )
    if arn != namespace["adminPasswordSecretArn"]:
        raise invalid(
            f"the secret {arn} is not that of the namespace {namespace['namespaceName']}; the "
            "local cloud knows no other passwords"
        )
    return str(namespace["adminUsername"])


def _secret(name: str) -> tuple[str, str | None]:
    """ARNs of a secret and of its key, if it has one of its own."""
    try:
        found = client("secretsmanager").describe_secret(SecretId=name)
    except ClientError:
        raise invalid(f"Secrets Manager can't find the specified secret: {name}") from None
    if (key := found.get("KmsKeyId")) is None:
        return found["ARN"], None
    return found["ARN"], client("kms").describe_key(KeyId=key)["KeyMetadata"]["Arn"]


def _iam_user(caller: Caller, namespace: Record) -> str:
    kind = "IAMR" if ":assumed-role/" in caller.arn else "IAM"
    name = f"{kind}:{re.split('[/:]', owner(caller))[-1]}".lower()
    if not user_exists(namespace, name):
        raise Refusal(
            "ValidationException",
            f'without SecretArn the database user is "{name}", whom the namespace '
            f'{namespace["namespaceName"]} does not know: name a secret, or CREATE USER "{name}"',
        )
    return name

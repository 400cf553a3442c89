"""Rights on keys: what services do with a customer's key, they do with the rights of their caller.

Keys that a service manages itself, such as `alias/aws/s3`, need none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ministack.services import kms, secretsmanager, sns, sqs

from local_cloud.iam import object_keys
from local_cloud.iam.check import Check, Request
from local_cloud.iam.object_keys import DECRYPT, NEW_KEY, Use

SERVICES = ("s3", "secretsmanager", "sns", "sqs")
_USES: dict[str, tuple[str, ...]] = {
    "secretsmanager:GetSecretValue": (DECRYPT,),
    "secretsmanager:PutSecretValue": (NEW_KEY, DECRYPT),
    "sns:Publish": (NEW_KEY, DECRYPT),
    "sqs:ReceiveMessage": (DECRYPT,),
    "sqs:SendMessage": (NEW_KEY, DECRYPT),
}


def checks(check: Check, request: Request) -> list[Check]:
    """What a call needs to be allowed to do with keys, besides what it does itself."""
    uses = object_keys.uses(check, request) if check.service == "s3" else _uses(check)
    return [
        Check(action, arn, _context(check, request))
        for action, key in uses
        if (arn := customer_key(key))
    ]


def customer_key(key: str | None) -> str | None:
    """The ARN of a key that a customer made; None for a service's own."""
    if not key or "alias/aws/" in key:
        return None
    found = kms._resolve_key(key)
    # One that is not there is held against its name; the service then says that it is gone.
    return found["Arn"] if found else key


def key_of(service: str, arn: str) -> str | None:
    """The key that a queue, topic or secret is encrypted with, as it was named."""
    return _KEY_OF[service](arn)


def _uses(check: Check) -> list[Use]:
    actions = _USES.get(check.action, ())
    return [(action, key_of(check.service, check.resource)) for action in actions]


def _context(check: Check, request: Request) -> dict[str, str]:
    context = {
        "kms:ViaService": f"{check.service}.{request.region}.amazonaws.com",
        "kms:CallerAccount": request.account,
    }
    if check.service == "s3":
        context["kms:EncryptionContext:aws:s3:arn"] = object_keys.encrypted_thing(check)
    return context


def _of_queue(arn: str) -> str | None:
    return _attribute(sqs._queue_by_arn(arn))


def _of_topic(arn: str) -> str | None:
    return _attribute(sns._topic_by_arn_any_scope(arn))


def _of_secret(arn: str) -> str | None:
    _, secret = secretsmanager._resolve(arn)
    return secret.get("KmsKeyId") if secret else None


def _attribute(found: dict[str, Any] | None) -> str | None:
    return found["attributes"].get("KmsMasterKeyId") if found else None


_KEY_OF: dict[str, Callable[[str], str | None]] = {
    "secretsmanager": _of_secret,
    "sns": _of_topic,
    "sqs": _of_queue,
}

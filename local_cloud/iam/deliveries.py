"""What services of AWS may do themselves: deliver to a queue, a topic or a function.

They have no rights of their own; the policies of the target and of its key let them in.
"""

from __future__ import annotations

import logging
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import sns

from local_cloud.iam.check import Check
from local_cloud.iam.keys import customer_key, key_of
from local_cloud.iam.object_keys import DECRYPT, NEW_KEY

_ACTIONS = {"lambda": "lambda:InvokeFunction", "sns": "sns:Publish", "sqs": "sqs:SendMessage"}

_deliver_to_queue = sns._deliver_to_sqs


def install() -> None:
    """Makes SNS ask for the rights on a queue's key as well."""
    sns._deliver_to_sqs = _deliver


def refusal(service: str, target: str, source: str) -> str | None:
    """Why a service may not deliver to something; None if it may.

    Args:
        service: Such as `events.amazonaws.com`.
        target: ARN of a queue, a topic or a function.
        source: ARN of what makes it deliver: a rule, an alarm, a topic.
    """
    for check in _checks(target):
        if not _allowed(service, check, source):
            return (
                f"{service} is not authorized to perform: {check.action} on resource: "
                f"{check.resource} because no resource-based policy allows it for {source}"
            )
    return None


def _checks(target: str) -> list[Check]:
    kind = target.split(":")[2]
    if kind not in _ACTIONS:
        return []
    own = [Check(_ACTIONS[kind], target)]
    key = customer_key(key_of(kind, target)) if kind != "lambda" else None
    return [*own, Check(NEW_KEY, key), Check(DECRYPT, key)] if key else own


def _allowed(service: str, check: Check, source: str) -> bool:
    found = iam_evaluator._resource_policy(check.service, check.resource)
    account = get_account_id()
    context = iam_evaluator.EvalContext(
        # Nobody that a policy could name but the service.
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=check.action,
        resource_arn=check.resource,
        region=get_region(),
        service_context={}
        if _unsaid(service, check)
        else {
            "aws:sourcearn": source,
            "aws:sourceaccount": account,
            "aws:sourceowner": account,
        },
    )
    policy = found[0] if found else None
    result = iam_evaluator.evaluate_resource_policy(policy, context, service=service)
    return bool(result.decision == "Allow")


def _unsaid(service: str, check: Check) -> bool:
    """Whether a key is not told what makes the service use it.

    docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: conditions on the source are not
    supported for EventBridge and the key of a topic. Pages contradict each other about queues.
    """
    return service == "events.amazonaws.com" and check.service == "kms"


def _deliver(queue: str, *message: Any, topic_arn: str = "", **more: Any) -> None:
    if reason := refusal("sns.amazonaws.com", queue, topic_arn):
        logging.getLogger("local_cloud").warning("SNS: %s", reason)
        return
    _deliver_to_queue(queue, *message, topic_arn=topic_arn, **more)

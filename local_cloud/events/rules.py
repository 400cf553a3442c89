"""Rules: figures in CloudWatch on what they match and deliver, and whether they may deliver."""

from __future__ import annotations

import logging
from typing import Any

from ministack.services import cloudwatch, eventbridge, sqs

from local_cloud.iam.deliveries import refusal

SERVICE = "events.amazonaws.com"

_matches, _invoke = eventbridge._matches_pattern_view, eventbridge._invoke_target


def install() -> None:
    """Counts, and asks, from now on."""
    eventbridge._matches_pattern_view = _match
    eventbridge._invoke_target = _deliver


def _match(pattern: str, view: Any, owner: str = "rule") -> bool:
    matched: bool = _matches(pattern, view, owner)
    # Archives match too, and patterns that are only tried out.
    kind, _, key = owner.partition(" ")
    if matched and kind == "rule" and key:
        name = key.partition("|")[2]
        _count("MatchedEvents", name)
        _count("TriggeredRules", name)
    return matched


def _deliver(
    target: dict[str, Any], event: dict[str, Any], rule: dict[str, Any], view: Any = None
) -> None:
    name = rule["Name"]
    _count("Invocations", name)
    reason = _missing(target["Arn"]) or refusal(SERVICE, target["Arn"], rule["Arn"])
    if reason is None:
        _invoke(target, event, rule, view)
        return
    logging.getLogger("local_cloud").warning("EventBridge: rule %s: %s", name, reason)
    _count("FailedInvocations", name)
    if dead_letters := target.get("DeadLetterConfig", {}).get("Arn"):
        _deliver_dead(dead_letters, event, rule, view)


def _deliver_dead(arn: str, event: dict[str, Any], rule: dict[str, Any], view: Any) -> None:
    name = rule["Name"]
    if reason := _missing(arn) or refusal(SERVICE, arn, rule["Arn"]):
        logging.getLogger("local_cloud").warning("EventBridge: rule %s: %s; lost", name, reason)
        _count("InvocationsFailedToBeSentToDlq", name)
        return
    _count("InvocationsSentToDlq", name)
    _invoke({"Id": "dead-letters", "Arn": arn}, event, rule, view)


def _missing(arn: str) -> str | None:
    queue = arn.split(":")[2] == "sqs"
    return f"{arn} does not exist" if queue and not sqs._queue_by_arn(arn) else None


def _count(figure: str, rule: str) -> None:
    cloudwatch.record_metric("AWS/Events", figure, 1, "Count", {"RuleName": rule})

"""Everything that a call needs to be allowed to do, as AWS checks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from local_cloud.iam import glue, keys
from local_cloud.iam.check import Check, Request

Checks = list[Check]


def needs(check: Check, request: Request) -> Checks:
    """The checks of a call, in AWS's order.

    Args:
        check: What ministack would hold the call against.
        request: The call.
    """
    own = _OWN.get(request.service, _as_it_is)(check, request)
    if check.service in keys.SERVICES:
        return [*own, *keys.checks(own[0], request)]
    return own


def add(service: str, checks: Callable[[Check, Request], Checks]) -> None:
    """Says how the calls of a service that the cloud lacks are checked."""
    _OWN[service] = checks


def _as_it_is(check: Check, _: Request) -> Checks:
    return [check]


def _metrics(check: Check, request: Request) -> Checks:
    if check.operation != "PutMetricData":
        return [check]
    namespace = request.document().get("Namespace") or request.parameter("Namespace")
    return [replace(check, context={**check.context, "cloudwatch:namespace": namespace})]


def _logs(check: Check, request: Request) -> Checks:
    document = request.document()
    if "resourceArn" in document:
        return [check]
    # Calls about a group are checked on its streams; policies therefore end in `:*`.
    name = document.get("logGroupName") or document.get("logGroupIdentifier") or ""
    stream = document.get("logStreamName") or ""
    resource = request.arn("logs", f"log-group:{name}:log-stream:{stream}")
    return [replace(check, resource=resource)]


def _events(check: Check, request: Request) -> Checks:
    document = request.document()
    rule = document.get("Rule") or document.get("RuleName")
    if rule is None and "Rule" in check.operation:
        rule = document.get("Name")
    if rule is None:
        return [check]
    bus = document.get("EventBusName", "default")
    name = rule if bus == "default" else f"{bus}/{rule}"
    return [replace(check, resource=request.arn("events", f"rule/{name}"))]


def _queues(check: Check, _: Request) -> Checks:
    # A batch is the same right as one message.
    return [replace(check, action=check.action.removesuffix("Batch"))]


_OWN: dict[str, Callable[[Check, Request], Checks]] = {
    "events": _events,
    "glue": glue.checks,
    "logs": _logs,
    "monitoring": _metrics,
    "sqs": _queues,
}

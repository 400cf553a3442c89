"""What a refusal says: who, which action, on which resource, and which kind of policy decided."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from ministack.core import iam_actions

from local_cloud.extension import Answer
from local_cloud.iam.check import Check

_answer = iam_actions.access_denied_response


@dataclass(frozen=True)
class _Denial:
    check: Check
    reason: str


_LAST: ContextVar[_Denial | None] = ContextVar("local_cloud_iam_denial", default=None)


def install() -> None:
    """Lets every service answer with these words."""
    iam_actions.access_denied_response = response


def remember(check: Check, outcome: Any, identity_allows: bool) -> None:
    """Keeps why a call is refused, until it is answered.

    Args:
        check: What was not allowed.
        outcome: The evaluator's.
        identity_allows: Whether it is the resource's policy, or the key's, that does not allow it.
    """
    by_resource = identity_allows or outcome.resource_policy_arn
    article, kind = ("a", "resource-based") if by_resource else ("an", "identity-based")
    if outcome.decision == "Deny":
        reason = f"with an explicit deny in {article} {kind} policy"
    else:
        reason = f"because no {kind} policy allows the {check.action} action"
    _LAST.set(_Denial(check, reason))


def message(principal: str) -> str:
    """What a principal is told of the refusal that was remembered last."""
    denial = _LAST.get()
    assert denial is not None
    check = denial.check
    return (
        f"User: {principal} is not authorized to perform: {check.action} "
        f"on resource: {check.resource} {denial.reason}"
    )


def response(service: str, action: str, principal: str, request_id: str, **details: Any) -> Answer:
    """An answer of a service that refuses a call; for arguments, see ministack's."""
    denial = _LAST.get()
    if denial is not None and not details.get("error_code"):
        action = denial.check.action
        details |= {"message": message(principal), "resource_arn": denial.check.resource}
    found: Answer = _answer(service, action, principal, request_id, **details)
    return found

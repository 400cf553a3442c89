"""Holds each call against everything it needs, in place of ministack's one check."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.router import extract_access_key_id

from local_cloud.iam import calls, denials, refusals
from local_cloud.iam.check import AT_WORK, Check, Context, Request
from local_cloud.iam.needs import needs
from local_cloud.iam.root import is_root

# What it was before `install`.
_enforce = iam_evaluator.enforce
_action = iam_actions.extract_iam_action
_resource = iam_actions.extract_resource_arn

# Allowed is None.
Outcome = Any


def install() -> None:
    """Puts itself in ministack's place."""
    iam_evaluator.enforce = enforce
    iam_actions.extract_iam_action = action_of
    iam_actions.extract_resource_arn = resource_of


def action_of(
    service: str,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    query: Mapping[str, Any],
) -> str | None:
    """The action a request is; for one that nobody knows, one that only `*` allows.

    ministack would let a call pass whose action it does not know.
    """
    known: str | None = _action(service, method, path, headers, body, query)
    if known or is_root(extract_access_key_id(headers, query)):
        return known
    namespace = iam_actions.SERVICE_TO_IAM_NAMESPACE.get(service, service)
    return f"{namespace}:{method} {path}"


def resource_of(
    service: str,
    method: str,
    path: str,
    headers: Mapping[str, str],
    body: bytes,
    query: Mapping[str, Any],
    region: str,
    account: str,
) -> str:
    """The resource of a request as ministack sees it; the request is kept for the checks."""
    # No check looks into an object, and what is kept is kept for a while.
    kept = b"" if service == "s3" else body
    AT_WORK.set(Request(service, method, path, headers, kept, query, region, account))
    found: str = _resource(service, method, path, headers, body, query, region, account)
    return found


def enforce(
    key: str,
    action: str,
    service: str,
    region: str,
    resource_arn: str = "*",
    service_context: Context | None = None,
) -> Outcome:
    """Whether a call is allowed, and that it was made: None, or who is refused and why."""
    check = Check(action, resource_arn, service_context or {})
    request = AT_WORK.get()
    if is_root(key):
        return _enforce(key, action, service, region, resource_arn, service_context)
    checks = needs(check, request) if request and request.service == service else [check]
    for one in checks:
        # A right on a key is held against the key's policy, by whoever has been let in already.
        by = service if one.service == check.service else one.service
        outcome = _decide(key, one, by, region, known=by != service)
        if isinstance(outcome, iam_evaluator.AuthError):
            return outcome
        calls.note(key, one, allowed=outcome is None)
        if outcome is not None:
            denials.remember(one, outcome, _identity_allows(key, one, region))
            refusals.note(key, denials.message(outcome.principal_arn))
            return outcome
    return None


def _decide(key: str, check: Check, service: str, region: str, *, known: bool) -> Outcome:
    arguments = (key, check.action, service, region, check.resource, dict(check.context))
    if not known:
        return _enforce(*arguments)
    return contextvars.copy_context().run(_without_signature, *arguments)


def _without_signature(*arguments: Any) -> Outcome:
    iam_evaluator._signed_request.set(None)
    return _enforce(*arguments)


def _identity_allows(key: str, check: Check, region: str) -> bool:
    # A service without policies on its resources leaves the caller's own policies.
    return _decide(key, check, "", region, known=True) is None

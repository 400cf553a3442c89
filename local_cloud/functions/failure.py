"""A custom resource whose function fails without an answer fails at once: AWS waits for an hour."""

from __future__ import annotations

from typing import Any

from ministack.services import lambda_svc
from ministack.services.cloudformation import custom_resource

URL = "ResponseURL"


def answer_for_those_that_fail() -> None:
    """Tells CloudFormation what the function could not."""
    execute = lambda_svc._execute_function_with_config_scope

    def executed(function: dict[str, Any], event: Any) -> dict[str, Any]:
        result: dict[str, Any] = execute(function, event)
        if result.get("error") and isinstance(event, dict) and URL in event:
            _fail(event[URL].rpartition("/")[2], result["body"])
        return result

    lambda_svc._execute_function_with_config_scope = executed


def _fail(token: str, error: Any) -> None:
    asked = custom_resource._pending.get(token)
    if asked and not asked["event"].is_set():
        text = error.get("errorMessage") if isinstance(error, dict) else error
        reason = f"the function ended without an answer: {text}"
        custom_resource.deliver_response(token, {"Status": "FAILED", "Reason": reason})

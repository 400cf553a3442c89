"""On what the calls of the service are checked."""

from __future__ import annotations

import re
from dataclasses import replace

from local_cloud.iam.check import Check, Request

# Whoever comes in is an administrator here.
AIRFLOW_ROLE = "Admin"
BY_AIRFLOW_ROLE = ("CreateWebLoginToken", "InvokeRestApi")
NAME = re.compile(r"/(?:metrics/environments|environments|webtoken|clitoken|restapi)/([^/]+)/?")


def checks(check: Check, request: Request) -> list[Check]:
    """What a call of the service `airflow` is held against: an environment, or a role in it."""
    found = NAME.fullmatch(request.path)
    if not found:
        return [check]
    resource = f"environment/{found[1]}"
    if check.operation in BY_AIRFLOW_ROLE:
        resource = f"role/{found[1]}/{AIRFLOW_ROLE}"
    return [replace(check, resource=request.arn("airflow", resource))]

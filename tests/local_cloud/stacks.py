"""Stacks for tests."""

from __future__ import annotations

import json
import uuid
from typing import Any

from local_cloud.clients import client
from local_cloud.settings import Settings


def deploy(cloud: Settings, resources: dict[str, Any]) -> None:
    """Makes a new stack of these resources."""
    cloudformation = client("cloudformation", settings=cloud)
    name = f"stack-{uuid.uuid4().hex[:8]}"
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": resources}))
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1}
    )

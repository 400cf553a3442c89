"""Stacks as templates of a few lines, without the CDK."""

from __future__ import annotations

import json
import uuid
from typing import Any

from botocore.exceptions import WaiterError

from local_cloud.clients import client
from local_cloud.settings import Settings

Resources = dict[str, dict[str, Any]]
# The cloud answers when a stack is done.
QUICKLY = {"Delay": 1, "MaxAttempts": 30}


def deploy(cloud: Settings, resources: Resources) -> None:
    """Makes a new stack of these resources."""
    Stack(cloud, f"stack-{uuid.uuid4().hex[:8]}").create(resources)


class Stack:
    """One stack of a cloud."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._client = client("cloudformation", settings=settings)
        self.name = name

    def create(self, resources: Resources, outputs: dict[str, Any] | None = None) -> None:
        """Makes it; whatever fails is an error with its reason."""
        self._change("create", resources, outputs or {})

    def update(self, resources: Resources, outputs: dict[str, Any] | None = None) -> None:
        """Changes it."""
        self._change("update", resources, outputs or {})

    def delete(self) -> None:
        """Deletes it."""
        self._client.delete_stack(StackName=self.name)
        self._wait("delete")

    def outputs(self) -> dict[str, str]:
        """Its outputs."""
        (stack,) = self._client.describe_stacks(StackName=self.name)["Stacks"]
        return {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", ())}

    def _change(self, verb: str, resources: Resources, outputs: dict[str, Any]) -> None:
        found = {name: {"Value": value} for name, value in outputs.items()}
        template = {"Resources": resources, "Outputs": found}
        call = getattr(self._client, f"{verb}_stack")
        call(
            StackName=self.name,
            TemplateBody=json.dumps(template),
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        self._wait(verb)

    def _wait(self, verb: str) -> None:
        waiter = self._client.get_waiter(f"stack_{verb}_complete")
        try:
            waiter.wait(StackName=self.name, WaiterConfig=QUICKLY)
        except WaiterError as error:
            events = self._client.describe_stack_events(StackName=self.name)["StackEvents"]
            reasons = [e.get("ResourceStatusReason", "") for e in events]
            raise AssertionError("\n".join(filter(None, reasons))) from error

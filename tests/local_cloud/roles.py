"""Roles for tests: what somebody with these rights gets, and is refused."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import Credentials, client
from local_cloud.settings import Settings

Statement = dict[str, Any]
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "glue.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def allow(actions: str | Iterable[str], *resources: str, **condition: Any) -> Statement:
    """A statement of a policy."""
    named = actions.split() if isinstance(actions, str) else list(actions)
    found = {"Effect": "Allow", "Action": named, "Resource": list(resources)}
    return found | ({"Condition": condition} if condition else {})


def role(cloud: Settings, *statements: Statement) -> Credentials:
    """Credentials of a new role with these rights."""
    name = f"role-{uuid.uuid4().hex[:8]}"
    iam, sts = client("iam", settings=cloud), client("sts", settings=cloud)
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=policy(*statements))
    arn = made["Role"]["Arn"]
    found: Credentials = sts.assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
    return found


def policy(*statements: Statement) -> str:
    """A document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@contextmanager
def refused(action: str, resource: str) -> Iterator[pytest.ExceptionInfo[ClientError]]:
    """Holds that the block is refused, for want of this right."""
    with pytest.raises(ClientError) as raised:
        yield raised
    said = raised.value.response["Error"]
    message = said.get("Message") or said.get("message")
    assert ":assumed-role/role-" in message
    assert f"not authorized to perform: {action} on resource: {resource} " in message

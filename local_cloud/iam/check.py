"""What one check of a right is about, and the request it belongs to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

# Keys of conditions, such as `s3:prefix`, and their values.
Context = Mapping[str, Any]


@dataclass(frozen=True)
class Check:
    """An action on a resource, as policies name them."""

    action: str
    resource: str
    context: Context = field(default_factory=dict)

    @property
    def service(self) -> str:
        """Whose right it is: `kms` for what S3 does with a key on somebody's behalf."""
        return self.action.partition(":")[0]

    @property
    def operation(self) -> str:
        """The action without its service."""
        return self.action.partition(":")[2]


@dataclass(frozen=True)
class Request:
    """A request as it came in, once it is known which service answers it."""

    service: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, Any]
    region: str
    account: str

    def arn(self, service: str, resource: str) -> str:
        """The ARN of something of the caller's account."""
        return f"arn:aws:{service}:{self.region}:{self.account}:{resource}"

    def parameter(self, name: str) -> str:
        """A value of the query, or of the form it was sent as."""
        found = self.query.get(name, "")
        return str(found[0]) if isinstance(found, list) else str(found)

    def document(self) -> dict[str, Any]:
        """What a service that speaks JSON was sent; nothing if it was something else."""
        try:
            found = json.loads(self.body or b"{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


# The request that this task is at.
AT_WORK: ContextVar[Request | None] = ContextVar("local_cloud_iam_request", default=None)

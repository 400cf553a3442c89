"""EventBridge: what rules match and deliver is counted, and policies are asked before delivery."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ministack.services import eventbridge

from local_cloud.background import between_requests
from local_cloud.events import objects, rules


def register() -> None:
    """Completes the events of S3, and the rules."""
    objects.install()
    rules.install()


def put(source: str, detail_type: str, detail: dict[str, Any], resources: Sequence[str]) -> None:
    """Publishes an event of a service onto the default bus.

    Args:
        source: Such as `aws.glue`.
        detail_type: Such as `Glue Job State Change`.
        detail: What happened.
        resources: ARNs of what it happened to.
    """
    entry = {
        "Source": source,
        "DetailType": detail_type,
        "Detail": json.dumps(detail),
        "Resources": list(resources),
    }
    between_requests(lambda: eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True))

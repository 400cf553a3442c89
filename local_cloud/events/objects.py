"""Events about objects say which version they are about."""

from __future__ import annotations

import json
from contextvars import ContextVar
from typing import Any

from ministack.services import eventbridge, s3

_fire, _dispatch = s3._fire_s3_event, eventbridge._dispatch_event
_version: ContextVar[str | None] = ContextVar("local_cloud_object_version", default=None)


def install() -> None:
    """Adds the version to what S3 sends."""
    s3._fire_s3_event = _with_version
    eventbridge._dispatch_event = _complete


def _with_version(*about: Any, version_id: str | None = None, **more: Any) -> None:
    before = _version.set(version_id)
    try:
        _fire(*about, version_id=version_id, **more)
    finally:
        _version.reset(before)


def _complete(event: dict[str, Any], view: Any = None) -> None:
    version = _version.get()
    if version and event["Source"] == "aws.s3":
        detail = json.loads(event["Detail"])
        detail["object"]["version-id"] = version
        event = event | {"Detail": json.dumps(detail)}
    _dispatch(event, view)

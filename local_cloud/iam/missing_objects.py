"""Who may not list a bucket is not told that an object is missing: it is refused, as on AWS."""

from __future__ import annotations

from typing import Any

import ministack.app
from ministack.core import iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import s3

from local_cloud.extension import Answer
from local_cloud.iam import denials
from local_cloud.iam.enforcement import enforce

_handler = ministack.app.SERVICE_HANDLERS["s3"]


def install() -> None:
    """Puts itself before S3's answers."""
    ministack.app.SERVICE_HANDLERS["s3"] = _handle


async def _handle(
    method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]
) -> Answer:
    answer: Answer = await _handler(method, path, headers, body, query)
    bucket, _, name = path.lstrip("/").partition("/")
    if answer[0] != 404 or method not in ("GET", "HEAD") or not name or bucket not in s3._buckets:
        return answer
    return _refused(bucket, name, headers, query) or answer


def _refused(
    bucket: str, name: str, headers: dict[str, str], query: dict[str, Any]
) -> Answer | None:
    key = extract_access_key_id(headers, query)
    arn = f"arn:aws:s3:::{bucket}"
    # The name of the object stands for the prefix that would be listed.
    outcome = enforce(key, "s3:ListBucket", "s3", get_region(), arn, {"s3:prefix": name})
    if outcome is None or isinstance(outcome, iam_evaluator.AuthError):
        return None
    status, found, answer = denials._response("s3", "", outcome.principal_arn, "", headers=headers)
    return status, found, answer

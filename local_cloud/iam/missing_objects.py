"""Who may not list a bucket is not told that an object is missing: it is refused, as on AWS."""

from __future__ import annotations

from ministack.core import iam_evaluator
from ministack.core.responses import get_region
from ministack.core.router import extract_access_key_id
from ministack.services import s3

from local_cloud.extension import Answer, Handler, Properties, extend_service
from local_cloud.iam import denials
from local_cloud.iam.enforcement import enforce


def install() -> None:
    """Looks at S3's answers before they are sent."""
    extend_service("s3", _discreet)


def _discreet(handler: Handler) -> Handler:
    async def answer(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        found = await handler(method, path, headers, body, query)
        bucket, _, name = path.lstrip("/").partition("/")
        missing = found[0] == 404 and method in ("GET", "HEAD") and name and bucket in s3._buckets
        return (missing and _refused(bucket, name, headers, query)) or found

    return answer


def _refused(bucket: str, name: str, headers: dict[str, str], query: Properties) -> Answer | None:
    key = extract_access_key_id(headers, query)
    arn = f"arn:aws:s3:::{bucket}"
    # The name of the object stands for the prefix that would be listed.
    outcome = enforce(key, "s3:ListBucket", "s3", get_region(), arn, {"s3:prefix": name})
    if outcome is None or isinstance(outcome, iam_evaluator.AuthError):
        return None
    return denials.response("s3", "", outcome.principal_arn, "", headers=headers)

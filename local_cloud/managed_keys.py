"""S3's own key: whoever asks for encryption by KMS and names no key gets the one AWS manages."""

from __future__ import annotations

from local_cloud.extension import Answer, Handler, Properties, extend_service

ENCRYPTION = "x-amz-server-side-encryption"
KEY = f"{ENCRYPTION}-aws-kms-key-id"
MANAGED = "alias/aws/s3"


def register() -> None:
    """Names the key in requests that do not."""
    extend_service("s3", _with_key)


def _with_key(handler: Handler) -> Handler:
    async def answer(
        method: str, path: str, headers: dict[str, str], body: bytes, query: Properties
    ) -> Answer:
        if headers.get(ENCRYPTION) == "aws:kms":
            headers.setdefault(KEY, MANAGED)
        return await handler(method, path, headers, body, query)

    return answer

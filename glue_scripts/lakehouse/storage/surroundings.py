"""Where S3 is, as the surroundings say it; not every library looks there by itself."""

from __future__ import annotations

import os


def endpoint() -> str | None:
    """Address of S3; None for that of AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


def region() -> str | None:
    """The region to work in; None where nothing says so."""
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")


def iceberg_properties() -> dict[str, str]:
    """The same, as PyIceberg wants to be told."""
    found = {"s3.endpoint": endpoint(), "client.region": region()}
    return {name: value for name, value in found.items() if value}

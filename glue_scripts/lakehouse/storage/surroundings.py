"""Where S3 is, as the surroundings say it; not every library looks there by itself."""

from __future__ import annotations

import os

# Libraries differ in which one they read.
REGION = ("AWS_REGION", "AWS_DEFAULT_REGION")


def endpoint() -> str | None:
    """Address of S3; None for that of AWS."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")


def region() -> str | None:
    """The region to work in; None where nothing says so."""
    return next((os.environ[name] for name in REGION if os.environ.get(name)), None)


def work_in(region: str) -> None:
    """From here on that is the region, for every library that asks the environment.

    Whether Glue tells a script its region is documented nowhere.
    """
    for name in REGION:
        os.environ[name] = region


def iceberg_properties() -> dict[str, str]:
    """The same, as PyIceberg wants to be told; it reaches S3 as Arrow does here."""
    found = {
        "s3.endpoint": endpoint(),
        "s3.region": region(),
        "client.region": region(),
        "py-io-impl": "lakehouse.storage.iceberg_io.IcebergIO",
    }
    return {name: value for name, value in found.items() if value}

"""Where in AWS the platform can be, as botocore lists the regions of every service."""

from __future__ import annotations

from functools import cache

import botocore.session
from botocore.exceptions import UnknownRegionError

# Service -> what the platform is without it.
NEEDED = {
    "mwaa": "no managed Airflow (MWAA), which runs the DAGs",
    "redshift-serverless": "no Redshift Serverless, which is the warehouse",
    "glue": "no Glue, which runs the jobs",
}
# https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html
TWO_ZONES = ("us-west-1",)
# https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-capacity.html
LARGE_WAREHOUSES = ("us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1")


def partition(region: str) -> str:
    """The part of AWS a region belongs to, such as `aws` or `aws-cn`.

    Raises:
        ValueError: AWS has no region of such a name.
    """
    try:
        found: str = _session().get_partition_for_region(region)
    except UnknownRegionError:
        raise ValueError(f"{region!r} is not a region of AWS") from None
    return found


def dns_suffix(region: str) -> str:
    """What the names of a region's hosts end with."""
    parts = _session().get_data("partitions")["partitions"]
    return next(str(p["outputs"]["dnsSuffix"]) for p in parts if p["id"] == partition(region))


def usable(region: str) -> str:
    """The region, if all of the platform exists there.

    Raises:
        ValueError: something does not; the text says what.
    """
    part = partition(region)
    for service, missing in NEEDED.items():
        if region not in _session().get_available_regions(service, part):
            raise ValueError(f"{region} (partition {part}) has {missing}")
    if region in TWO_ZONES:
        raise ValueError(f"{region} (partition {part}) has two zones, the warehouse needs three")
    return region


@cache
def _session() -> botocore.session.Session:
    return botocore.session.get_session()

"""Log groups that nobody keeps or removes."""

from __future__ import annotations

from edp.cloud.environment import Environment
from edp.errors import EdpError


def raise_endless(environment: Environment) -> None:
    """A service makes the group that it writes to if it is not there: without key and end.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html

    Raises:
        EdpError: there is such a group.
    """
    pages = environment.client("logs").get_paginator("describe_log_groups").paginate()
    groups = [group for page in pages for group in page["logGroups"]]
    if endless := sorted(g["logGroupName"] for g in groups if "retentionInDays" not in g):
        raise EdpError(
            f"{', '.join(endless)}: no stack made this log group, so the service that writes to it "
            "did, and its logs have no end: the stacks have to make it under this name"
        )

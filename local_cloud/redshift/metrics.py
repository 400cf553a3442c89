"""What Redshift Serverless reports to CloudWatch: the capacity that a workgroup uses."""

from __future__ import annotations

import time

from local_cloud.clients import client
from local_cloud.redshift.namespaces import WORKGROUPS
from local_cloud.redshift.statements import ENDED, all_of_them

SECONDS = 60


def report() -> None:
    """Reports the workgroups that were at work in the last minute.

    Here they never take more than their base capacity.
    """
    for workgroup in _at_work():
        client("cloudwatch").put_metric_data(
            Namespace="AWS/Redshift-Serverless",
            MetricData=[
                {
                    "MetricName": "ComputeCapacity",
                    "Dimensions": [{"Name": "Workgroup", "Value": workgroup}],
                    "Value": WORKGROUPS[workgroup]["baseCapacity"],
                    "Unit": "Count",
                }
            ],
        )


def _at_work() -> set[str]:
    since = time.time() - SECONDS
    found = {
        s["WorkgroupName"]
        for s in all_of_them()
        if s["Status"] not in ENDED or s["UpdatedAt"] > since
    }
    return found & set(WORKGROUPS)

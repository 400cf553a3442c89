"""What an environment says of itself in CloudWatch, published under its role."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from local_cloud.mwaa import api
from local_cloud.mwaa.credentials import Wallet


class Figures:
    """Signs of life of the scheduler, and how many files of DAGs cannot be imported."""

    def __init__(self, name: str, port: int, wallet: Wallet) -> None:
        """Takes the name of the environment, the port of its API server, and its role's wallet."""
        self._name, self._port, self._wallet = name, port, wallet
        self._last = ""

    def publish(self) -> None:
        """Publishes what is new since last time."""
        found = (api.health(self._port) or {}).get("scheduler", {})
        heartbeat = found.get("latest_scheduler_heartbeat") or self._last
        if heartbeat == self._last:
            return
        self._last = heartbeat
        errors = api.invoke(self._port, "GET", "/importErrors").body["total_entries"]
        data = [
            self._datum("SchedulerHeartbeat", "Scheduler", 1),
            self._datum("ImportErrors", "DAG Processing", errors),
        ]
        mwaa = self._wallet.client("mwaa")
        mwaa.publish_metrics(EnvironmentName=self._name, MetricData=data)

    def _datum(self, name: str, function: str, value: int) -> dict[str, Any]:
        dimensions = {"Function": function, "Environment": self._name}
        return {
            "MetricName": name,
            "Timestamp": datetime.now(UTC),
            "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()],
            "Value": value,
            "Unit": "Count",
        }

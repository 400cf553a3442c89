"""The scheduler's signs of life, published by the environment under its role."""

from __future__ import annotations

from datetime import UTC, datetime

from local_cloud.mwaa import api
from local_cloud.mwaa.credentials import Wallet


class Heartbeat:
    """Hands on what the scheduler of an environment says of itself."""

    def __init__(self, name: str, port: int, wallet: Wallet) -> None:
        """Takes the name of the environment, the port of its API server, and its role's wallet."""
        self._name, self._port, self._wallet = name, port, wallet
        self._last = ""

    def publish(self) -> None:
        """Publishes one, if the scheduler gave one since last time."""
        found = (api.health(self._port) or {}).get("scheduler", {})
        heartbeat = found.get("latest_scheduler_heartbeat") or self._last
        if heartbeat == self._last:
            return
        self._last = heartbeat
        dimensions = {"Function": "Scheduler", "Environment": self._name}
        datum = {
            "MetricName": "SchedulerHeartbeat",
            "Timestamp": datetime.now(UTC),
            "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()],
            "Value": 1,
            "Unit": "Count",
        }
        mwaa = self._wallet.client("mwaa")
        mwaa.publish_metrics(EnvironmentName=self._name, MetricData=[datum])

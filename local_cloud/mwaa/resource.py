"""`AWS::MWAA::Environment` in CloudFormation, which waits until Airflow is healthy."""

from __future__ import annotations

import contextlib

from local_cloud.extension import Made
from local_cloud.mwaa import catalog, environments
from local_cloud.mwaa.catalog import UnknownError
from local_cloud.mwaa.description import describe
from local_cloud.mwaa.properties import Properties

KIND = "AWS::MWAA::Environment"


class Environment:
    """Environments as resources; the physical id is the name."""

    def create(self, logical_id: str, properties: Properties, stack: str) -> Made:
        """Makes one.

        Raises:
            RuntimeError: it did not become available; nothing is left of it.
        """
        environments.create(properties)
        name = properties["Name"]
        try:
            return _available(name)
        except RuntimeError:
            self.delete(name, properties)
            raise

    def update(self, physical_id: str, old: Properties, new: Properties, stack: str) -> Made:
        """Changes one; what is no longer given gets its default."""
        environments.update(physical_id, dict.fromkeys(old.keys() - new.keys()) | new)
        return _available(physical_id)

    def delete(self, physical_id: str, properties: Properties) -> None:
        """Takes one away, if it is there."""
        with contextlib.suppress(UnknownError):
            catalog.wait(physical_id)
            environments.delete(physical_id)
            catalog.wait(physical_id)


def _available(name: str) -> Made:
    record = catalog.wait(name)
    if record["Status"] != "AVAILABLE":
        reason = record["LastUpdate"]["Error"]["ErrorMessage"]
        raise RuntimeError(f"environment {name} is {record['Status']}: {reason}")
    return name, attributes(describe(record))


def attributes(environment: Properties) -> Properties:
    """What Fn::GetAtt finds."""
    logs = {
        f"LoggingConfiguration.{kind}.CloudWatchLogGroupArn": module["CloudWatchLogGroupArn"]
        for kind, module in environment["LoggingConfiguration"].items()
    }
    return {name: environment[name] for name in ("Arn", "WebserverUrl")} | logs

"""The environment that is deployed into the local cloud, as people and programs find it."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from config import Config, load
from edp.cloud.place import current
from edp.errors import EdpError
from edp.lake import Lake
from local_cloud.clients import client, variables
from local_cloud.settings import Settings
from stacks.names import Names

NAME = "local"


@dataclass(frozen=True)
class Environment:
    """What was handed over when it was deployed, and clients of its services."""

    settings: Settings

    @cached_property
    def config(self) -> Config:
        """Its configuration."""
        return load(NAME)

    @cached_property
    def names(self) -> Names:
        """How its resources are called."""
        return Names(self.config)

    @cached_property
    def handover(self) -> dict[str, Any]:
        """What its DAGs know of it.

        Raises:
            EdpError: it is not deployed.
        """
        s3 = self.client("s3")
        try:
            answer = s3.get_object(Bucket=self.names.bucket("code"), Key="dags/handover.json")
        except (s3.exceptions.NoSuchBucket, s3.exceptions.NoSuchKey):
            raise EdpError("nothing is deployed into the local cloud: run `edp redeploy`") from None
        found: dict[str, Any] = json.loads(answer["Body"].read())
        return found

    @cached_property
    def secret(self) -> str:
        """ARN of the secret of the warehouse's administrator."""
        found = self.client("redshift-serverless").get_namespace(
            namespaceName=self.names.of("warehouse")
        )
        arn: str = found["namespace"]["adminPasswordSecretArn"]
        return arn

    @cached_property
    def lake(self) -> Lake:
        """Where its tables and its ledger stand."""
        return Lake.in_buckets(self.handover["places"])

    def client(self, service: str) -> Any:
        """A client of one of its services, with all rights."""
        return _client(service, self.settings)

    def enter(self) -> None:
        """Makes it what every AWS client of this process finds."""
        os.environ.update(variables(self.settings))


@cache
def _client(service: str, settings: Settings) -> Any:
    return client(service, settings=settings)


def running() -> Environment:
    """The one that is deployed into the local cloud that runs; clients of this process find it.

    Raises:
        EdpError: no local cloud runs.
    """
    environment = Environment(current())
    environment.enter()
    return environment

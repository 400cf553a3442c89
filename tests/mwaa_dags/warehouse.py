"""A lake with published gold, and a warehouse beside it, in a local cloud."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from edp.engine import engine
from lakehouse.storage import s3
from local_cloud.clients import variables
from local_cloud.cloud import running
from orchestration.handover import Handover, Warehouse
from orchestration.warehouse.connection import Connection
from orchestration.warehouse.publication import Publication, read
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.redshift.shop import (
    DATABASE,
    NAME,
    SECRET,
    TRUST,
    deploy,
    make_role,
    role_arn,
)
from tests.local_cloud.roles import allow
from tests.mwaa_dags.lake import Lake


@dataclass(frozen=True)
class Platform:
    """What the DAGs would find."""

    lake: Lake
    told: Handover
    warehouse: Connection

    def publication(self, number: int) -> Publication:
        """A gold publication."""
        from orchestration.due import read_publication

        place = self.told.places.gold_publications
        return read(read_publication(self.lake.s3, place, f"{number:08d}.json"))

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows, through the Data API."""
        return self.warehouse.ask(query, "test")


@contextmanager
def platform(folder: Path) -> Iterator[Platform]:
    """Gold published twice, and an empty warehouse."""
    with running(settings_of(folder)) as settings, pytest.MonkeyPatch.context() as patch:
        for name, value in variables(settings).items():
            patch.setenv(name, value)
        s3.client.cache_clear()
        s3.filesystem.cache_clear()
        try:
            lake = Lake("shop")
            with engine("sail"):
                _publish(lake, folder)
            make_role(settings, "copy", TRUST, allow("s3:GetObject", "arn:aws:s3:::shop-gold/*"),
                      allow("s3:ListBucket", "arn:aws:s3:::shop-gold"))  # fmt: skip
            make_role(settings, "external", TRUST, allow("s3:GetObject", "arn:aws:s3:::shop-*"),
                      allow("s3:ListBucket", "arn:aws:s3:::shop-*"),
                      allow("glue:GetTable glue:GetTables glue:GetDatabase", "*"))  # fmt: skip
            arns = {name: role_arn(settings, name) for name in ("copy", "external")}
            deploy(settings, list(arns.values()))
            told = _handover(lake, arns)
            client = boto3.client("redshift-data")
            yield Platform(lake, told, Connection(client, told.warehouse, 0.2))
        finally:
            s3.client.cache_clear()
            s3.filesystem.cache_clear()


def _publish(lake: Lake, folder: Path) -> None:
    lake.fill(folder / "generated")
    for job in ("raw_to_bronze", "bronze_to_silver", "silver_to_gold"):
        lake.run(job)
    line = b'{"user_id": "U99999999", "name": "Ada", "updated_at": "2025-01-01T00:00:00Z"}\n'
    lake.put("users/late.ndjson", line)
    for job in ("raw_to_bronze", "bronze_to_silver", "silver_to_gold"):
        lake.run(job)


def _handover(lake: Lake, arns: dict[str, str]) -> Handover:
    return Handover(
        environment="test",
        owner="test",
        region="eu-central-1",
        places=lake.places,
        databases={"silver": "shop_silver", "gold": "shop_gold"},
        jobs={},
        queue_url="",
        warehouse=Warehouse(
            workgroup=NAME,
            database=DATABASE,
            secret=SECRET,
            copy_role_arn=arns["copy"],
            external_role_arn=arns["external"],
        ),
        topic_arn="",
        metrics_namespace="",
        dag_failures="",
        poll_seconds=1,
        retries=0,
        retry_seconds=1,
        sweep_minutes=10,
    )

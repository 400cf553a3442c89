"""A lake with published gold, and a warehouse beside it, in a local cloud."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from edp.engine import engine
from local_cloud.clients import variables
from local_cloud.cloud import running
from orchestration.due import read_publication
from orchestration.handover import Handover, Warehouse
from orchestration.warehouse import load
from orchestration.warehouse.connection import Connection
from orchestration.warehouse.publication import Publication, read
from tests.aws import clients_of
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.roles import allow, policy
from tests.mwaa_dags.lake import Lake

NAME = "shop-warehouse"


@dataclass(frozen=True)
class Platform:
    """What the DAGs would find."""

    lake: Lake
    told: Handover
    warehouse: Connection

    def publication(self, number: int) -> Publication:
        """A gold publication."""
        place = self.told.places.gold_publications
        return read(read_publication(self.lake.s3, place, f"{number:08d}.json"))

    def load(self, publication: Publication) -> None:
        """Loads a publication, as the DAG does."""
        load.clear(self.warehouse)
        before, role = load.in_place(self.warehouse), self.told.warehouse.copy_role_arn
        load.load(self.warehouse, publication, before, role, f"test {publication.number}")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows, through the Data API."""
        return self.warehouse.ask(query, "test")


@contextmanager
def platform(folder: Path) -> Iterator[Platform]:
    """Gold published twice, and an empty warehouse."""
    with empty_platform(folder) as found:
        with engine("sail"):
            _publish(found.lake, folder)
        yield found


@contextmanager
def empty_platform(folder: Path) -> Iterator[Platform]:
    """A lake in which nothing is published, and an empty warehouse."""
    with running(settings_of(folder)) as settings, clients_of(variables(settings)):
        lake = Lake("shop")
        told = _handover(lake, _deploy())
        client = boto3.client("redshift-data")
        yield Platform(lake, told, Connection(client, told.warehouse, 0.2))


def _publish(lake: Lake, folder: Path) -> None:
    lake.fill(folder / "shop")
    for job in ("raw_to_bronze", "bronze_to_silver", "silver_to_gold"):
        lake.run(job)
    line = (
        b'{"user_id": "U99999999", "name": "Ada", "city": "Oslo", '
        b'"signed_up_at": "2025-01-01T00:00:00Z", '
        b'"updated_at": "2025-01-01T00:00:00Z"}\n'
    )
    lake.put("users/late.ndjson", line)
    for job in ("raw_to_bronze", "bronze_to_silver", "silver_to_gold"):
        lake.run(job)


RIGHTS = {
    "copy": [
        allow("s3:GetObject", "arn:aws:s3:::shop-gold/*"),
        allow("s3:ListBucket", "arn:aws:s3:::shop-gold"),
    ],
    "external": [
        allow("s3:GetObject", "arn:aws:s3:::shop-gold/*", "arn:aws:s3:::shop-silver/*"),
        allow("s3:ListBucket", "arn:aws:s3:::shop-gold", "arn:aws:s3:::shop-silver"),
        allow("glue:GetTable glue:GetTables glue:GetDatabase", "*"),
    ],
}


def _deploy() -> dict[str, str]:
    """Makes a warehouse and its roles; role -> ARN."""
    template: dict[str, Any] = {
        "Resources": {
            "Namespace": {
                "Type": "AWS::RedshiftServerless::Namespace",
                "Properties": {
                    "NamespaceName": NAME,
                    "DbName": "shop",
                    "AdminUsername": "platform",
                    "ManageAdminPassword": True,
                    "IamRoles": [{"Fn::GetAtt": [role, "Arn"]} for role in RIGHTS],
                },
            },
            "Workgroup": {
                "Type": "AWS::RedshiftServerless::Workgroup",
                "DependsOn": "Namespace",
                "Properties": {"WorkgroupName": NAME, "NamespaceName": NAME},
            },
        },
        "Outputs": {role: {"Value": {"Fn::GetAtt": [role, "Arn"]}} for role in RIGHTS},
    }
    trusted = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Principal": {"Service": "redshift.amazonaws.com"},
    }
    for role, rights in RIGHTS.items():
        template["Resources"][role] = {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trusted]},
                "Policies": [
                    {"PolicyName": "rights", "PolicyDocument": json.loads(policy(*rights))}
                ],
            },
        }
    formation = boto3.client("cloudformation")
    formation.create_stack(
        StackName="shop", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"]
    )
    waiter = formation.get_waiter("stack_create_complete")
    waiter.wait(StackName="shop", WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    (stack,) = formation.describe_stacks(StackName="shop")["Stacks"]
    return {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}


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
            database="shop",
            secret=f"redshift!{NAME}-platform",
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

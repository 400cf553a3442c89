"""A warehouse in a running cloud, made by CloudFormation and used through the Data API."""

from __future__ import annotations

import io
import json
import time
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from local_cloud.clients import ROOT, Credentials, client
from local_cloud.redshift.statements import ENDED
from local_cloud.settings import Settings
from tests.local_cloud.roles import allow, policy

NAME, DATABASE, BUCKET = "shop-warehouse", "shop", "shop-lake"
SECRET, KEY = f"redshift!{NAME}-owner", "alias/shop-operations"
SECONDS_TO_END = 60
_DIGITS = " union all ".join(f"select {n} as n" for n in range(10))
_TABLES = ", ".join(f"({_DIGITS}) t{n}" for n in range(10))
# A query that nobody waits for.
ENDLESS = f"select count(distinct t0.n || '/' || t9.n + t5.n) from {_TABLES}"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["redshift.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}


@dataclass
class Shop:
    """Somebody who uses the warehouse, under an identity."""

    settings: Settings
    credentials: Credentials

    def client(self, service: str) -> Any:
        return client(service, self.credentials, self.settings)

    def send(self, *sqls: str, **more: Any) -> str:
        """Sends one statement, or several as a batch; its id."""
        data, to = self.client("redshift-data"), {"WorkgroupName": NAME, "Database": DATABASE}
        more = {"SecretArn": SECRET} | more
        if len(sqls) == 1:
            return str(data.execute_statement(Sql=sqls[0], **to, **more)["Id"])
        return str(data.batch_execute_statement(Sqls=list(sqls), **to, **more)["Id"])

    def wait(self, number: str) -> dict[str, Any]:
        """What became of it."""
        data, until = self.client("redshift-data"), time.monotonic() + SECONDS_TO_END
        while (found := data.describe_statement(Id=number))["Status"] not in ENDED:
            assert time.monotonic() < until, found
            time.sleep(0.05)
        return dict(found)

    def run(self, *sqls: str, **more: Any) -> dict[str, Any]:
        """What became of one statement, or of several as a batch."""
        return self.wait(self.send(*sqls, **more))

    def rows(self, *sqls: str, **more: Any) -> list[list[Any]]:
        """Values of the last statement's result."""
        number = self.send(*sqls, **more)
        done = self.wait(number)
        assert done["Status"] == "FINISHED", done["Error"]
        number += f":{len(sqls)}" if len(sqls) > 1 else ""
        found = self.client("redshift-data").get_statement_result(Id=number)
        return [[next(iter(field.values())) for field in row] for row in found["Records"]]

    def put(self, key: str, table: pa.Table) -> int:
        """Puts a Parquet file into the lake; its size."""
        file = io.BytesIO()
        pq.write_table(table, file)
        self.client("s3").put_object(Bucket=BUCKET, Key=key, Body=file.getvalue())
        return len(file.getvalue())

    def put_manifest(self, key: str, *entries: dict[str, Any]) -> None:
        """Puts a manifest into the lake."""
        body = json.dumps({"entries": list(entries)}).encode()
        self.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body)


def role_arn(settings: Settings, name: str) -> str:
    """The ARN of a role."""
    return f"arn:aws:iam::{settings.account}:role/{name}"


def make_role(settings: Settings, name: str, trust: dict[str, Any], *rights: dict[str, Any]) -> str:
    """Makes a role; its ARN."""
    iam = client("iam", settings=settings)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=policy(*rights))
    return role_arn(settings, name)


def open_shop(settings: Settings) -> Shop:
    """Makes a lake, roles and a warehouse."""
    client("s3", settings=settings).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": settings.region}
    )
    lake = f"arn:aws:s3:::{BUCKET}"
    make_role(
        settings,
        "copy",
        TRUST,
        allow("s3:GetObject", f"{lake}/gold/*"),
        allow("s3:ListBucket", lake),
    )
    make_role(
        settings,
        "external",
        TRUST,
        allow("s3:GetObject", f"{lake}/*"),
        allow("glue:GetTable glue:GetTables glue:GetDatabase", "*"),
    )
    make_role(settings, "stranger", TRUST, allow("s3:*", "*"))
    client("kms", settings=settings).create_alias(AliasName=KEY, TargetKeyId=_new_key(settings))
    deploy(settings, [role_arn(settings, "copy"), role_arn(settings, "external")])
    return Shop(settings, ROOT)


def _new_key(settings: Settings) -> str:
    made = client("kms", settings=settings).create_key()
    return str(made["KeyMetadata"]["KeyId"])


def deploy(settings: Settings, roles: list[str], **workgroup: Any) -> dict[str, str]:
    """Makes or changes the stack of the warehouse; its outputs."""
    formation = client("cloudformation", settings=settings)
    template = {
        "Resources": {
            "Namespace": {
                "Type": "AWS::RedshiftServerless::Namespace",
                "Properties": {
                    "NamespaceName": NAME,
                    "DbName": DATABASE,
                    "AdminUsername": "owner",
                    "ManageAdminPassword": True,
                    "AdminPasswordSecretKmsKeyId": KEY,
                    "IamRoles": roles,
                },
            },
            "Workgroup": {
                "Type": "AWS::RedshiftServerless::Workgroup",
                "DependsOn": "Namespace",
                "Properties": {"WorkgroupName": NAME, "NamespaceName": NAME, **workgroup},
            },
        },
        "Outputs": {
            "Arn": {"Value": {"Fn::GetAtt": ["Workgroup", "Workgroup.WorkgroupArn"]}},
            "Address": {"Value": {"Fn::GetAtt": ["Workgroup", "Workgroup.Endpoint.Address"]}},
        },
    }
    known = [s["StackName"] for s in formation.list_stacks()["StackSummaries"]]
    verb = "update" if NAME in known else "create"
    getattr(formation, f"{verb}_stack")(StackName=NAME, TemplateBody=json.dumps(template))
    formation.get_waiter(f"stack_{verb}_complete").wait(
        StackName=NAME, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    (stack,) = formation.describe_stacks(StackName=NAME)["Stacks"]
    return {o["OutputKey"]: o["OutputValue"] for o in stack["Outputs"]}

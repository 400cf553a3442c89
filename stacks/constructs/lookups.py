"""Asks AWS, while deploying, for facts that CloudFormation does not tell."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from config import Config
from stacks.acknowledged import FUNCTIONS, acknowledge_for_checkov
from stacks.constructs.access import allow, decrypt
from stacks.constructs.log_group import log_group
from stacks.constructs.role import service_role
from stacks.names import Names

CODE = Path(__file__).parents[1] / "functions" / "lookup.py"


class Lookups(Construct):
    """A function that asks, and a custom resource per question."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        config: Config,
        *,
        key: kms.IKey,
        keys: list[str],
        namespace_id: str,
    ) -> None:
        """Makes the function, with the right to see these objects and the warehouse's namespace."""
        super().__init__(scope, name)
        names = Names(config)
        self._bucket = names.bucket("code")
        self._namespace = {"Namespace": names.of("warehouse"), "NamespaceId": namespace_id}
        group = f"/aws/lambda/{names.of('lookups')}"
        log = log_group(self, "Function", group, config, key)
        objects = (f"{names.bucket_arn('code')}/{k}" for k in keys)
        namespace = names.arn("redshift-serverless", f"namespace/{namespace_id}")
        self._function = lambda_.Function(
            self,
            "Function",
            description="Asks AWS for facts that CloudFormation does not tell",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(CODE.read_text(encoding="utf-8")),
            timeout=cdk.Duration.minutes(1),
            log_group=logs.LogGroup.from_log_group_name(self, "ByName", group),
            role=service_role(
                self,
                "lookups",
                names,
                services=["lambda"],
                rights=[
                    allow(["s3:GetObject"], *objects),
                    allow(["redshift-serverless:GetNamespace"], namespace),
                    decrypt(key),
                    allow(["logs:CreateLogStream", "logs:PutLogEvents"], log.attr_arn),
                ],
            ).without_policy_updates(),
        )

        resource = self._function.node.default_child
        assert isinstance(resource, cdk.CfnResource)
        acknowledge_for_checkov(resource, FUNCTIONS)

    def object_version(self, name: str, key: str) -> cdk.CustomResource:
        """The newest version of an object; its `VersionId`."""
        return self._ask(name, "ObjectVersion", Bucket=self._bucket, Key=key)

    def warehouse_secret(self) -> cdk.CustomResource:
        """The secret of the warehouse's administrator; its `SecretArn`.

        It is asked for again when the namespace has another id.
        """
        return self._ask("Secret", "WarehouseSecret", **self._namespace)

    def _ask(self, name: str, fact: str, **asked: str) -> cdk.CustomResource:
        return cdk.CustomResource(
            self,
            name,
            resource_type=f"Custom::{fact}",
            service_token=self._function.function_arn,
            properties={"Fact": fact, **asked},
        )

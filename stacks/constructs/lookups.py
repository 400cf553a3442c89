"""Asks AWS, while deploying, for facts that CloudFormation does not tell."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
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
        what: str,
        right: iam.PolicyStatement,
    ) -> None:
        """Makes the function, called `what`, with the right to see what it is asked for."""
        super().__init__(scope, name)
        names = Names(config)
        self._bucket, self._namespace = names.bucket("code"), names.of("warehouse")
        group = f"/aws/lambda/{names.of(what)}"
        log = log_group(self, "Function", group, config, key)
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
                what,
                names,
                services=["lambda"],
                rights=[
                    right,
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

    def warehouse_secret(self, namespace_id: str) -> cdk.CustomResource:
        """The secret of the warehouse's administrator; its `SecretArn`.

        It is asked for again when the namespace has another id.
        """
        asked = {"Namespace": self._namespace, "NamespaceId": namespace_id}
        return self._ask("Secret", "WarehouseSecret", **asked)

    def _ask(self, name: str, fact: str, **asked: str) -> cdk.CustomResource:
        return cdk.CustomResource(
            self,
            name,
            resource_type=f"Custom::{fact}",
            service_token=self._function.function_arn,
            properties={"Fact": fact, **asked},
        )

"""Asks, while deploying, for the versions of objects that were just delivered."""

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

CODE = Path(__file__).parents[1] / "functions" / "object_version.py"


class ObjectVersions(Construct):
    """A function that looks versions up, and a custom resource per object."""

    def __init__(
        self, scope: Construct, name: str, config: Config, *, key: kms.IKey, keys: list[str]
    ) -> None:
        """Makes the function, with the right to see these objects."""
        super().__init__(scope, name)
        names = Names(config)
        self._bucket = names.bucket("code")
        group = f"/aws/lambda/{names.of('object-versions')}"
        log = log_group(self, "Function", group, config, key)
        objects = (f"arn:aws:s3:::{self._bucket}/{k}" for k in keys)
        self._function = lambda_.Function(
            self,
            "Function",
            description="Says which version of an object is the newest one",
            runtime=lambda_.Runtime.PYTHON_3_14,
            handler="index.handler",
            code=lambda_.Code.from_inline(CODE.read_text(encoding="utf-8")),
            timeout=cdk.Duration.minutes(1),
            log_group=logs.LogGroup.from_log_group_name(self, "ByName", group),
            role=service_role(
                self,
                "object-versions",
                names,
                services=["lambda"],
                rights=[
                    allow(["s3:GetObject"], *objects),
                    decrypt(key),
                    allow(["logs:CreateLogStream", "logs:PutLogEvents"], log.attr_arn),
                ],
            ).without_policy_updates(),
        )

        resource = self._function.node.default_child
        assert isinstance(resource, cdk.CfnResource)
        acknowledge_for_checkov(resource, FUNCTIONS)

    def of(self, name: str, key: str) -> cdk.CustomResource:
        """The newest version of an object; its `VersionId`."""
        return cdk.CustomResource(
            self,
            name,
            resource_type="Custom::ObjectVersion",
            service_token=self._function.function_arn,
            properties={"Bucket": self._bucket, "Key": key},
        )

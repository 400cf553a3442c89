"""Puts files into the code bucket."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from config import Config
from stacks.acknowledged import acknowledge
from stacks.constructs.access import allow, encrypt
from stacks.constructs.log_group import log_group
from stacks.constructs.role import service_role
from stacks.names import Names


class Delivery(Construct):
    """Files on their way from the assets of the deployment into the code bucket."""

    def __init__(self, scope: Construct, name: str, config: Config, *, key: kms.IKey) -> None:
        """Makes what the deliveries of a stack share: a role and a log."""
        super().__init__(scope, name)
        self._key = key
        self._names = Names(config)
        self._bucket = s3.Bucket.from_bucket_name(self, "Code", self._names.bucket("code"))
        group = f"/aws/lambda/{self._names.of('delivery')}"
        log = log_group(self, "Delivery", group, config, key)
        self._log = cdk.aws_logs.LogGroup.from_log_group_name(self, "ByName", group)
        self._role = service_role(
            self,
            "delivery",
            self._names,
            services=["lambda"],
            rights=[*_rights(cdk.Stack.of(self), self._bucket), encrypt(key), _writes_to(log)],
        )

    def put(
        self,
        name: str,
        *sources: deployment.ISource,
        folder: str = "",
        prune: bool = False,
        spared: Sequence[str] = (),
    ) -> deployment.BucketDeployment:
        """Unpacks the sources into a folder.

        Args:
            name: Of the delivery.
            sources: What is delivered.
            folder: Where to; "" for the bucket itself.
            prune: Whether all else in the folder goes.
            spared: Names of files there that stay as they are all the same.
        """
        made = deployment.BucketDeployment(
            self,
            name,
            destination_bucket=self._bucket,
            destination_key_prefix=folder or None,
            sources=list(sources),
            prune=prune,
            exclude=list(spared) or None,
            # Old releases stay, so that going back needs no upload. And without this a hotswap
            # delivers nothing, in silence: CDK's function then wants to know where the files were.
            retain_on_delete=True,
            role=self._role.without_policy_updates(),
            log_group=self._log,
            # The wheels are 84 MB, packed in one zip in another.
            memory_limit=1024,
            ephemeral_storage_size=cdk.Size.mebibytes(1024),
        )
        function = _function(made)
        acknowledge(function, "AwsSolutions-L1")
        function.add_property_override("KmsKeyArn", self._key.key_arn)
        return made


def _function(made: deployment.BucketDeployment) -> cdk.CfnResource:
    """The function behind all deliveries of a stack; CDK makes it once, beside them."""
    children = cdk.Stack.of(made).node.children
    found = next(c for c in children if c.node.id.startswith("Custom::CDKBucketDeployment"))
    function = found.node.find_child("Resource")
    assert isinstance(function, cdk.CfnResource)
    return function


def _rights(stack: cdk.Stack, code: s3.IBucket) -> list[iam.PolicyStatement]:
    qualifier = stack.synthesizer.bootstrap_qualifier
    bucket = f"cdk-{qualifier}-assets-{stack.account}-{stack.region}"
    assets = f"arn:{stack.partition}:s3:::{bucket}"
    changes = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
    return [
        allow(["s3:GetObject"], f"{assets}/*"),
        allow(["s3:ListBucket"], assets, code.bucket_arn),
        allow(changes, *(code.arn_for_objects(f"{f}/*") for f in FOLDERS)),
    ]


def _writes_to(log: cdk.aws_logs.CfnLogGroup) -> iam.PolicyStatement:
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], log.attr_arn)


FOLDERS = ("airflow", "dags", "jobs", "wheels")

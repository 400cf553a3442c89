"""An app of somebody else: it has nothing to do with the platform, and uses what CDK apps use."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_sqs as sqs
from aws_cdk import custom_resources as custom
from constructs import Construct

HERE = Path(__file__).parent


class Letters(cdk.Stack):
    """Letters come into a bucket; a queue hears of them."""

    def __init__(self, scope: Construct, name: str) -> None:
        """Makes everything."""
        super().__init__(scope, name)
        bucket = s3.Bucket(
            self,
            "Box",
            versioned=True,
            enforce_ssl=True,
            event_bridge_enabled=True,
            auto_delete_objects=True,
            removal_policy=cdk.RemovalPolicy.DESTROY,
        )
        queue = sqs.Queue(self, "Bell")
        rule = events.Rule(
            self,
            "Came",
            event_pattern=events.EventPattern(
                source=["aws.s3"], detail={"bucket": {"name": [bucket.bucket_name]}}
            ),
        )
        rule.add_target(targets.SqsQueue(queue))
        self._deliver(bucket)
        reader = iam.Role(self, "Reader", assumed_by=iam.AccountRootPrincipal())
        bucket.grant_read(reader)
        for key, value in {
            "Box": bucket.bucket_name,
            "Bell": queue.queue_url,
            "Reader": reader.role_arn,
            "Words": self._words(),
            "Caller": self._caller(),
        }.items():
            cdk.CfnOutput(self, f"{key}Output", key=key, value=value)

    def _deliver(self, bucket: s3.Bucket) -> None:
        deployment.BucketDeployment(
            self,
            "Site",
            destination_bucket=bucket,
            destination_key_prefix="site",
            exclude=["*.draft"],
            content_type="text/plain",
            sources=[
                deployment.Source.asset(str(HERE / "site")),
                deployment.Source.json_data("where.json", {"box": bucket.bucket_name}),
            ],
        )

    def _words(self) -> str:
        function = lambda_.Function(
            self,
            "Counter",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="count.handler",
            code=lambda_.Code.from_asset(str(HERE / "function")),
        )
        provider = custom.Provider(self, "Provider", on_event_handler=function)
        counted = cdk.CustomResource(
            self,
            "Count",
            service_token=provider.service_token,
            properties={"Text": "four words are here"},
        )
        return counted.get_att_string("Words")

    def _caller(self) -> str:
        call = custom.AwsSdkCall(
            service="STS",
            action="getCallerIdentity",
            physical_resource_id=custom.PhysicalResourceId.of("caller"),
        )
        caller = custom.AwsCustomResource(
            self,
            "Caller",
            on_update=call,
            policy=custom.AwsCustomResourcePolicy.from_sdk_calls(resources=["*"]),
        )
        return caller.get_response_field("Arn")


def main() -> None:
    """Synthesises."""
    app = cdk.App()
    if kind := app.node.try_get_context("kind"):
        cdk.CfnResource(cdk.Stack(app, "strange"), "Strange", type=kind)
    else:
        Letters(app, "letters")
    app.synth()


if __name__ == "__main__":
    main()

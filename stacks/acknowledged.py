"""Findings of the checkers that stay, each with its reason. Everything else is mended."""

from __future__ import annotations

import re
from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from stacks.constructs.helpers import helpers

REASONS = {
    "AwsSolutions-S1": "This is the bucket that access logs go to; logging itself would loop.",
    "AwsSolutions-L1": "The function of CDK's own bucket deployment; its runtime comes with CDK.",
    "CloudFormation-Validate::W3010": (
        "Zones are in the configuration on purpose: synth asks no account, and Redshift "
        "Serverless needs three that it supports."
    ),
}

# What checkov asks of every function. Ours run while CloudFormation deploys, and never else.
FUNCTIONS = {
    "CKV_AWS_115": "Only CloudFormation calls it, a few times per deployment.",
    "CKV_AWS_116": "CloudFormation waits for its answer and fails without it; no event gets lost.",
    "CKV_AWS_117": "It talks to AWS services only; nothing it needs is in the private network.",
}
LOG_BUCKET = {"CKV_AWS_18": REASONS["AwsSolutions-S1"]}

# Resources in roles that have to end in a wildcard; any other is an error of the build.
WILDCARDS = {
    r"arn:[a-z-]+:s3:::[a-z0-9-]+/[a-z/]+/\*": (
        "S3 grants objects by prefix only; this is one prefix of one bucket."
    ),
    r"arn:[a-z-]+:s3:::cdk-[a-z0-9]+-assets-[a-z0-9-]+/\*": (
        "CDK names assets by hash; the delivery has to read those of the next deployment too."
    ),
    r"arn:[a-z-]+:logs:[a-z0-9-]+:\d+:log-group:/aws-glue/jobs/\*": (
        "Glue makes log groups whose names it derives from the role and the configuration."
    ),
    r"arn:[a-z-]+:sqs:[a-z0-9-]+:\*:airflow-celery-\*": (
        "Queues of the managed Airflow are in an account of AWS and have names it chooses."
    ),
}
# Actions for which AWS knows no resource narrower than all.
WITHOUT_RESOURCE = {
    "cloudwatch:PutMetricData",
    "logs:DescribeLogGroups",
    "redshift-data:CancelStatement",
    "redshift-data:DescribeStatement",
    "redshift-data:GetStatementResult",
    "s3:GetAccountPublicAccessBlock",
}


def acknowledge(construct: IConstruct, finding: str) -> None:
    """Accepts a finding about one construct."""
    _acknowledge(construct, finding, REASONS[finding])


def acknowledge_wildcards(role: iam.Role, rights: Iterable[iam.PolicyStatement]) -> None:
    """Accepts the wildcards of a role that cannot be avoided; others stay findings."""
    reasons = (r for right in rights for r in _reasons(right))
    for resource, reason in sorted(set(reasons)):
        _acknowledge(role, f"AwsSolutions-IAM5[Resource::{resource}]", reason)


def acknowledge_functions(stack: cdk.Stack) -> None:
    """Says so of the functions that CDK adds to a stack."""
    for function in helpers(stack):
        acknowledge_for_checkov(function, FUNCTIONS)


def acknowledge_for_checkov(resource: cdk.CfnResource, reasons: dict[str, str]) -> None:
    """Writes into the template what checkov need not report about a resource."""
    skipped = [{"id": check, "comment": reason} for check, reason in reasons.items()]
    resource.add_metadata("checkov", {"skip": skipped})


def _reasons(right: iam.PolicyStatement) -> Iterable[tuple[str, str]]:
    for resource in right.resources:
        if resource == "*" and set(right.actions) <= WITHOUT_RESOURCE:
            yield resource, "AWS knows no narrower resource for these actions."
        for pattern, reason in WILDCARDS.items():
            if re.fullmatch(pattern, resource):
                yield resource, reason


def _acknowledge(construct: IConstruct, finding: str, reason: str) -> None:
    accepted = cdk.Acknowledgment(id=finding, reason=reason)
    cdk.Validations.of(construct).acknowledge(accepted)

"""Log groups, so that logs are encrypted, end some day, and go with their environment."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from config import Config
from stacks.names import Names


def log_group(
    scope: Construct, what: str, name: str, config: Config, key: kms.IKey
) -> logs.CfnLogGroup:
    """A log group of a fixed name."""
    resource = logs.CfnLogGroup(
        scope,
        f"{what}Log",
        log_group_name=name,
        kms_key_id=key.key_arn,
        retention_in_days=config.data.log_days,
    )
    resource.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
    return resource


def security_configuration(names: Names) -> str:
    """Name of the jobs' security configuration; it is part of the names of their log groups."""
    return names.of("jobs")


def job_log_group(names: Names, job: str, kind: str) -> str:
    """The group that Glue itself writes a job's logs to.

    https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html

    Args:
        names: of the environment.
        job: such as `raw_to_bronze`.
        kind: `error` or `output`.
    """
    role = names.of(job.replace("_", "-"))
    return f"/aws-glue/jobs/{security_configuration(names)}-role/{role}/{kind}"

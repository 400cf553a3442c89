"""A Glue job, with every limit set."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from config import Job
from stacks.constructs.job_arguments import job_arguments, wheels_arguments
from stacks.constructs.release import Release
from stacks.names import Names


def spark_job(
    scope: Construct,
    job: str,
    names: Names,
    *,
    size: Job,
    role: iam.Role,
    code_bucket: s3.IBucket,
    code: Release,
    wheels: Release,
    security: glue.ISecurityConfiguration,
) -> glue.Job:
    """The job on Spark 4.1 and Python 3.13; Flex where the configuration allows it."""
    kind = glue.PySparkFlexEtlJob if size.flex else glue.PySparkEtlJob
    return kind(
        scope,
        "".join(word.capitalize() for word in job.split("_")),
        job_name=names.of(job.replace("_", "-")),
        description=f"{job.replace('_', ' ')}; see docs/operations",
        # The role has its rights already; the construct would add wider ones.
        role=role.without_policy_updates(),
        script=glue.Code.from_bucket(code_bucket, code.key(f"{job}.py")),
        extra_python_files=[glue.Code.from_bucket(code_bucket, code.key("lakehouse.zip"))],
        default_arguments={
            **job_arguments(job, names, code),
            **wheels_arguments(names, wheels),
            # Glue counts what it read so far; the ledger does that.
            "--job-bookmark-option": "job-bookmark-disable",
            "--enable-job-insights": "true",
        },
        glue_version=glue.GlueVersion.V6_0,
        worker_configuration=glue.WorkerConfiguration(
            worker_type=glue.WorkerType[size.worker_type.replace(".", "_")],
            number_of_workers=size.workers,
        ),
        timeout=cdk.Duration.minutes(size.timeout_minutes),
        max_retries=size.retries,
        max_concurrent_runs=size.concurrent_runs,
        security_configuration=security,
        # Of Glue 4.0 and older; newer ones always log while they run.
        continuous_logging=glue.ContinuousLoggingProps(enabled=False),
        enable_metrics=True,
        enable_observability_metrics=True,
    )

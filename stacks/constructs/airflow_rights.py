"""What Airflow and the DAGs in it may do."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from config import Config
from contracts import delivered
from lake_protocol.quarantine import files_place
from stacks.constructs.access import (
    allow,
    decrypt,
    encrypt,
    listing,
    metrics,
    objects,
)
from stacks.constructs.handover_values import ALARMS, QUEUE, REPLAYED
from stacks.names import Names

Rights = list[iam.PolicyStatement]

# A large file is copied in parts.
COPY_INTO = ("s3:AbortMultipartUpload", "s3:PutObject")


def dag_rights(
    config: Config,
    workgroup_arn: str,
    secret_arn: str,
    *,
    data_key: kms.IKey,
    operations_key: kms.IKey,
) -> Rights:
    """What the DAGs do: start jobs, take wake-ups, read what is published, load the warehouse."""
    names = Names(config)
    return [
        allow(
            ["glue:GetJobRun", "glue:GetJobRuns", "glue:StartJobRun"],
            *(
                names.arn("glue", f"job/{names.of(j.replace('_', '-'))}")
                for j in config.jobs.named()
            ),
        ),
        allow(
            ["sqs:DeleteMessage", "sqs:ReceiveMessage"],
            names.arn("sqs", names.of(QUEUE)),
        ),
        *_lake(names),
        encrypt(data_key),
        *_warehouse(workgroup_arn, secret_arn),
        decrypt(operations_key),
        metrics(names.metrics_namespace),
        allow(["sns:Publish"], names.arn("sns", names.of(ALARMS))),
    ]


def _lake(names: Names) -> Rights:
    """What is there, what was taken, what is published; no record of any table."""
    told = ("ledger", "silver/publications", "gold/publications", files_place("quarantine"))
    return [
        listing(names, "raw", ["s3:ListBucket", "s3:ListBucketVersions"]),
        *(listing(names, place) for place in told),
        *(objects(names, place, ["s3:GetObject"]) for place in told),
        *(objects(names, f"raw/{d}/{REPLAYED}", COPY_INTO) for d in delivered()),
    ]


def _warehouse(workgroup_arn: str, secret_arn: str) -> Rights:
    return [
        allow(
            ["redshift-data:BatchExecuteStatement", "redshift-data:ExecuteStatement"], workgroup_arn
        ),
        # These name a statement by its id only, which belongs to whoever started it.
        allow(
            [
                "redshift-data:CancelStatement",
                "redshift-data:DescribeStatement",
                "redshift-data:GetStatementResult",
            ],
            "*",
        ),
        allow(["secretsmanager:GetSecretValue"], secret_arn),
    ]


# Of its queues and of its logs.
QUEUES = tuple(
    f"sqs:{action}"
    for action in (
        *("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl"),
        *("ReceiveMessage", "SendMessage"),
    )
)
LOGS = tuple(
    f"logs:{action}"
    for action in (
        *("CreateLogGroup", "CreateLogStream", "DescribeLogStreams", "GetLogEvents"),
        *("GetLogGroupFields", "GetLogRecord", "GetQueryResults", "PutLogEvents"),
    )
)


def service_rights(names: Names, log_groups: list[str], operations_key: kms.IKey) -> Rights:
    """What the managed Airflow itself needs."""
    code = names.bucket_arn("code")
    partition, region = names.config.partition, names.config.region
    return [
        allow(
            ["airflow:PublishMetrics"], names.arn("airflow", f"environment/{names.of('airflow')}")
        ),
        allow(
            [
                "s3:GetBucketLocation",
                "s3:GetBucketPublicAccessBlock",
                "s3:GetBucketVersioning",
                "s3:ListBucket",
                "s3:ListBucketVersions",
            ],
            code,
        ),
        allow(["s3:GetObject", "s3:GetObjectVersion"], f"{code}/dags/*", f"{code}/airflow/*"),
        allow(["s3:GetAccountPublicAccessBlock", "logs:DescribeLogGroups"], "*"),
        allow(LOGS, *log_groups),
        metrics("AmazonMWAA"),
        # The queues between Airflow's parts are in an account of AWS, under names it chooses.
        allow(QUEUES, f"arn:{partition}:sqs:{region}:*:airflow-celery-*"),
        encrypt(operations_key),
        allow(["kms:DescribeKey", "kms:Encrypt"], operations_key.key_arn),
    ]

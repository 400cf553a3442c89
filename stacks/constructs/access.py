"""Rights on what the platform holds, each down to a prefix, a table or a key."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from stacks.names import BUCKET_OF, Names, tables

READ = ("s3:GetObject",)
READ_VERSIONS = (*READ, "s3:GetObjectVersion")
WRITE = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")
READ_TABLES = ("glue:GetTable",)
WRITE_TABLES = (*READ_TABLES, "glue:CreateTable", "glue:UpdateTable")


def objects(names: Names, place: str, actions: Iterable[str]) -> iam.PolicyStatement:
    """Rights on the objects of a zone, or of a folder in it such as `gold/manifests`."""
    return allow(actions, f"{_bucket(names, place)}/{place}/*")


def listing(
    names: Names, place: str, actions: Iterable[str] = ("s3:ListBucket",)
) -> iam.PolicyStatement:
    """The right to list a zone."""
    return iam.PolicyStatement(
        actions=list(actions),
        resources=[_bucket(names, place)],
        conditions={"StringLike": {"s3:prefix": [place, f"{place}/*"]}},
    )


def catalog(names: Names, layer: str, actions: Iterable[str]) -> list[iam.PolicyStatement]:
    """Rights on the tables of a layer, as the contracts name them, and on the way to them."""
    database = names.database(layer)
    way = (names.arn("glue", "catalog"), names.arn("glue", f"database/{database}"))
    of_tables = (names.arn("glue", f"table/{database}/{t}") for t in tables(layer))
    return [allow(["glue:GetDatabase"], *way), allow(actions, *way, *of_tables)]


def decrypt(*keys: kms.IKey) -> iam.PolicyStatement:
    """The right to read what keys encrypt."""
    return allow(["kms:Decrypt"], *(k.key_arn for k in keys))


def encrypt(*keys: kms.IKey) -> iam.PolicyStatement:
    """The right to read and write what keys encrypt."""
    return allow(["kms:Decrypt", "kms:GenerateDataKey"], *(k.key_arn for k in keys))


def metrics(*namespaces: str) -> iam.PolicyStatement:
    """The right to report figures; CloudWatch knows no narrower resource than all."""
    return iam.PolicyStatement(
        actions=["cloudwatch:PutMetricData"],
        resources=["*"],
        conditions={"StringEquals": {"cloudwatch:namespace": list(namespaces)}},
    )


def allow(actions: Iterable[str], *resources: str) -> iam.PolicyStatement:
    """Rights on resources."""
    return iam.PolicyStatement(actions=sorted(actions), resources=list(resources))


def _bucket(names: Names, place: str) -> str:
    return names.bucket_arn(BUCKET_OF[place.split("/")[0]])

"""Stack: the three jobs on Glue, each under a role of its own."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.job_rights import job_rights
from stacks.constructs.log_group import job_log_group, log_group, security_configuration
from stacks.constructs.release import Release
from stacks.constructs.role import service_role
from stacks.constructs.spark_job import spark_job


class ProcessingStack(PlatformStack):
    """raw_to_bronze, bronze_to_silver, silver_to_gold."""

    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        data_key: kms.IKey,
        operations_key: kms.IKey,
        code: Release,
        wheels: Release,
    ) -> None:
        """Makes the jobs."""
        super().__init__(scope, "processing", config)
        self._data_key, self._operations_key = data_key, operations_key
        security = self._security()
        code_bucket = s3.Bucket.from_bucket_name(self, "Code", self.names.bucket("code"))
        for job, size in config.jobs.named().items():
            self._log_groups(job)
            spark_job(
                self,
                job,
                self.names,
                size=size,
                role=self._role(job),
                code_bucket=code_bucket,
                code=code,
                wheels=wheels,
                security=security,
            )

    def _role(self, job: str) -> iam.Role:
        return service_role(
            self,
            job.replace("_", "-"),
            self.names,
            services=["glue"],
            rights=job_rights(
                job, self.names, data_key=self._data_key, operations_key=self._operations_key
            ),
        )

    def _security(self) -> glue.SecurityConfiguration:
        security = glue.SecurityConfiguration(
            self,
            "Security",
            security_configuration_name=security_configuration(self.names),
            s3_encryption=glue.S3Encryption.kms(self._data_key),
            cloud_watch_encryption=glue.CloudWatchEncryption.kms(self._operations_key),
            job_bookmarks_encryption=glue.JobBookmarksEncryption.client_side_kms(self._data_key),
        )
        # It says how to encrypt and holds nothing; CDK would keep it.
        security.apply_removal_policy(cdk.RemovalPolicy.DESTROY)
        return security

    def _log_groups(self, job: str) -> None:
        # Glue would make them by itself, without an end and to stay behind.
        for kind in ("error", "output"):
            what = f"{job.replace('_', '-')}-{kind}"
            name = job_log_group(self.names, job, kind)
            log_group(self, what, name, self.config, self._operations_key)

"""Stack: the databases whose Iceberg tables the jobs make, and a way to ask them with Athena."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from aws_cdk import aws_kms as kms
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.names import LAYERS

# A query that reads more is stopped: it would cost about 5 dollars per terabyte.
SCAN_LIMIT = cdk.Size.gibibytes(100)


class CatalogStack(PlatformStack):
    """One Glue database per layer, and an Athena workgroup."""

    def __init__(
        self, scope: Construct, config: Config, *, key: kms.IKey, removal: cdk.RemovalPolicy
    ) -> None:
        """Makes the databases; tables are made by the jobs, from the contracts."""
        super().__init__(scope, "catalog", config)
        for layer in LAYERS:
            glue.Database(
                self,
                layer.capitalize(),
                database_name=self.names.database(layer),
                description=f"Tables of {layer}",
                # Without its database nobody knows which files a table consists of.
                removal_policy=removal,
            )
        athena.CfnWorkGroup(
            self,
            "Queries",
            name=self.names.of("queries"),
            description="Ask silver and gold",
            recursive_delete_option=removal == cdk.RemovalPolicy.DESTROY,
            work_group_configuration=self._limits(key),
        )

    def _limits(self, key: kms.IKey) -> athena.CfnWorkGroup.WorkGroupConfigurationProperty:
        properties = athena.CfnWorkGroup
        encryption = properties.EncryptionConfigurationProperty(
            encryption_option="SSE_KMS", kms_key=key.key_arn
        )
        return properties.WorkGroupConfigurationProperty(
            enforce_work_group_configuration=True,
            publish_cloud_watch_metrics_enabled=True,
            bytes_scanned_cutoff_per_query=int(SCAN_LIMIT.to_bytes()),
            engine_version=properties.EngineVersionProperty(
                selected_engine_version="Athena engine version 3"
            ),
            result_configuration=properties.ResultConfigurationProperty(
                output_location=f"{self.names.uri('athena')}/",
                encryption_configuration=encryption,
                expected_bucket_owner=self.config.account,
            ),
        )

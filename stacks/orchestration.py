"""Stack: the managed Airflow, reachable from the private network only."""

from __future__ import annotations

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_mwaa as mwaa
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.airflow_rights import dag_rights, service_rights
from stacks.constructs.log_group import log_group
from stacks.constructs.release import Release
from stacks.constructs.role import service_role
from stacks.constructs.security_group import private_group

LOGS = ("DAGProcessing", "Scheduler", "Task", "WebServer", "Worker")
Environment = mwaa.CfnEnvironment


class OrchestrationStack(PlatformStack):
    """An Airflow environment, its role and its logs."""

    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        vpc: ec2.IVpc,
        subnets: list[ec2.ISubnet],
        data_key: kms.IKey,
        operations_key: kms.IKey,
        workgroup_arn: str,
        secret_arn: str,
        release: Release,
        plugins_version: str,
        requirements_version: str,
    ) -> None:
        """Makes the environment."""
        super().__init__(scope, "orchestration", config)
        self._key = operations_key
        groups = self._log_groups()
        keys = {"data_key": data_key, "operations_key": operations_key}
        dags = dag_rights(config, workgroup_arn, secret_arn, **keys)
        role = self._role(dags, [g.attr_arn for g in groups])
        environment = Environment(
            self,
            "Airflow",
            name=self.names.of("airflow"),
            airflow_version=config.airflow.version,
            environment_class=config.airflow.environment_class,
            min_workers=config.airflow.min_workers,
            max_workers=config.airflow.max_workers,
            execution_role_arn=role.role_arn,
            kms_key=operations_key.key_arn,
            source_bucket_arn=self.names.bucket_arn("code"),
            dag_s3_path="dags",
            plugins_s3_path=release.key("plugins.zip"),
            plugins_s3_object_version=plugins_version,
            requirements_s3_path=release.key("requirements.txt"),
            requirements_s3_object_version=requirements_version,
            webserver_access_mode="PRIVATE_ONLY",
            network_configuration=self._network(vpc, subnets),
            logging_configuration=_logging(),
            airflow_configuration_options={
                "operators.default_deferrable": str(config.airflow.deferrable)
            },
        )
        for group in groups:
            environment.add_resource_dependency(group)

    def _log_groups(self) -> list[logs.CfnLogGroup]:
        """Under the names that Airflow looks for; it would make them without key and end."""
        prefix = f"airflow-{self.names.of('airflow')}"
        return [log_group(self, k, f"{prefix}-{k}", self.config, self._key) for k in LOGS]

    def _role(self, dags: list[iam.PolicyStatement], log_groups: list[str]) -> iam.Role:
        rights = [*dags, *service_rights(self.names, log_groups, self._key)]
        services = ("airflow", "airflow-env")
        return service_role(self, "airflow", self.names, services=services, rights=rights)

    def _network(
        self, vpc: ec2.IVpc, subnets: list[ec2.ISubnet]
    ) -> Environment.NetworkConfigurationProperty:
        group = private_group(self, "Airflow", vpc, "Airflow, among its own parts")
        group.connections.allow_internally(ec2.Port.all_traffic(), "Scheduler, workers, database")
        return Environment.NetworkConfigurationProperty(
            # Airflow takes exactly two.
            subnet_ids=[s.subnet_id for s in subnets[:2]],
            security_group_ids=[group.security_group_id],
        )


def _logging() -> Environment.LoggingConfigurationProperty:
    on = Environment.ModuleLoggingConfigurationProperty(enabled=True, log_level="INFO")
    return Environment.LoggingConfigurationProperty(
        dag_processing_logs=on,
        scheduler_logs=on,
        task_logs=on,
        webserver_logs=on,
        worker_logs=on,
    )

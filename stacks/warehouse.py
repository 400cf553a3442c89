"""Stack: Redshift Serverless, reachable from the private network only."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_redshiftserverless as redshift
from constructs import Construct

from config import Config
from stacks.base import PlatformStack
from stacks.constructs.access import READ, READ_TABLES, allow, catalog, decrypt, listing, objects
from stacks.constructs.log_group import log_group
from stacks.constructs.lookups import Lookups
from stacks.constructs.role import service_role
from stacks.constructs.security_group import private_group

ADMINISTRATOR = "platform"
LOGS = ("userlog", "connectionlog", "useractivitylog")


class WarehouseStack(PlatformStack):
    """A namespace with its roles, and a workgroup with its limits."""

    def __init__(
        self,
        scope: Construct,
        config: Config,
        *,
        vpc: ec2.IVpc,
        subnets: list[ec2.ISubnet],
        data_key: kms.IKey,
        operations_key: kms.IKey,
        removal: cdk.RemovalPolicy,
    ) -> None:
        """Makes the warehouse."""
        super().__init__(scope, "warehouse", config)
        self._vpc, self._subnets = vpc, subnets
        self._data_key, self._operations_key = data_key, operations_key
        self.namespace = self._made_namespace([self._copy_role(), self._external_role()])
        self.namespace.apply_removal_policy(removal)
        self.workgroup = self._workgroup()
        self.workgroup.add_resource_dependency(self.namespace)
        self.secret_arn = self._secret_arn()

    def _secret_arn(self) -> str:
        namespace_id = self.namespace.attr_namespace_namespace_id
        namespace = self.names.arn("redshift-serverless", f"namespace/{namespace_id}")
        right = allow(["redshift-serverless:GetNamespace"], namespace)
        key = self._operations_key
        lookups = Lookups(self, "Lookups", self.config, key=key, what="secret-lookup", right=right)
        return lookups.warehouse_secret(namespace_id).get_att_string("SecretArn")

    def _copy_role(self) -> iam.Role:
        """COPY reads gold, and the manifests that say which of its files to load."""
        rights = [
            listing(self.names, "gold"),
            objects(self.names, "gold", READ),
            decrypt(self._data_key),
        ]
        return self._role("warehouse-copy", rights)

    def _external_role(self) -> iam.Role:
        """External schemas show silver and gold as they are in the lake."""
        rights = [decrypt(self._data_key)]
        for layer in ("silver", "gold"):
            rights += [
                *catalog(self.names, layer, [*READ_TABLES, "glue:GetTables"]),
                listing(self.names, layer),
                objects(self.names, layer, READ),
            ]
        return self._role("warehouse-external", rights)

    def _role(self, what: str, rights: list[iam.PolicyStatement]) -> iam.Role:
        services = ("redshift", "redshift-serverless")
        return service_role(self, what, self.names, services=services, rights=rights)

    def _made_namespace(self, roles: list[iam.Role]) -> redshift.CfnNamespace:
        name = self.names.of("warehouse")
        namespace = redshift.CfnNamespace(
            self,
            "Namespace",
            namespace_name=name,
            db_name=self.config.warehouse.database,
            admin_username=ADMINISTRATOR,
            manage_admin_password=True,
            admin_password_secret_kms_key_id=self._operations_key.key_id,
            kms_key_id=self._data_key.key_id,
            iam_roles=[r.role_arn for r in roles],
            log_exports=list(LOGS),
        )
        for kind in LOGS:
            group = log_group(
                self,
                kind.capitalize(),
                f"/aws/redshift/{name}/{kind}",
                self.config,
                self._operations_key,
            )
            namespace.add_resource_dependency(group)
        return namespace

    def _workgroup(self) -> redshift.CfnWorkgroup:
        size = self.config.warehouse
        parameter = redshift.CfnWorkgroup.ConfigParameterProperty
        return redshift.CfnWorkgroup(
            self,
            "Workgroup",
            workgroup_name=self.names.of("warehouse"),
            namespace_name=self.names.of("warehouse"),
            base_capacity=size.base_capacity,
            max_capacity=size.max_capacity,
            publicly_accessible=False,
            enhanced_vpc_routing=True,
            subnet_ids=[s.subnet_id for s in self._subnets],
            security_group_ids=[
                private_group(self, "Warehouse", self._vpc, "The warehouse").security_group_id
            ],
            config_parameters=[
                parameter(parameter_key="require_ssl", parameter_value="true"),
                parameter(parameter_key="enable_user_activity_logging", parameter_value="true"),
            ],
        )

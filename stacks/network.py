"""Stack: the private network. Nothing in it can be reached from outside."""

from __future__ import annotations

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from constructs import Construct

from config import Config
from stacks.acknowledged import acknowledge
from stacks.base import PlatformStack
from stacks.constructs.security_group import private_group

Service = ec2.InterfaceVpcEndpointAwsService

# What Airflow and its tasks call. Without a NAT gateway there is no other way to them.
SERVICES = {
    "AirflowApi": Service.AIRFLOW_API,
    "AirflowEnvironment": Service.AIRFLOW_ENV,
    "AirflowOperations": Service.AIRFLOW_OPS,
    "Images": Service.ECR,
    "ImageLayers": Service.ECR_DOCKER,
    "Glue": Service.GLUE,
    "Keys": Service.KMS,
    "Logs": Service.CLOUDWATCH_LOGS,
    "Metrics": Service.CLOUDWATCH_MONITORING,
    "Notifications": Service.SNS,
    "Queues": Service.SQS,
    "RedshiftData": Service.REDSHIFT_DATA,
    "Secrets": Service.SECRETS_MANAGER,
    "Tokens": Service.STS,
}


class NetworkStack(PlatformStack):
    """Three private subnets, endpoints of the services in use, and a log of all traffic."""

    def __init__(self, scope: Construct, config: Config, *, logs: s3.IBucket) -> None:
        """Makes the network."""
        super().__init__(scope, "network", config)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(config.network.cidr),
            max_azs=len(config.network.availability_zones),
            nat_gateways=1 if config.network.nat else 0,
            subnet_configuration=_subnets(nat=config.network.nat),
            flow_logs={
                "All": ec2.FlowLogOptions(
                    destination=ec2.FlowLogDestination.to_s3(logs, "network/"),
                )
            },
        )
        acknowledge(self.vpc, "CloudFormation-Validate::W3010")
        self.subnets = self.vpc.select_subnets(subnet_group_name="tasks")
        self._endpoints(nat=config.network.nat)

    def _endpoints(self, *, nat: bool) -> None:
        self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        if nat:
            return
        group = private_group(self, "Endpoints", self.vpc, "AWS services for this network")
        group.add_ingress_rule(ec2.Peer.ipv4(self.config.network.cidr), ec2.Port.tcp(443))
        for name, service in SERVICES.items():
            self.vpc.add_interface_endpoint(
                name,
                service=service,
                subnets=ec2.SubnetSelection(subnets=self.subnets.subnets),
                security_groups=[group],
                open=False,
            )


def _subnets(*, nat: bool) -> list[ec2.SubnetConfiguration]:
    isolated, egress = ec2.SubnetType.PRIVATE_ISOLATED, ec2.SubnetType.PRIVATE_WITH_EGRESS
    tasks = ec2.SubnetConfiguration(
        name="tasks", subnet_type=egress if nat else isolated, cidr_mask=22
    )
    if not nat:
        return [tasks]
    public = ec2.SubnetConfiguration(
        name="nat", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=26, map_public_ip_on_launch=False
    )
    return [tasks, public]

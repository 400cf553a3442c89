"""Security groups that let nothing in unless it is said, and only HTTPS out."""

from __future__ import annotations

from aws_cdk import aws_ec2 as ec2
from constructs import Construct


def private_group(
    scope: Construct, name: str, vpc: ec2.IVpc, description: str
) -> ec2.SecurityGroup:
    """A group whose members may call services, and nothing else."""
    group = ec2.SecurityGroup(
        scope, f"{name}Group", vpc=vpc, description=description, allow_all_outbound=False
    )
    # S3's gateway endpoint has public addresses; where they lead to, the routes decide.
    group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS services")
    return group

"""Networks: attributes that ministack leaves out."""

from __future__ import annotations

from local_cloud.extension import Properties, extend_resource


def register() -> None:
    """Adds the attributes."""
    extend_resource("AWS::EC2::VPC", made=_attributes)


def _attributes(physical_id: str, properties: Properties) -> Properties:
    return {
        "CidrBlock": properties["CidrBlock"],
        "CidrBlockAssociations": [f"vpc-cidr-assoc-{physical_id.removeprefix('vpc-')}"],
        "Ipv6CidrBlocks": [],
    }

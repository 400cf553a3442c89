"""Gateways to the internet, and addresses. No packet passes: there is no network."""

from __future__ import annotations

from local_cloud.cloudformation.ec2 import Ec2Resource
from local_cloud.extension import Properties


class ElasticIp(Ec2Resource):
    """AWS::EC2::EIP."""

    kind = "AWS::EC2::EIP"
    known = frozenset({"Domain", "Tags"})

    def make(self, properties: Properties) -> str:
        """Allocates an address, which is its physical id."""
        address: str = self.ec2.allocate_address(**properties)["PublicIp"]
        return address

    def drop(self, physical_id: str, properties: Properties) -> None:
        """Releases it."""
        self.ec2.release_address(AllocationId=self.tagged(physical_id))

    def tagged(self, physical_id: str) -> str:
        """Its allocation."""
        found = self.ec2.describe_addresses()["Addresses"]
        return next((a["AllocationId"] for a in found if a["PublicIp"] == physical_id), "none")

    def attributes(self, physical_id: str) -> Properties:
        """Address and allocation."""
        return {"PublicIp": physical_id, "AllocationId": self.tagged(physical_id)}


class NatGateway(Ec2Resource):
    """AWS::EC2::NatGateway."""

    kind = "AWS::EC2::NatGateway"
    known = frozenset({"AllocationId", "ConnectivityType", "SubnetId", "Tags"})

    def make(self, properties: Properties) -> str:
        """Makes a gateway."""
        gateway: str = self.ec2.create_nat_gateway(**properties)["NatGateway"]["NatGatewayId"]
        return gateway

    def drop(self, physical_id: str, properties: Properties) -> None:
        """Deletes it; as on AWS it can be seen a while, as deleted."""
        self.ec2.delete_nat_gateway(NatGatewayId=physical_id)
        gateways = self.ec2.describe_nat_gateways(NatGatewayIds=[physical_id])["NatGateways"]
        for gateway in gateways:
            self.retag(physical_id, {t["Key"]: t["Value"] for t in gateway.get("Tags", ())}, {})

    def attributes(self, physical_id: str) -> Properties:
        """Its id."""
        return {"NatGatewayId": physical_id}


def register() -> None:
    """Teaches the types."""
    ElasticIp().register()
    NatGateway().register()

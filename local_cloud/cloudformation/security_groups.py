"""Rules of security groups that are resources of their own. No packet is held to them."""

from __future__ import annotations

from typing import Any, ClassVar

from local_cloud.cloudformation.ec2 import Ec2Resource
from local_cloud.extension import Properties

# Whom a rule is about: property -> list and key of it in EC2's interface.
PEERS = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}
PORTS = ("FromPort", "ToPort")


class SecurityGroupRule(Ec2Resource):
    """A rule in one direction."""

    direction: ClassVar[str]
    known = frozenset({"Description", "GroupId", "IpProtocol", *PEERS, *PORTS})

    def make(self, properties: Properties) -> str:
        """Adds a rule to its group."""
        made = self._call("authorize", properties, IpPermissions=[_permission(properties)])
        rule: str = made["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        return rule

    def drop(self, physical_id: str, properties: Properties) -> None:
        """Takes it out of the group."""
        self._call("revoke", properties, SecurityGroupRuleIds=[physical_id])

    def attributes(self, physical_id: str) -> Properties:
        """Its id."""
        return {"Id": physical_id}

    def _call(self, verb: str, properties: Properties, **arguments: Any) -> Any:
        call = getattr(self.ec2, f"{verb}_security_group_{self.direction}")
        return call(GroupId=properties["GroupId"], **arguments)


class Ingress(SecurityGroupRule):
    """AWS::EC2::SecurityGroupIngress."""

    kind = "AWS::EC2::SecurityGroupIngress"
    direction = "ingress"


class Egress(SecurityGroupRule):
    """AWS::EC2::SecurityGroupEgress."""

    kind = "AWS::EC2::SecurityGroupEgress"
    direction = "egress"


def _permission(properties: Properties) -> Properties:
    permission: Properties = {"IpProtocol": str(properties["IpProtocol"])}
    permission |= {name: int(properties[name]) for name in PORTS if name in properties}
    text = {k: v for k, v in properties.items() if k == "Description"}
    for name, (list_, key) in PEERS.items():
        if name in properties:
            permission[list_] = [{key: properties[name], **text}]
    return permission


def register() -> None:
    """Teaches both types."""
    Ingress().register()
    Egress().register()

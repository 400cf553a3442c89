"""Types of CloudFormation that the cloud adds to ministack: made, changed, replaced, gone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.inventory import Inventory, added, inventory
from local_cloud.settings import Settings
from tests.local_cloud.stacks import Resources, Stack

VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.7.0.0/16"}}


@pytest.fixture
def stack(cloud: Settings, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """A stack that leaves nothing when it is deleted."""
    before = inventory(cloud)
    made = Stack(cloud, request.node.name.replace("_", "-"))
    yield made
    made.delete()
    assert added(before, inventory(cloud)) == {}


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def get(name: str, attribute: str) -> dict[str, list[str]]:
    return {"Fn::GetAtt": [name, attribute]}


def network(tag: str, port: int) -> Resources:
    group = resource("AWS::EC2::SecurityGroup", GroupDescription="doors", VpcId=ref("Vpc"))
    rule = {"GroupId": get("Doors", "GroupId"), "IpProtocol": "tcp", "FromPort": port}
    return {
        "Vpc": VPC,
        "Subnet": resource("AWS::EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.7.1.0/24"),
        "Address": resource("AWS::EC2::EIP", Domain="vpc", Tags=[{"Key": "t", "Value": tag}]),
        "Gateway": resource(
            "AWS::EC2::NatGateway",
            SubnetId=ref("Subnet"),
            AllocationId=get("Address", "AllocationId"),
        ),
        "Doors": group,
        "In": resource("AWS::EC2::SecurityGroupIngress", ToPort=port, CidrIp="10.7.0.0/16", **rule),
        "Out": resource(
            "AWS::EC2::SecurityGroupEgress",
            ToPort=port,
            DestinationSecurityGroupId=get("Doors", "GroupId"),
            **rule,
        ),
        "Log": resource(
            "AWS::EC2::FlowLog",
            ResourceId=ref("Vpc"),
            ResourceType="VPC",
            TrafficType="ALL",
            LogDestinationType="s3",
            LogDestination="arn:aws:s3:::somewhere",
        ),
    }


def test_a_network(cloud: Settings, stack: Stack) -> None:
    ec2 = client("ec2", settings=cloud)
    outputs = {
        "Address": ref("Address"),
        "Allocation": get("Address", "AllocationId"),
        "Doors": get("Doors", "GroupId"),
        "Cidr": get("Vpc", "CidrBlock"),
        "Rule": ref("In"),
    }
    stack.create(network("old", 443), outputs)
    first = stack.outputs()
    assert first["Cidr"] == "10.7.0.0/16"
    (address,) = ec2.describe_addresses(AllocationIds=[first["Allocation"]])["Addresses"]
    assert address["PublicIp"] == first["Address"]
    assert ports(ec2, first["Doors"]) == [{443}, {443}]
    stack.update(network("new", 8443), outputs)
    second = stack.outputs()
    # Tags change in place; a rule with another port is another rule.
    assert second["Address"] == first["Address"]
    assert second["Rule"] != first["Rule"]
    (address,) = ec2.describe_addresses(AllocationIds=[first["Allocation"]])["Addresses"]
    assert {"Key": "t", "Value": "new"} in address["Tags"]
    assert ports(ec2, first["Doors"]) == [{8443}, {8443}]


def ports(ec2: Any, group: str) -> list[set[int]]:
    """The ports of rules inwards, and of those outwards that are for one."""
    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    sides = (found["IpPermissions"], found["IpPermissionsEgress"])
    return [{rule["FromPort"] for rule in side if "FromPort" in rule} for side in sides]


def test_how_jobs_encrypt_can_be_asked_for(cloud: Settings, stack: Stack) -> None:
    encryption = {"S3Encryptions": [{"S3EncryptionMode": "SSE-KMS", "KmsKeyArn": "arn:aws:kms:x"}]}
    kind = "AWS::Glue::SecurityConfiguration"
    stack.create({"S": resource(kind, Name="closed", EncryptionConfiguration=encryption)})
    found = client("glue", settings=cloud).get_security_configuration(Name="closed")
    kept = found["SecurityConfiguration"]["EncryptionConfiguration"]
    assert kept == {"S3Encryption": encryption["S3Encryptions"]}


def test_a_bucket_has_its_tags_and_encryption(cloud: Settings, stack: Stack) -> None:
    s3 = client("s3", settings=cloud)
    rule = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"}}
    encryption = {"ServerSideEncryptionConfiguration": [{"BucketKeyEnabled": True, **rule}]}
    stack.create(
        {
            "B": resource(
                "AWS::S3::Bucket",
                BucketName="marked",
                BucketEncryption=encryption,
                Tags=[{"Key": "t", "Value": "v"}],
            )
        }
    )
    assert {"Key": "t", "Value": "v"} in s3.get_bucket_tagging(Bucket="marked")["TagSet"]
    found = s3.get_bucket_encryption(Bucket="marked")["ServerSideEncryptionConfiguration"]
    assert found["Rules"][0]["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] == "k"


@pytest.mark.fact("S3", "a bucket with objects is not deleted", source="s3:delete-bucket")
def test_a_bucket_with_objects_is_not_deleted(cloud: Settings, stack: Stack) -> None:
    s3 = client("s3", settings=cloud)
    stack.create({"B": resource("AWS::S3::Bucket", BucketName="full")})
    s3.put_object(Bucket="full", Key="k", Body=b"x")
    with pytest.raises(AssertionError, match="BucketNotEmpty"):
        stack.delete()
    s3.delete_object(Bucket="full", Key="k")


def test_a_type_that_nobody_knows_is_refused_before_anything_is_made(cloud: Settings) -> None:
    before = inventory(cloud)
    resources = {"B": resource("AWS::S3::Bucket"), "X": resource("AWS::MSK::Cluster")}
    with pytest.raises(ClientError, match="AWS::MSK::Cluster"):
        Stack(cloud, "refused").create(resources)
    assert added(before, inventory(cloud)) == {}


def test_a_property_that_is_not_supported_fails_by_name(cloud: Settings) -> None:
    stack = Stack(cloud, "unsupported")
    plain = {"Address": resource("AWS::EC2::EIP", Domain="vpc")}
    pooled = {"Address": resource("AWS::EC2::EIP", Domain="vpc", PublicIpv4Pool="mine")}
    with pytest.raises(AssertionError, match="does not support PublicIpv4Pool"):
        stack.create(pooled)
    stack.delete()
    stack.create(plain)
    with pytest.raises(AssertionError, match="does not support PublicIpv4Pool"):
        stack.update(pooled)
    stack.delete()


def test_what_is_left_over_is_found(cloud: Settings) -> None:
    before: Inventory = inventory(cloud)
    client("sqs", settings=cloud).create_queue(QueueName="forgotten")
    assert "sqs.queues" in added(before, inventory(cloud))

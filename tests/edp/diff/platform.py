"""A small platform as templates: a copy to change for every test."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from edp.diff.read import Templates

HASH = "0123456789abcdef" * 4
OTHER_HASH = "fedcba9876543210" * 4


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def arn(name: str, suffix: str = "") -> dict[str, Any]:
    """The ARN of a resource, and what is below it."""
    get = {"Fn::GetAtt": [name, "Arn"]}
    return {"Fn::Join": ["", [get, suffix]]} if suffix else get


def from_stack(stack: str, output: str) -> dict[str, Any]:
    return {"Fn::ImportValue": f"{stack}:{output}"}


def output(name: str, value: object) -> dict[str, Any]:
    return {"Value": value, "Export": {"Name": name}}


def statement(effect: str, action: object, resource: object, **more: object) -> dict[str, Any]:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


RETAINED = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}

STORAGE: dict[str, Any] = {
    "Description": "Where the data is",
    "Parameters": {"Zone": {"Type": "String", "Default": "eu-north-1a"}},
    "Resources": {
        "Key": {"Type": "AWS::KMS::Key", "Properties": {"PendingWindowInDays": 30}, **RETAINED},
        "Raw": {
            "Type": "AWS::S3::Bucket",
            "Properties": {
                "BucketName": "shop-raw",
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {
                    "Rules": [
                        {"Status": "Enabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 90}}
                    ]
                },
                "Tags": [{"Key": "owner", "Value": "data"}, {"Key": "zone", "Value": "raw"}],
            },
            **RETAINED,
            "Metadata": {"aws:cdk:path": "Storage/Raw/Resource"},
        },
        "Code": {"Type": "AWS::S3::Bucket", "Properties": {}, "DeletionPolicy": "Delete"},
        "RawPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": ref("Raw"),
                "PolicyDocument": {
                    "Statement": [
                        statement(
                            "Deny",
                            "s3:*",
                            [arn("Raw"), arn("Raw", "/*")],
                            Principal={"AWS": "*"},
                            Condition={"Bool": {"aws:SecureTransport": "false"}},
                        )
                    ]
                },
            },
        },
        "Subnet": {
            "Type": "AWS::EC2::Subnet",
            "Properties": {
                "VpcId": "vpc-1",
                "CidrBlock": "10.0.0.0/24",
                "AvailabilityZone": ref("Zone"),
            },
        },
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 365}},
        "CDKMetadata": {
            "Type": "AWS::CDK::Metadata",
            "Properties": {"Analytics": "v2:deflate64:A"},
        },
    },
    "Outputs": {
        "RawArn": output("Storage:RawArn", arn("Raw")),
        "KeyArn": output("Storage:KeyArn", arn("Key")),
        "SubnetId": output("Storage:SubnetId", ref("Subnet")),
    },
}

JOBS: dict[str, Any] = {
    "Resources": {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "Description": "What the job may do",
                "PermissionsBoundary": "arn:aws:iam::111111111111:policy/bound",
                "AssumeRolePolicyDocument": {
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "sts:AssumeRole",
                            "Principal": {"Service": "glue.amazonaws.com"},
                        }
                    ]
                },
            },
        },
        "RolePolicy": {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": "Default",
                "Roles": [ref("Role")],
                "PolicyDocument": {
                    "Statement": [
                        statement(
                            "Allow",
                            ["s3:GetObject*", "s3:ListBucket"],
                            {"Fn::Join": ["", [from_stack("Storage", "RawArn"), "/raw/*"]]},
                        ),
                        statement("Allow", "kms:Decrypt", from_stack("Storage", "KeyArn")),
                        statement("Deny", "s3:DeleteObject", "*"),
                    ]
                },
            },
        },
        "Job": {
            "Type": "AWS::Glue::Job",
            "Properties": {
                "Role": ref("Role"),
                "DefaultArguments": {"--extra-py-files": f"s3://shop-code/{HASH}.zip"},
            },
        },
        "Airflow": {
            "Type": "AWS::MWAA::Environment",
            "Properties": {
                "Name": "shop",
                "KmsKey": from_stack("Storage", "KeyArn"),
                "NetworkConfiguration": {"SubnetIds": [from_stack("Storage", "SubnetId")]},
            },
        },
    }
}


def templates() -> Templates:
    """The platform, to be changed at will."""
    return deepcopy({"Storage": STORAGE, "Jobs": JOBS})


def resource(platform: Templates, place: str) -> dict[str, Any]:
    """A resource by its place."""
    stack, name = place.split("/")
    found: dict[str, Any] = platform[stack]["Resources"][name]
    return found


def properties(platform: Templates, place: str) -> dict[str, Any]:
    """The properties of the resource at a place."""
    found: dict[str, Any] = resource(platform, place)["Properties"]
    return found


def statements(platform: Templates, place: str) -> list[dict[str, Any]]:
    """The statements of the policy at a place."""
    found: list[dict[str, Any]] = properties(platform, place)["PolicyDocument"]["Statement"]
    return found

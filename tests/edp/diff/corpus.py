"""Changes to the small platform, each with the risks it has to be given, and no others.

A verdict is `class Place: part of the sentence`.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from edp.diff.read import Templates
from tests.edp.diff.platform import (
    OTHER_HASH,
    arn,
    from_stack,
    output,
    properties,
    ref,
    resource,
    statement,
    statements,
)

Change = Callable[[Templates], None]
CASES: list[tuple[Change, list[str]]] = []


def risks(*verdicts: str) -> Callable[[Change], Change]:
    """Adds a change to the corpus."""

    def keep(change: Change) -> Change:
        CASES.append((change, list(verdicts)))
        return change

    return keep


# No risk: other bytes, same meaning; and changes nobody has to fear.


@risks()
def nothing(platform: Templates) -> None:
    pass


@risks()
def metadata_and_descriptions(platform: Templates) -> None:
    platform["Storage"]["Description"] = "Buckets"
    platform["Storage"]["Metadata"] = {"version": 2}
    resource(platform, "Storage/Raw")["Metadata"] = {"aws:cdk:path": "Storage/Zones/Raw"}
    properties(platform, "Storage/CDKMetadata")["Analytics"] = "v2:deflate64:B"
    properties(platform, "Jobs/Role")["Description"] = "Rights of the job"


@risks()
def other_order(platform: Templates) -> None:
    properties(platform, "Storage/Raw")["Tags"].reverse()
    statements(platform, "Jobs/RolePolicy").reverse()
    statements(platform, "Jobs/RolePolicy")[2]["Action"].reverse()
    for template in platform.values():
        template["Resources"] = dict(reversed(template["Resources"].items()))


@risks()
def statements_split_and_moved_to_another_policy_of_the_role(platform: Templates) -> None:
    first, *others = statements(platform, "Jobs/RolePolicy")
    second = deepcopy(resource(platform, "Jobs/RolePolicy"))
    second["Properties"]["PolicyDocument"]["Statement"] = [
        {**first, "Action": "s3:GetObject*"},
        {**first, "Action": ["s3:ListBucket"]},
    ]
    platform["Jobs"]["Resources"]["MorePolicy"] = second
    properties(platform, "Jobs/RolePolicy")["PolicyDocument"]["Statement"] = others


@risks()
def new_code(platform: Templates) -> None:
    arguments = properties(platform, "Jobs/Job")["DefaultArguments"]
    arguments["--extra-py-files"] = f"s3://shop-code/{OTHER_HASH}.zip"


@risks()
def reference_between_stacks_written_in_another_way(platform: Templates) -> None:
    weak = {"Fn::GetStackOutput": {"StackName": "Storage", "OutputName": "KeyArn"}}
    properties(platform, "Jobs/Airflow")["KmsKey"] = weak


@risks()
def parameter_written_out(platform: Templates) -> None:
    properties(platform, "Storage/Subnet")["AvailabilityZone"] = "eu-north-1a"


@risks()
def longer_and_stronger_retention(platform: Templates) -> None:
    resource(platform, "Storage/Code")["DeletionPolicy"] = "Retain"
    properties(platform, "Storage/Logs")["RetentionInDays"] = 731


@risks()
def fewer_rights(platform: Templates) -> None:
    read = statements(platform, "Jobs/RolePolicy")[0]
    read["Action"] = "s3:GetObject"
    read["Condition"] = {"StringEquals": {"aws:ResourceAccount": "111111111111"}}


@risks()
def new_job_and_bigger_one(platform: Templates) -> None:
    platform["Jobs"]["Resources"]["More"] = deepcopy(resource(platform, "Jobs/Job"))
    properties(platform, "Jobs/Job")["NumberOfWorkers"] = 4


@risks()
def construct_without_state_or_name_renamed(platform: Templates) -> None:
    resources = platform["Jobs"]["Resources"]
    resources["Job2"] = resources.pop("Job")
    resources["Role2"] = resources.pop("Role")
    resources["Job2"]["Properties"]["Role"] = ref("Role2")
    resources["RolePolicy"]["Properties"]["Roles"] = [ref("Role2")]


# Data loss.


@risks("data loss Storage/Code: deleted with what it holds")
def bucket_removed(platform: Templates) -> None:
    del platform["Storage"]["Resources"]["Code"]


@risks(
    "data loss Storage/Key: DeletionPolicy Retain keeps its data",
    "replacement Jobs/Airflow: KmsKey changes",
)
def retained_key_removed(platform: Templates) -> None:
    del platform["Storage"]["Resources"]["Key"]
    del platform["Storage"]["Outputs"]["KeyArn"]
    del statements(platform, "Jobs/RolePolicy")[1]
    del properties(platform, "Jobs/Airflow")["KmsKey"]


@risks("data loss Jobs/Airflow: deleted with what it holds")
def whole_stack_removed(platform: Templates) -> None:
    del platform["Jobs"]


# Replacement of a stateful resource.


@risks("replacement Storage/Raw: BucketName changes")
def bucket_renamed(platform: Templates) -> None:
    properties(platform, "Storage/Raw")["BucketName"] = "shop-landing"


@risks("replacement Jobs/Airflow: NetworkConfiguration/SubnetIds changes")
def airflow_in_other_subnets(platform: Templates) -> None:
    properties(platform, "Jobs/Airflow")["NetworkConfiguration"]["SubnetIds"] = ["subnet-2"]


@risks(
    "replacement Jobs/Airflow: NetworkConfiguration/SubnetIds refers to Storage/Subnet, which is"
)
def subnet_below_airflow_replaced(platform: Templates) -> None:
    properties(platform, "Storage/Subnet")["CidrBlock"] = "10.0.1.0/24"


@risks(
    "replacement Jobs/Airflow: NetworkConfiguration/SubnetIds refers to Storage/Subnet, which is"
)
def parameter_of_a_subnet_changed(platform: Templates) -> None:
    platform["Storage"]["Parameters"]["Zone"]["Default"] = "eu-north-1b"


# Logical-id move.


@risks("logical-id move Storage/RawBucket: was Storage/Raw: the deployment fails, as shop-raw")
def bucket_with_a_name_under_a_new_id(platform: Templates) -> None:
    _rename_bucket(platform, "Raw", "RawBucket")


def _rename_bucket(platform: Templates, old: str, new: str) -> None:
    resources = platform["Storage"]["Resources"]
    resources[new] = resources.pop(old)
    properties(platform, "Storage/RawPolicy")["Bucket"] = ref(new)
    everything = [arn(new), arn(new, "/*")]
    statements(platform, "Storage/RawPolicy")[0]["Resource"] = everything
    platform["Storage"]["Outputs"]["RawArn"] = output("Storage:RawArn", arn(new))


@risks("logical-id move Storage/Release: was Storage/Code: a new, empty one is made (the old one")
def bucket_without_a_name_under_a_new_id(platform: Templates) -> None:
    resources = platform["Storage"]["Resources"]
    resources["Release"] = resources.pop("Code")


@risks("logical-id move Base/Code: was Storage/Code: a new, empty one is made")
def bucket_moved_to_another_stack(platform: Templates) -> None:
    bucket = platform["Storage"]["Resources"].pop("Code")
    platform["Base"] = {"Resources": {"Code": bucket}}


@risks(
    "replacement Jobs/Airflow: KmsKey refers to Storage/Key, which is replaced",
    "logical-id move Storage/DataKey: was Storage/Key",
)
def key_of_airflow_under_a_new_id(platform: Templates) -> None:
    resources = platform["Storage"]["Resources"]
    resources["DataKey"] = resources.pop("Key")
    platform["Storage"]["Outputs"]["KeyArn"] = output("Storage:KeyArn", arn("DataKey"))


# Removed retention.


@risks(
    "removed retention Storage/Raw: DeletionPolicy Retain becomes Delete",
    "removed retention Storage/Raw: UpdateReplacePolicy Retain becomes Delete",
)
def bucket_no_longer_retained(platform: Templates) -> None:
    resource(platform, "Storage/Raw").update(DeletionPolicy="Delete", UpdateReplacePolicy="Delete")


@risks("removed retention Storage/Raw: old versions are deleted after 30 days, not 90")
def lifecycle_shortened(platform: Templates) -> None:
    rules = properties(platform, "Storage/Raw")["LifecycleConfiguration"]["Rules"]
    rules[0]["NoncurrentVersionExpiration"]["NoncurrentDays"] = 30


@risks("removed retention Storage/Raw: objects below tmp/ are deleted after 7 days, not never")
def expiration_added(platform: Templates) -> None:
    rules = properties(platform, "Storage/Raw")["LifecycleConfiguration"]["Rules"]
    rules.append({"Status": "Enabled", "Prefix": "tmp/", "ExpirationInDays": 7})


@risks("removed retention Storage/Raw: versioning is switched off")
def versioning_suspended(platform: Templates) -> None:
    properties(platform, "Storage/Raw")["VersioningConfiguration"]["Status"] = "Suspended"


@risks("removed retention Storage/Logs: RetentionInDays 365 becomes 30")
def logs_kept_shorter(platform: Templates) -> None:
    properties(platform, "Storage/Logs")["RetentionInDays"] = 30


@risks("removed retention Storage/Empty: is added: it empties its bucket on deletion")
def bucket_emptied_automatically(platform: Templates) -> None:
    platform["Storage"]["Resources"]["Empty"] = {"Type": "Custom::S3AutoDeleteObjects"}


# Widened IAM.


@risks("widened IAM Jobs/Role: may now s3:PutObject on ${Storage/Raw.Arn}/raw/*")
def new_action(platform: Templates) -> None:
    statements(platform, "Jobs/RolePolicy")[0]["Action"].append("s3:PutObject")


@risks("widened IAM Jobs/Role: may now s3:GetObject*, s3:ListBucket on *")
def new_resource(platform: Templates) -> None:
    statements(platform, "Jobs/RolePolicy")[0]["Resource"] = "*"


@risks("widened IAM Jobs/Role: may now sts:AssumeRole by AWS 222222222222")
def new_principal(platform: Templates) -> None:
    trust = properties(platform, "Jobs/Role")["AssumeRolePolicyDocument"]["Statement"][0]
    trust["Principal"]["AWS"] = "222222222222"


@risks("widened IAM Jobs/Role: is no longer denied s3:DeleteObject on *")
def denial_removed(platform: Templates) -> None:
    statements(platform, "Jobs/RolePolicy").pop()


@risks(
    "widened IAM Storage/Raw: is no longer denied s3:* on ${Storage/Raw.Arn} by AWS *",
    "widened IAM Storage/Raw: is no longer denied s3:* on ${Storage/Raw.Arn}/* by AWS *",
)
def bucket_policy_removed(platform: Templates) -> None:
    del platform["Storage"]["Resources"]["RawPolicy"]


@risks("widened IAM Jobs/Role: gets the managed policy arn:aws:iam::aws:policy/AdministratorAccess")
def managed_policy_attached(platform: Templates) -> None:
    arns = ["arn:aws:iam::aws:policy/AdministratorAccess"]
    properties(platform, "Jobs/Role")["ManagedPolicyArns"] = arns


@risks("widened IAM Jobs/Role: is no longer bounded by arn:aws:iam::111111111111:policy/bound")
def boundary_removed(platform: Templates) -> None:
    del properties(platform, "Jobs/Role")["PermissionsBoundary"]


@risks("widened IAM Jobs/Writer: may now s3:PutObject on ${Storage/Raw.Arn}")
def new_role(platform: Templates) -> None:
    document = {"Statement": [statement("Allow", "s3:PutObject", from_stack("Storage", "RawArn"))]}
    writer = {"Policies": [{"PolicyName": "write", "PolicyDocument": document}]}
    platform["Jobs"]["Resources"]["Writer"] = {"Type": "AWS::IAM::Role", "Properties": writer}

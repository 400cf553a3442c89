"""A cloud that was killed has all it had, started again on its folder."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.cloud import running
from local_cloud.settings import Settings
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.roles import TRUST, allow, policy

pytestmark = pytest.mark.slow

# What is saved within two seconds, and room for a slow machine.
SECONDS = 5
TEMPLATE = {
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-a-stack"}},
        "Parameter": {
            "Type": "AWS::SSM::Parameter",
            "Properties": {"Name": "/shop/name", "Type": "String", "Value": "shop"},
        },
    },
    "Outputs": {"Queue": {"Value": {"Ref": "Queue"}, "Export": {"Name": "queue"}}},
}
ALARM = {
    "AlarmName": "sales",
    "Namespace": "Shop",
    "MetricName": "sales",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 5.0,
    "ComparisonOperator": "GreaterThanThreshold",
}


# Nobody ever says that it may go on.
WAITING = {
    "Resources": {
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Wait": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "600"},
        },
    }
}


class Services:
    """Clients of a cloud, by name."""

    def __init__(self, cloud: Settings) -> None:
        self._cloud = cloud

    def __getattr__(self, name: str) -> Any:
        return client(name, settings=self._cloud)


def kill(cloud: Settings) -> None:
    """Kills the server, which has no time to save anything."""
    (process,) = (
        c.pid
        for c in psutil.net_connections("tcp")
        if c.laddr.port == cloud.port and c.status == "LISTEN"
    )
    psutil.Process(process).kill()
    psutil.wait_procs([psutil.Process(process)] if psutil.pid_exists(process) else [], 10)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """What the filling of the cloud wants to be remembered."""
    return {}


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory, made: dict[str, Any]) -> Iterator[Services]:
    """A cloud that was filled, killed, and started again."""
    settings = settings_of(tmp_path_factory.mktemp("cloud"))
    with running(settings):
        _fill(Services(settings), made)
        time.sleep(SECONDS)
        kill(settings)
    with running(settings):
        yield Services(settings)


def _fill(aws: Services, made: dict[str, Any]) -> None:
    aws.cloudformation.create_stack(StackName="stack", TemplateBody=json.dumps(TEMPLATE))
    aws.cloudformation.get_waiter("stack_create_complete").wait(
        StackName="stack", WaiterConfig={"Delay": 1}
    )
    aws.cloudformation.create_stack(StackName="waiting", TemplateBody=json.dumps(WAITING))
    aws.iam.create_role(RoleName="role", AssumeRolePolicyDocument=json.dumps(TRUST))
    aws.iam.put_role_policy(
        RoleName="role", PolicyName="rights", PolicyDocument=policy(allow("s3:*", "*"))
    )
    _fill_bucket(aws.s3, made)
    made["queue"] = aws.sqs.create_queue(QueueName="queue")["QueueUrl"]
    aws.sqs.send_message(QueueUrl=made["queue"], MessageBody="message")
    made["topic"] = aws.sns.create_topic(Name="topic")["TopicArn"]
    made["key"] = aws.kms.create_key()["KeyMetadata"]["KeyId"]
    made["cipher"] = aws.kms.encrypt(KeyId=made["key"], Plaintext=b"plain")["CiphertextBlob"]
    aws.secretsmanager.create_secret(Name="secret", SecretString="hidden")
    aws.glue.create_database(DatabaseInput={"Name": "shop"})
    aws.glue.create_table(DatabaseName="shop", TableInput={"Name": "orders"})
    aws.cloudwatch.put_metric_data(
        Namespace="Shop", MetricData=[{"MetricName": "sales", "Value": 7.0}]
    )
    aws.cloudwatch.put_metric_alarm(**ALARM)
    aws.logs.create_log_group(logGroupName="/shop")
    aws.logs.create_log_stream(logGroupName="/shop", logStreamName="a")
    line = {"timestamp": int(time.time() * 1000), "message": "line"}
    aws.logs.put_log_events(logGroupName="/shop", logStreamName="a", logEvents=[line])
    aws.events.put_rule(Name="rule", EventPattern='{"source": ["shop"]}')
    arn = aws.sqs.get_queue_attributes(QueueUrl=made["queue"], AttributeNames=["QueueArn"])
    target = {"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}
    aws.events.put_targets(Rule="rule", Targets=[target])


def _fill_bucket(s3: Any, made: dict[str, Any]) -> None:
    s3.create_bucket(
        Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    own = allow("s3:GetObject", "arn:aws:s3:::bucket/*") | {"Principal": {"AWS": "123456789012"}}
    s3.put_bucket_policy(Bucket="bucket", Policy=policy(own))
    made["versions"] = {
        s3.put_object(Bucket="bucket", Key="a b/c+d%", Body=body)["VersionId"]: body
        for body in (b"first", b"second")
    }
    s3.put_object(Bucket="bucket", Key="gone", Body=b"x")
    s3.delete_object(Bucket="bucket", Key="gone")
    made["etag"] = s3.put_object(Bucket="bucket", Key="claimed", Body=b"x")["ETag"]


def test_stacks_and_what_they_made(again: Services) -> None:
    (stack,) = again.cloudformation.describe_stacks(StackName="stack")["Stacks"]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert again.sqs.get_queue_url(QueueName="of-a-stack")["QueueUrl"]
    assert again.ssm.get_parameter(Name="/shop/name")["Parameter"]["Value"] == "shop"
    (export,) = again.cloudformation.list_exports()["Exports"]
    assert export["Name"] == "queue"


def test_what_was_under_way_has_failed(again: Services) -> None:
    (stack,) = again.cloudformation.describe_stacks(StackName="waiting")["Stacks"]
    assert stack["StackStatus"] == "ROLLBACK_FAILED"
    assert "ended while this was under way" in stack["StackStatusReason"]
    again.cloudformation.delete_stack(StackName="waiting")
    again.cloudformation.get_waiter("stack_delete_complete").wait(
        StackName="waiting", WaiterConfig={"Delay": 1}
    )


def test_roles(again: Services) -> None:
    found = again.iam.get_role_policy(RoleName="role", PolicyName="rights")["PolicyDocument"]
    assert found["Statement"][0]["Action"] == ["s3:*"]


def test_objects_and_their_versions(again: Services, made: dict[str, Any]) -> None:
    for version, body in made["versions"].items():
        found = again.s3.get_object(Bucket="bucket", Key="a b/c+d%", VersionId=version)
        assert found["Body"].read() == body
    assert again.s3.get_object(Bucket="bucket", Key="a b/c+d%")["Body"].read() == b"second"
    listed = again.s3.list_objects_v2(Bucket="bucket")["Contents"]
    assert [o["Key"] for o in listed] == ["a b/c+d%", "claimed"]
    versions = again.s3.list_object_versions(Bucket="bucket")
    assert len(versions["Versions"]) == 4
    assert [m["Key"] for m in versions["DeleteMarkers"]] == ["gone"]


def test_settings_of_buckets(again: Services) -> None:
    assert again.s3.get_bucket_versioning(Bucket="bucket")["Status"] == "Enabled"
    assert "s3:GetObject" in again.s3.get_bucket_policy(Bucket="bucket")["Policy"]


def test_claims_by_conditional_writes(again: Services, made: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="PreconditionFailed"):
        again.s3.put_object(Bucket="bucket", Key="claimed", Body=b"y", IfNoneMatch="*")
    again.s3.put_object(Bucket="bucket", Key="claimed", Body=b"y", IfMatch=made["etag"])


def test_messages_keys_and_secrets(again: Services, made: dict[str, Any]) -> None:
    (message,) = again.sqs.receive_message(QueueUrl=made["queue"])["Messages"]
    assert message["Body"] == "message"
    assert again.sns.get_topic_attributes(TopicArn=made["topic"])
    assert again.kms.decrypt(CiphertextBlob=made["cipher"])["Plaintext"] == b"plain"
    assert again.secretsmanager.get_secret_value(SecretId="secret")["SecretString"] == "hidden"


def test_the_catalog(again: Services) -> None:
    assert again.glue.get_table(DatabaseName="shop", Name="orders")["Table"]["Name"] == "orders"


def test_figures_alarms_and_logs(again: Services) -> None:
    (metric,) = again.cloudwatch.list_metrics(Namespace="Shop")["Metrics"]
    assert metric["MetricName"] == "sales"
    (alarm,) = again.cloudwatch.describe_alarms(AlarmNames=["sales"])["MetricAlarms"]
    assert alarm["Threshold"] == 5
    events = again.logs.get_log_events(logGroupName="/shop", logStreamName="a")["events"]
    assert [e["message"] for e in events] == ["line"]


def test_rules(again: Services) -> None:
    assert again.events.describe_rule(Name="rule")["State"] == "ENABLED"
    (target,) = again.events.list_targets_by_rule(Rule="rule")["Targets"]
    assert target["Id"] == "queue"

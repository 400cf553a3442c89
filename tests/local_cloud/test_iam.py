"""A role may do what its policies say, as AWS reads them, and is told what it lacks."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from local_cloud.clients import client
from local_cloud.settings import Settings
from tests.local_cloud.roles import allow, policy, refused, role
from tests.local_cloud.stacks import deploy

pytestmark = pytest.mark.slow

GLUE = "arn:aws:glue:eu-central-1:123456789012"
CATALOG, DATABASE, TABLE = f"{GLUE}:catalog", f"{GLUE}:database/shop", f"{GLUE}:table/shop/orders"
READ_TABLES = "glue:GetDatabase glue:GetTable glue:GetTables"


@pytest.fixture(scope="module")
def table(cloud: Settings) -> None:
    glue = client("glue", settings=cloud)
    glue.create_database(DatabaseInput={"Name": "shop"})
    glue.create_table(DatabaseName="shop", TableInput={"Name": "orders"})


@pytest.fixture
def bucket(cloud: Settings) -> str:
    name = f"bucket-{uuid.uuid4().hex[:8]}"
    client("s3", settings=cloud).create_bucket(
        Bucket=name, CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    return name


@pytest.fixture(scope="module")
def key(cloud: Settings) -> str:
    found: str = client("kms", settings=cloud).create_key()["KeyMetadata"]["Arn"]
    return found


def encrypt(cloud: Settings, bucket: str, key: str) -> None:
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    client("s3", settings=cloud).put_bucket_encryption(
        Bucket=bucket,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]
        },
    )


def as_role(cloud: Settings, service: str, *statements: dict[str, Any]) -> Any:
    return client(service, role(cloud, *statements), cloud)


def test_the_catalog_is_open_to_who_may_go_all_the_way_down(cloud: Settings, table: None) -> None:
    glue = as_role(cloud, "glue", allow(READ_TABLES, CATALOG, DATABASE, TABLE))
    assert glue.get_database(Name="shop")["Database"]["Name"] == "shop"
    assert glue.get_table(DatabaseName="shop", Name="orders")["Table"]["Name"] == "orders"
    assert len(glue.get_tables(DatabaseName="shop")["TableList"]) == 1


@pytest.mark.parametrize(
    ("missing", "names"),
    [(CATALOG, "catalog"), (DATABASE, "database/shop"), (TABLE, "table/shop/orders")],
)
@pytest.mark.fact(
    "IAM",
    "a table needs rights on catalog, database and table",
    source="glue:glue-specifying-resource-arns",
)
def test_the_catalog_is_closed_if_a_step_is_missing(
    cloud: Settings, table: None, missing: str, names: str
) -> None:
    steps = [step for step in (CATALOG, DATABASE, TABLE) if step != missing]
    glue = as_role(cloud, "glue", allow("glue:*", *steps))
    with refused("glue:GetTable", f"{GLUE}:{names}"):
        glue.get_table(DatabaseName="shop", Name="orders")
    with refused("glue:GetTables", f"{GLUE}:{names}"):
        glue.get_tables(DatabaseName="shop")
    with refused("glue:UpdateTable", f"{GLUE}:{names}"):
        glue.update_table(DatabaseName="shop", TableInput={"Name": "orders"})


def test_what_is_missing_is_named(cloud: Settings, bucket: str) -> None:
    s3 = as_role(cloud, "s3", allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
    with refused("s3:PutObject", f"arn:aws:s3:::{bucket}/a/b"):
        s3.put_object(Bucket=bucket, Key="a/b", Body=b"x")


@pytest.mark.parametrize("lacking", ["kms:GenerateDataKey", "kms:Decrypt"])
@pytest.mark.fact(
    "IAM", "an object under a key needs rights on the key", source="s3:UsingKMSEncryption"
)
def test_objects_under_a_key_need_rights_on_it(
    cloud: Settings, bucket: str, key: str, lacking: str
) -> None:
    encrypt(cloud, bucket, key)
    objects = allow("s3:GetObject s3:PutObject", f"arn:aws:s3:::{bucket}/*")
    both = {"kms:GenerateDataKey", "kms:Decrypt"}
    whole = as_role(cloud, "s3", objects, allow(both, key))
    whole.put_object(Bucket=bucket, Key="a", Body=b"x")
    whole.head_object(Bucket=bucket, Key="a")
    assert whole.get_object(Bucket=bucket, Key="a")["Body"].read() == b"x"
    half = as_role(cloud, "s3", objects, allow(both - {lacking}, key))
    with refused(lacking, key):
        half.put_object(Bucket=bucket, Key="a", Body=b"y")
        half.get_object(Bucket=bucket, Key="a")
    with refused(lacking, key):
        half.create_multipart_upload(Bucket=bucket, Key="b")


@pytest.mark.parametrize("name", ["a", "a b/c+d%", "folder/", "a//b"])
def test_whatever_an_object_is_called_its_key_is_asked_for(
    cloud: Settings, bucket: str, key: str, name: str
) -> None:
    encrypt(cloud, bucket, key)
    client("s3", settings=cloud).put_object(Bucket=bucket, Key=name, Body=b"x")
    objects = allow("s3:GetObject s3:PutObject", f"arn:aws:s3:::{bucket}/*")
    s3 = as_role(cloud, "s3", objects, allow("kms:GenerateDataKey", key))
    with refused("kms:Decrypt", key):
        s3.get_object(Bucket=bucket, Key=name)
    with refused("kms:Decrypt", key):
        s3.copy_object(Bucket=bucket, Key="b", CopySource={"Bucket": bucket, "Key": name})


@pytest.mark.fact("IAM", "a key's own policy has to agree", source="kms:key-policies")
def test_the_keys_policy_has_to_agree(cloud: Settings, bucket: str) -> None:
    someone_else = allow("kms:*", "*") | {"Principal": {"Service": "logs.amazonaws.com"}}
    made = client("kms", settings=cloud).create_key(
        Policy=policy(someone_else), BypassPolicyLockoutSafetyCheck=True
    )
    key = made["KeyMetadata"]["Arn"]
    encrypt(cloud, bucket, key)
    s3 = as_role(cloud, "s3", allow("s3:*", "*"), allow("kms:*", "*"))
    with refused("kms:GenerateDataKey", key) as refusal:
        s3.put_object(Bucket=bucket, Key="a", Body=b"x")
    assert "no resource-based policy allows" in str(refusal.value)


def test_a_right_on_a_key_can_be_for_one_service_only(
    cloud: Settings, bucket: str, key: str
) -> None:
    encrypt(cloud, bucket, key)
    objects = allow("s3:PutObject", f"arn:aws:s3:::{bucket}/*")
    via = {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}
    by_s3 = role(cloud, objects, allow("kms:*", key, StringEquals=via))
    client("s3", by_s3, cloud).put_object(Bucket=bucket, Key="a", Body=b"x")
    with refused("kms:Encrypt", key):
        client("kms", by_s3, cloud).encrypt(KeyId=key, Plaintext=b"x")


def test_a_listing_stays_below_its_prefix(cloud: Settings, bucket: str) -> None:
    below = {"s3:prefix": ["in", "in/*"]}
    right = allow("s3:ListBucket s3:ListBucketVersions", f"arn:aws:s3:::{bucket}", StringLike=below)
    s3 = as_role(cloud, "s3", right)
    s3.list_objects_v2(Bucket=bucket, Prefix="in/a")
    s3.list_object_versions(Bucket=bucket, Prefix="in/a")
    for list_, action in (
        (s3.list_objects_v2, "s3:ListBucket"),
        (s3.list_object_versions, "s3:ListBucketVersions"),
    ):
        with refused(action, f"arn:aws:s3:::{bucket}"):
            list_(Bucket=bucket, Prefix="out/")


@pytest.mark.fact(
    "IAM", "who may not list is refused what is not there", source="s3api:API_GetObject"
)
def test_who_may_not_list_is_not_told_what_is_missing(cloud: Settings, bucket: str) -> None:
    reading = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    below = allow("s3:ListBucket", f"arn:aws:s3:::{bucket}", StringLike={"s3:prefix": "in/*"})
    s3 = as_role(cloud, "s3", reading, below)
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=bucket, Key="in/a")
    with refused("s3:ListBucket", f"arn:aws:s3:::{bucket}"):
        s3.get_object(Bucket=bucket, Key="out/a")


@pytest.mark.fact("IAM", "an old version has a right of its own", source="s3api:API_GetObject")
def test_a_version_has_a_right_of_its_own(cloud: Settings, bucket: str) -> None:
    root = client("s3", settings=cloud)
    root.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    version = root.put_object(Bucket=bucket, Key="a", Body=b"x")["VersionId"]
    s3 = as_role(cloud, "s3", allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
    with refused("s3:GetObjectVersion", f"arn:aws:s3:::{bucket}/a"):
        s3.get_object(Bucket=bucket, Key="a", VersionId=version)


@pytest.mark.fact(
    "IAM",
    "policies that ask for TLS refuse plain HTTP; loopback counts as TLS",
    source="s3:security-best-practices",
    how="simplified",
)
def test_loopback_counts_as_tls(cloud: Settings, bucket: str) -> None:
    plain = allow("s3:*", f"arn:aws:s3:::{bucket}/*", Bool={"aws:SecureTransport": "false"})
    closed = plain | {"Effect": "Deny", "Principal": {"AWS": "*"}}
    client("s3", settings=cloud).put_bucket_policy(Bucket=bucket, Policy=policy(closed))
    s3 = as_role(cloud, "s3", allow("s3:PutObject", f"arn:aws:s3:::{bucket}/*"))
    s3.put_object(Bucket=bucket, Key="a", Body=b"x")


def test_figures_go_into_their_own_namespace(cloud: Settings) -> None:
    own = {"cloudwatch:namespace": ["Shop"]}
    cloudwatch = as_role(
        cloud, "cloudwatch", allow("cloudwatch:PutMetricData", "*", StringEquals=own)
    )
    data = [{"MetricName": "sales", "Value": 1.0}]
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=data)
    with refused("cloudwatch:PutMetricData", "*"):
        cloudwatch.put_metric_data(Namespace="Other", MetricData=data)


def test_log_groups_are_named_by_their_streams(cloud: Settings) -> None:
    group = "arn:aws:logs:eu-central-1:123456789012:log-group:/shop"
    actions = "logs:CreateLogGroup logs:CreateLogStream"
    as_on_aws = as_role(cloud, "logs", allow(actions, f"{group}:*"))
    as_on_aws.create_log_group(logGroupName="/shop")
    as_on_aws.create_log_stream(logGroupName="/shop", logStreamName="a")
    bare = as_role(cloud, "logs", allow(actions, group))
    with refused("logs:CreateLogStream", f"{group}:log-stream:b"):
        bare.create_log_stream(logGroupName="/shop", logStreamName="b")


def test_messages_under_a_key_need_rights_on_it(cloud: Settings, key: str) -> None:
    made = client("sqs", settings=cloud).create_queue(
        QueueName=f"queue-{uuid.uuid4().hex[:8]}", Attributes={"KmsMasterKeyId": key}
    )
    url = made["QueueUrl"]
    queue = allow("sqs:*", "*")
    whole = as_role(cloud, "sqs", queue, allow("kms:GenerateDataKey kms:Decrypt", key))
    whole.send_message(QueueUrl=url, MessageBody="x")
    assert len(whole.receive_message(QueueUrl=url)["Messages"]) == 1
    reader = as_role(cloud, "sqs", queue, allow("kms:Decrypt", key))
    reader.receive_message(QueueUrl=url)
    with refused("kms:GenerateDataKey", key):
        reader.send_message(QueueUrl=url, MessageBody="x")
    with refused("kms:Decrypt", key):
        as_role(cloud, "sqs", queue).receive_message(QueueUrl=url)


def test_a_batch_of_messages_is_the_right_of_one(cloud: Settings, key: str) -> None:
    made = client("sqs", settings=cloud).create_queue(
        QueueName=f"queue-{uuid.uuid4().hex[:8]}", Attributes={"KmsMasterKeyId": key}
    )
    url, entries = made["QueueUrl"], [{"Id": "1", "MessageBody": "x"}]
    sends = allow("sqs:SendMessage", "*")
    whole = as_role(cloud, "sqs", sends, allow("kms:GenerateDataKey kms:Decrypt", key))
    assert len(whole.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 1
    with refused("kms:GenerateDataKey", key):
        as_role(cloud, "sqs", sends).send_message_batch(QueueUrl=url, Entries=entries)
    arn = f"arn:aws:sqs:{cloud.region}:{cloud.account}:{url.rpartition('/')[2]}"
    with refused("sqs:DeleteMessage", arn):
        one = {"Id": "1", "ReceiptHandle": "x"}
        as_role(cloud, "sqs", sends).delete_message_batch(QueueUrl=url, Entries=[one])


def test_a_secret_under_a_key_needs_the_right_to_decrypt(cloud: Settings, key: str) -> None:
    made = client("secretsmanager", settings=cloud).create_secret(
        Name=f"secret-{uuid.uuid4().hex[:8]}", SecretString="x", KmsKeyId=key
    )
    secret = allow("secretsmanager:GetSecretValue", made["ARN"])
    reader = as_role(cloud, "secretsmanager", secret, allow("kms:Decrypt", key))
    assert reader.get_secret_value(SecretId=made["ARN"])["SecretString"] == "x"
    with refused("kms:Decrypt", key):
        as_role(cloud, "secretsmanager", secret).get_secret_value(SecretId=made["ARN"])


def test_rules_of_the_default_bus_are_named_without_it(cloud: Settings) -> None:
    rule = "arn:aws:events:eu-central-1:123456789012:rule/shop"
    events = as_role(cloud, "events", allow("events:PutRule events:PutTargets", rule))
    events.put_rule(Name="shop", EventPattern='{"source": ["shop"]}')
    with refused("events:PutRule", f"{rule}-other"):
        events.put_rule(Name="shop-other", EventPattern='{"source": ["shop"]}')


@pytest.mark.fact(
    "IAM",
    "a call without an action is let through by nobody",
    source="iam:reference_policies_evaluation-logic",
    how="refused",
)
def test_a_call_that_nobody_knows_is_refused(cloud: Settings) -> None:
    analytics = as_role(cloud, "kinesisanalyticsv2", allow("s3:*", "*"))
    with refused("kinesisanalyticsv2:POST /", r"*"):
        analytics.list_applications()


def test_a_topic_of_a_stack_has_the_key_of_its_template(cloud: Settings, key: str) -> None:
    name = f"topic-{uuid.uuid4().hex[:8]}"
    properties = {"TopicName": name, "KmsMasterKeyId": key}
    deploy(cloud, {"Topic": {"Type": "AWS::SNS::Topic", "Properties": properties}})
    arn = f"arn:aws:sns:eu-central-1:123456789012:{name}"
    publish = allow("sns:Publish", arn)
    right = allow("kms:GenerateDataKey kms:Decrypt", key)
    as_role(cloud, "sns", publish, right).publish(TopicArn=arn, Message="x")
    with refused("kms:GenerateDataKey", key):
        as_role(cloud, "sns", publish).publish(TopicArn=arn, Message="x")


def test_a_job_is_checked_by_its_name(cloud: Settings) -> None:
    glue = as_role(cloud, "glue", allow("glue:GetJob glue:StartJobRun", f"{GLUE}:job/mine"))
    with pytest.raises(glue.exceptions.EntityNotFoundException):
        glue.get_job(JobName="mine")
    with refused("glue:GetJob", f"{GLUE}:job/other"):
        glue.get_job(JobName="other")
    with refused("glue:StartJobRun", f"{GLUE}:job/other"):
        glue.start_job_run(JobName="other")


def test_a_presigned_address_has_the_rights_of_who_signed_it(
    cloud: Settings, bucket: str, key: str
) -> None:
    encrypt(cloud, bucket, key)
    client("s3", settings=cloud).put_object(Bucket=bucket, Key="a", Body=b"x")
    reading = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    assert fetched(as_role(cloud, "s3", reading, allow("kms:Decrypt", key)), bucket) == (200, "x")
    status, said = fetched(as_role(cloud, "s3", reading), bucket)
    assert status == 403
    assert f"not authorized to perform: kms:Decrypt on resource: {key}" in said


def fetched(s3: Any, bucket: str) -> tuple[int, str]:
    address = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a"})
    response = urllib3.request("GET", address)
    return response.status, response.data.decode()


@pytest.mark.parametrize("number", ["test", "123456789012"])
def test_nobody_else_is_root(cloud: Settings, number: str) -> None:
    s3 = client("s3", {"AccessKeyId": number, "SecretAccessKey": "test"}, cloud)
    with pytest.raises(ClientError, match="InvalidAccessKeyId"):
        s3.list_buckets()


def test_nobody_is_nobody(cloud: Settings, bucket: str) -> None:
    client("s3", settings=cloud).put_object(Bucket=bucket, Key="a", Body=b"x")
    response = urllib3.request("GET", f"{cloud.address}/{bucket}/a")
    assert response.status == 403

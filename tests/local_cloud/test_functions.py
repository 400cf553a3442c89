"""Functions find what AWS's runtimes have: an SDK for JavaScript, programs of layers, a role."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest

from local_cloud.clients import client
from local_cloud.cloud import running
from local_cloud.settings import Settings
from tests.local_cloud.conftest import settings_of
from tests.local_cloud.roles import allow, policy
from tests.local_cloud.stacks import deploy

TRUST = policy(
    {
        "Effect": "Allow",
        "Principal": {"Service": "lambda.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
)

JAVASCRIPT = """
const { S3, S3Client, ListBucketsCommand } = require("@aws-sdk/client-s3");
exports.handler = async (event) => {
  const found = await new S3Client({}).send(new ListBucketsCommand({}));
  const made = found.Buckets.find((bucket) => bucket.Name === event.bucket).CreationDate;
  try {
    await new S3({})[event.method]({ Bucket: event.bucket, ...event.input });
  } catch (error) {
    return { isDate: made instanceof Date, error: error.name };
  }
  return { isDate: made instanceof Date };
};
"""
OTHER = 'require("@aws-sdk/client-nonsense"); exports.handler = async () => 1;'
PYTHON = """
import subprocess
def handler(event, context):
    found = subprocess.run(["/opt/tools/say", "hello"], capture_output=True, text=True, check=True)
    return found.stdout
"""
PROGRAM = "#!/var/lang/bin/python\nimport sys\nprint(*sys.argv[1:])\n"


def zipped(**files: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return memory.getvalue()


def run(cloud: Settings, runtime: str, code: str, event: Any, layers: list[str]) -> Any:
    """What a new function answers, which may list buckets and look at `seen`."""
    name = f"function-{uuid.uuid4().hex[:8]}"
    iam, functions = client("iam", settings=cloud), client("lambda", settings=cloud)
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    rights = policy(
        allow("s3:ListAllMyBuckets", "*"), allow("s3:GetBucketPolicy", "arn:aws:s3:::seen")
    )
    iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=rights)
    suffix = "py" if runtime.startswith("python") else "js"
    functions.create_function(
        FunctionName=name,
        Runtime=runtime,
        Role=role,
        Handler="index.handler",
        Layers=layers,
        Code={"ZipFile": zipped(**{f"index.{suffix}": code})},
    )
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(event))
    return json.load(answer["Payload"])


@pytest.fixture(scope="module")
def bucket(cloud: Settings) -> str:
    client("s3", settings=cloud).create_bucket(
        Bucket="seen", CreateBucketConfiguration={"LocationConstraint": cloud.region}
    )
    return "seen"


@pytest.mark.parametrize(
    ("method", "given", "error"),
    [
        ("getBucketPolicy", {}, "NoSuchBucketPolicy"),
        ("putBucketPolicy", {"Policy": "{}"}, "AccessDenied"),
        ("listBuckets", {"Nonsense": 1}, "ParamValidationError"),
    ],
)
def test_javascript_calls_aws_under_its_role(
    cloud: Settings, bucket: str, method: str, given: dict[str, Any], error: str
) -> None:
    event = {"bucket": bucket, "method": method, "input": given}
    answer = run(cloud, "nodejs24.x", JAVASCRIPT, event, [])
    assert answer == {"isDate": True, "error": error}


def test_functions_call_the_cloud_they_are_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with running(settings_of(tmp_path)) as cloud:
        client("s3", settings=cloud).create_bucket(
            Bucket="seen", CreateBucketConfiguration={"LocationConstraint": cloud.region}
        )
        event = {"bucket": "seen", "method": "getBucketPolicy"}
        answer = run(cloud, "nodejs24.x", JAVASCRIPT, event, [])
    assert answer == {"isDate": True, "error": "NoSuchBucketPolicy"}


def test_a_package_that_is_not_there_is_said(cloud: Settings) -> None:
    answer = run(cloud, "nodejs24.x", OTHER, {}, [])
    assert "knows no service for @aws-sdk/client-nonsense" in json.dumps(answer)


def test_python_runs_programs_of_its_layers(cloud: Settings) -> None:
    layer = client("lambda", settings=cloud).publish_layer_version(
        LayerName="tools", Content={"ZipFile": zipped(**{"tools/say": PROGRAM})}
    )
    answer = run(cloud, "python3.13", PYTHON, {}, [layer["LayerVersionArn"]])
    assert answer == "hello\n"


@pytest.mark.fact(
    "CloudFormation",
    "a custom resource without an answer is waited for; here its error ends it at once",
    source="cfn:template-custom-resources",
    how="simplified",
)
def test_a_custom_resource_that_fails_without_an_answer_fails_at_once(cloud: Settings) -> None:
    resources = {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {"AssumeRolePolicyDocument": json.loads(TRUST)},
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": "def handler(event, context):\n    return 1 / 0"},
            },
        },
        "Custom": {
            "Type": "Custom::Broken",
            "Properties": {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}},
        },
    }
    with pytest.raises(AssertionError, match="ended without an answer: division by zero"):
        deploy(cloud, resources)

"""Roles, buckets and Glue jobs in a local cloud, made as its users make them."""

from __future__ import annotations

import io
import json
import textwrap
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from local_cloud.clients import client
from local_cloud.settings import Settings
from tests.local_cloud.roles import TRUST, allow, policy

BUCKET = "shop"
ENDS = ("SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED")
SECONDS_TO_END = 180
RIGHTS = {
    "s3:GetObject": "arn:aws:s3:::shop/*",
    "s3:PutObject": "arn:aws:s3:::shop/out/*",
    "s3:ListBucket": "arn:aws:s3:::shop",
    "logs:CreateLogGroup": "*",
    "logs:CreateLogStream": "*",
    "logs:PutLogEvents": "*",
}


@dataclass
class Shop:
    """Somebody who uses the cloud."""

    settings: Settings

    @cached_property
    def glue(self) -> Any:
        return self.client("glue")

    @cached_property
    def s3(self) -> Any:
        return self.client("s3")

    def client(self, service: str) -> Any:
        return client(service, settings=self.settings)

    def open(self) -> None:
        """Makes the bucket, and the role that jobs have unless they have their own."""
        region = {"LocationConstraint": self.settings.region}
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=region)
        self.role("job", RIGHTS)

    def role(self, name: str, rights: dict[str, str]) -> str:
        """Makes a role that may do this and nothing else; its ARN."""
        iam = self.client("iam")
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))
        document = policy(*(allow(action, resource) for action, resource in rights.items()))
        iam.put_role_policy(RoleName=name, PolicyName="rights", PolicyDocument=document)
        arn: str = made["Role"]["Arn"]
        return arn

    def put(self, key: str, content: str | bytes) -> str:
        """Puts an object; its URI."""
        content = content.encode() if isinstance(content, str) else content
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=content)
        return f"s3://{BUCKET}/{key}"

    def put_zip(self, key: str, files: dict[str, str]) -> str:
        """Puts an archive; its URI."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return self.put(key, packed.getvalue())

    def job(self, name: str, script: str, **more: Any) -> str:
        """Makes a job of a script; its name."""
        uri = self.put(f"scripts/{name}.py", textwrap.dedent(script))
        command = {"Name": "glueetl", "ScriptLocation": uri, "PythonVersion": "3"}
        self.glue.create_job(Name=name, **{"Role": "job", "Command": command} | more)
        return name

    def start(self, job: str, **more: Any) -> str:
        """Starts a job; the id of the run."""
        run_id: str = self.glue.start_job_run(JobName=job, **more)["JobRunId"]
        return run_id

    def get(self, job: str, run_id: str) -> dict[str, Any]:
        """What is known of a run."""
        found: dict[str, Any] = self.glue.get_job_run(JobName=job, RunId=run_id)["JobRun"]
        return found

    def wait(self, job: str, run_id: str, states: tuple[str, ...] = ENDS) -> dict[str, Any]:
        """Waits for a run to be in one of these states."""
        until = time.monotonic() + SECONDS_TO_END
        while (found := self.get(job, run_id))["JobRunState"] not in states:
            assert time.monotonic() < until, found
            time.sleep(0.1)
        return found

    def run(self, job: str, **arguments: str) -> dict[str, Any]:
        """Starts a job and waits for its end."""
        given = {f"--{name}": value for name, value in arguments.items()}
        return self.wait(job, self.start(job, Arguments=given))

    def tables(self, prefix: str) -> Iterator[pa.Table]:
        """Every Parquet file below a prefix."""
        for entry in self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)["Contents"]:
            if entry["Key"].endswith(".parquet"):
                body = self.s3.get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
                yield pq.read_table(io.BytesIO(body))

    def lines(self, group: str, stream: str) -> list[str]:
        """What stands in a stream of logs."""
        found = self.client("logs").get_log_events(
            logGroupName=group, logStreamName=stream, startFromHead=True
        )
        return [event["message"] for event in found["events"]]

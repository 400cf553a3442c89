"""A cloud with a bucket of DAGs and a role, and how to make and use environments in it."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

from local_cloud.clients import client
from local_cloud.cloud import free_port
from local_cloud.mwaa.properties import Properties
from local_cloud.settings import Settings
from tests.local_cloud.waiting import wait_for

AIRFLOW = Path(__file__).parents[3] / "build" / "airflow" / "bin" / "python"
SECONDS = 240
BUCKET, NAME = "airflow-code", "air"
CLOSED = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
TRUST = {
    "Effect": "Allow",
    "Principal": {"Service": ["airflow.amazonaws.com", "airflow-env.amazonaws.com"]},
    "Action": "sts:AssumeRole",
}
RIGHTS: list[dict[str, Any]] = [
    {
        "Effect": "Allow",
        "Action": ["s3:GetBucket*", "s3:GetObject*", "s3:ListBucket"],
        "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
    },
    {
        "Effect": "Allow",
        "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": f"arn:aws:logs:*:*:log-group:airflow-{NAME}-*",
    },
    {
        "Effect": "Allow",
        "Action": "airflow:PublishMetrics",
        "Resource": f"arn:aws:airflow:*:*:environment/{NAME}",
    },
]
STACK, KIND = "orchestration", "AWS::MWAA::Environment"
GROUP = "LoggingConfiguration.TaskLogs.CloudWatchLogGroupArn"
OUTPUTS = {"Arn": "Arn", "Url": "WebserverUrl", "Group": GROUP}
TEMPLATE = {
    "Outputs": {name: {"Value": {"Fn::GetAtt": ["Air", a]}} for name, a in OUTPUTS.items()},
}
LOGS = ("DagProcessingLogs", "SchedulerLogs", "TaskLogs", "WebserverLogs", "WorkerLogs")


class Bench:
    """What a test of MWAA works with."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.mwaa, self.s3 = self.client("mwaa"), self.client("s3")

    def client(self, service: str) -> Any:
        return client(service, settings=self.settings)

    def furnish(self) -> None:
        """Makes the bucket and the role."""
        where = {"LocationConstraint": self.settings.region}
        self.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=where)
        on = {"Status": "Enabled"}
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration=on)
        closed = dict.fromkeys(CLOSED, True)
        self.s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=closed)
        iam = self.client("iam")
        iam.create_role(RoleName=NAME, AssumeRolePolicyDocument=document(TRUST))
        iam.put_role_policy(RoleName=NAME, PolicyName=NAME, PolicyDocument=document(*RIGHTS))

    def put(self, key: str, text: str | bytes) -> str:
        """Puts an object; returns its version."""
        body = text if isinstance(text, bytes) else textwrap.dedent(text).encode()
        version: str = self.s3.put_object(Bucket=BUCKET, Key=key, Body=body)["VersionId"]
        return version

    def deploy(self, properties: Properties) -> dict[str, str]:
        """Makes or changes the stack of an environment; returns its outputs."""
        stacks = self.client("cloudformation")
        template = json.dumps(
            TEMPLATE | {"Resources": {"Air": {"Type": KIND, "Properties": properties}}}
        )
        try:
            stacks.create_stack(StackName=STACK, TemplateBody=template)
        except stacks.exceptions.AlreadyExistsException:
            stacks.update_stack(StackName=STACK, TemplateBody=template)
        until(lambda: not self.stack()["StackStatus"].endswith("IN_PROGRESS"))
        found = self.stack()
        if "ROLLBACK" in found["StackStatus"]:
            events = stacks.describe_stack_events(StackName=STACK)["StackEvents"]
            raise RuntimeError("; ".join(e.get("ResourceStatusReason", "") for e in events))
        return {o["OutputKey"]: o["OutputValue"] for o in found["Outputs"]}

    def stack(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client("cloudformation").describe_stacks(StackName=STACK)
        return dict(found["Stacks"][0])

    def remove_stack(self) -> None:
        """Returns when the stack is gone."""
        stacks = self.client("cloudformation")
        stacks.delete_stack(StackName=STACK)
        stacks.get_waiter("stack_delete_complete").wait(
            StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 120}
        )

    def properties(self, **more: Any) -> Properties:
        """Properties of an environment."""
        on = {"Enabled": True, "LogLevel": "INFO"}
        return {
            "Name": NAME,
            "ExecutionRoleArn": f"arn:aws:iam::{self.settings.account}:role/{NAME}",
            "SourceBucketArn": f"arn:aws:s3:::{BUCKET}",
            "DagS3Path": "dags",
            "NetworkConfiguration": {"SubnetIds": ["subnet-a", "subnet-b"]},
            "LoggingConfiguration": dict.fromkeys(LOGS, on),
        } | more

    def settled(self, name: str = NAME) -> dict[str, Any]:
        """An environment when nothing is under way."""
        ends = ("AVAILABLE", "CREATE_FAILED", "UPDATE_FAILED", "UNAVAILABLE")
        found: dict[str, Any] = until(lambda: (e := self._get(name))["Status"] in ends and e)
        return found

    def ask(self, method: str, path: str, **more: Any) -> Any:
        """Airflow's answer to a call of its REST API."""
        answer = self.mwaa.invoke_rest_api(Name=NAME, Method=method, Path=path, **more)
        return answer["RestApiResponse"]

    def trigger(self, dag: str) -> str:
        """Starts a run as soon as the DAG is known; returns its path."""
        until(lambda: dag in [d["dag_id"] for d in self.ask("GET", "/dags")["dags"]])
        run = self.ask("POST", f"/dags/{dag}/dagRuns", Body={"logical_date": None})
        return f"/dags/{dag}/dagRuns/{run['dag_run_id']}"

    def ended(self, run: str, seconds: float = 120) -> str:
        """The state of a run that has ended."""
        until(lambda: self.ask("GET", run)["state"] in ("success", "failed"))
        state: str = self.ask("GET", run)["state"]
        return state

    def processes(self) -> list[psutil.Process]:
        """The processes of Airflow, by the folder that each works in."""
        folder = str(self.settings.folder / "mwaa")
        every = psutil.process_iter(["cwd", "cmdline"])
        return [p for p in every if (p.info["cwd"] or "").startswith(folder)]

    def _get(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.mwaa.get_environment(Name=name)["Environment"]
        return found


def settings_in(folder: Path) -> Settings:
    return Settings(
        folder=folder,
        port=free_port(),
        account="000000000000",
        region="eu-central-1",
        glue_python=Path(sys.executable),
        airflow_python=AIRFLOW,
    )


def until(find: Callable[[], Any]) -> Any:
    """What is found as soon as it is something; a busy machine may take its time."""
    return wait_for(find, SECONDS)


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})

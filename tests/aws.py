"""An AWS on this machine, for tests; it ends with them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest

from lakehouse.storage import s3
from local_cloud.clients import ROOT
from local_cloud.cloud import free_port

SECONDS_TO_START = 60
SURROUNDINGS = {
    # Those of every local cloud: Sail keeps the first that it finds for as long as a process lives.
    "AWS_ACCESS_KEY_ID": ROOT["AccessKeyId"],
    "AWS_SECRET_ACCESS_KEY": ROOT["SecretAccessKey"],
    "AWS_REGION": "eu-central-1",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    # What Sail wants to be told of a server that is not AWS.
    "AWS_ALLOW_HTTP": "true",
    "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "false",
}


@contextmanager
def aws(folder: Path) -> Iterator[str]:
    """S3, Glue and the like on a free port of loopback; clients of this process find it.

    Args:
        folder: where it may write.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    with (folder / "aws.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "ministack"], env=os.environ | own, stdout=log, stderr=log
        )
    try:
        _wait(port, server)
        with clients_of(SURROUNDINGS | {"AWS_ENDPOINT_URL": address}):
            yield address
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def clients_of(variables: dict[str, str]) -> Iterator[None]:
    """Clients of this process find the AWS that the variables name, as long as the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        _forget_clients()
        try:
            yield
        finally:
            _forget_clients()


# What stands for the ARN that is only known once a warehouse is deployed.
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:redshift!shop-platform-aBc123"


def _forget_clients() -> None:
    """Whatever was kept of another AWS: clients, and the credentials of boto3's own session."""
    boto3.DEFAULT_SESSION = None
    s3.client.cache_clear()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the local AWS did not start (exit code {server.poll()})")

"""A local cloud starts on a free port of loopback, is found, and leaves nothing when it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from local_cloud.clients import client
from local_cloud.cloud import find, free_port, running, start_detached, stop
from local_cloud.settings import HOST, Settings

OWNER = """
import sys, time
from local_cloud.cloud import start
from local_cloud.settings import parse
server = start(parse(sys.argv[1]))
print("ready", flush=True)
time.sleep(600)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    python = Path(sys.executable)
    return Settings(
        folder=tmp_path,
        port=free_port(),
        account="000000000000",
        region="eu-central-1",
        glue_python=python,
        airflow_python=python,
    )


def addresses(port: int) -> set[str]:
    """Where somebody listens on a port."""
    found = psutil.net_connections("tcp")
    return {c.laddr.ip for c in found if c.laddr.port == port and c.status == "LISTEN"}


def test_it_is_one_account_on_loopback_and_gone_afterwards(settings: Settings) -> None:
    with running(settings):
        assert client("sts", settings=settings).get_caller_identity()["Account"] == "000000000000"
        assert find(settings.folder) == settings
        assert addresses(settings.port) == {HOST}
    assert find(settings.folder) is None
    assert addresses(settings.port) == set()


def test_detached_it_goes_on_until_it_is_stopped(settings: Settings) -> None:
    start_detached(settings)
    try:
        assert find(settings.folder) == settings
    finally:
        assert stop(settings.folder)
    assert find(settings.folder) is None
    assert not stop(settings.folder)
    assert addresses(settings.port) == set()


def test_it_ends_with_a_killed_owner(settings: Settings) -> None:
    variables: dict[str, str] = {}
    settings.write(variables)
    (text,) = variables.values()
    owner = subprocess.Popen([sys.executable, "-c", OWNER, text], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"ready\n"
    server = psutil.Process(owner.pid).children(recursive=True)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    _, left = psutil.wait_procs(server, 20)
    assert left == []
    assert find(settings.folder) is None


def test_a_port_that_is_taken_is_said(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind((HOST, settings.port))
        refused = pytest.raises(RuntimeError, match=r"did not start; its log is in .*cloud\.log")
        with refused, running(settings):
            pass

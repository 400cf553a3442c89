"""Starts and stops a local cloud from another process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from local_cloud.settings import HOST, Settings

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


@contextmanager
def running(settings: Settings) -> Iterator[Settings]:
    """A cloud that runs as long as the block.

    Raises:
        RuntimeError: it did not start.
    """
    server = start(settings)
    try:
        yield settings
    finally:
        server.terminate()
        server.wait(SECONDS_TO_STOP)


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """Starts the server; returns when it answers."""
    surroundings = dict(os.environ)
    settings.write(surroundings)
    with (settings.part("logs") / "cloud.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "local_cloud"], env=surroundings, stdout=log, stderr=log
        )
    _wait(server, settings)
    return server


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], settings: Settings) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, settings.port)) == 0:
                return
        time.sleep(0.1)
    server.kill()
    raise RuntimeError(
        f"the local cloud did not start (exit code {server.poll()}); its log is in "
        f"{settings.folder / 'logs' / 'cloud.log'}"
    )

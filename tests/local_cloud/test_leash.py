"""Whatever a process on a leash started is gone when it is ended, or when its owner is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from local_cloud.leash import Leash

FAMILY = """
import os, subprocess, sys, time
sleeper = "import time; time.sleep(600)"
subprocess.Popen([sys.executable, "-c", sleeper])
subprocess.Popen([sys.executable, "-c", sleeper], start_new_session=True)
print("ready", flush=True)
time.sleep(600)
"""
OWNER = """
import os, sys, time
from pathlib import Path
from local_cloud.leash import Leash
here = Path(sys.argv[1])
command = [sys.executable, "-c", sys.argv[2]]
Leash(command, variables=dict(os.environ), folder=here, log=here / "log")
time.sleep(600)
"""


def relatives(mark: str) -> set[int]:
    """Processes with this variable in their surroundings."""
    found = set()
    for process in psutil.process_iter():
        try:
            if process.environ().get("LEASH_TEST") == mark:
                found.add(process.pid)
        except psutil.Error:
            continue
    return found


def wait_until_ready(log: Path) -> None:
    until = time.monotonic() + 20
    while not (log.exists() and "ready" in log.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)


def wait_until_gone(mark: str) -> None:
    until = time.monotonic() + 20
    while relatives(mark):
        assert time.monotonic() < until, relatives(mark)
        time.sleep(0.05)


def test_ending_takes_the_family_along(tmp_path: Path) -> None:
    variables = os.environ | {"LEASH_TEST": str(tmp_path)}
    leash = Leash(
        [sys.executable, "-c", FAMILY], variables=variables, folder=tmp_path, log=tmp_path / "log"
    )
    wait_until_ready(tmp_path / "log")
    assert len(relatives(str(tmp_path))) == 4
    leash.end()
    assert not relatives(str(tmp_path))
    assert not leash.running


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_owner_takes_the_family_along(tmp_path: Path, how: signal.Signals) -> None:
    variables = os.environ | {"LEASH_TEST": str(tmp_path)}
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(tmp_path), FAMILY], env=variables)
    wait_until_ready(tmp_path / "log")
    owner.send_signal(how)
    owner.wait(10)
    wait_until_gone(str(tmp_path))


def test_the_exit_code_is_that_of_the_command(tmp_path: Path) -> None:
    leash = Leash(
        [sys.executable, "-c", "import sys; sys.exit(7)"],
        variables=dict(os.environ),
        folder=tmp_path,
        log=tmp_path / "log",
    )
    assert leash.wait(20) == 7


def test_loose_it_goes_on_without_its_owner_and_takes_its_family_along(tmp_path: Path) -> None:
    variables = os.environ | {"LEASH_TEST": str(tmp_path)}
    leash = Leash(
        [sys.executable, "-c", FAMILY],
        variables=variables,
        folder=tmp_path,
        log=tmp_path / "log",
        loose=True,
    )
    wait_until_ready(tmp_path / "log")
    holder, *_ = sorted(relatives(str(tmp_path)))
    (command,) = psutil.Process(holder).children()
    command.kill()
    leash.wait(20)
    wait_until_gone(str(tmp_path))

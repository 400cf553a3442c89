"""Starts, finds and stops a local cloud from another process."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from local_cloud.leash import Leash
from local_cloud.settings import HOST, VARIABLE, Settings, parse

SECONDS_TO_START = 60
SECONDS_TO_STOP = 40
COMMAND = (sys.executable, "-m", "local_cloud")


@contextmanager
def running(settings: Settings) -> Iterator[Settings]:
    """A cloud that runs as long as the block, and never longer than this process.

    Raises:
        RuntimeError: it did not start.
    """
    server = start(settings)
    try:
        yield settings
    finally:
        server.end()


def start(settings: Settings) -> Leash:
    """Starts a cloud that ends with this process; returns when it answers.

    Raises:
        RuntimeError: it did not start.
    """
    return _started(settings)


def start_detached(settings: Settings) -> None:
    """Starts a cloud that goes on when this process ends; returns when it answers.

    Raises:
        RuntimeError: it did not start.
    """
    _started(settings, loose=True)


def _started(settings: Settings, *, loose: bool = False) -> Leash:
    server = Leash(
        COMMAND,
        variables=_variables(settings),
        folder=Path.cwd(),
        log=_log(settings),
        loose=loose,
    )
    try:
        wait_until_it_answers(settings, lambda: server.running)
    except BaseException:
        server.end()
        raise
    return server


def find(folder: Path) -> Settings | None:
    """The settings of the cloud that runs on a folder, if one does."""
    with contextlib.suppress(FileNotFoundError, psutil.NoSuchProcess):
        note = json.loads(_note(folder).read_text(encoding="utf-8"))
        process = psutil.Process(note["pid"])
        # The number of a process that is gone may belong to another one by now.
        if process.create_time() == note["since"] and process.is_running():
            return parse(note["settings"])
    return None


def stop(folder: Path) -> bool:
    """Ends the cloud that runs on a folder, and all it started; says whether there was one."""
    if find(folder) is None:
        return False
    server = psutil.Process(json.loads(_note(folder).read_text(encoding="utf-8"))["pid"])
    # Who holds the leash goes last.
    holder = server.parent()
    server.terminate()
    for process in filter(None, (server, holder)):
        try:
            process.wait(SECONDS_TO_STOP)
        except psutil.TimeoutExpired:
            process.kill()
    return True


def wait_until_it_answers(settings: Settings, lives: Callable[[], bool] = lambda: True) -> None:
    """Returns when a cloud that is starting answers.

    Raises:
        RuntimeError: it did not start.
    """
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and lives():
        with socket.socket() as probe:
            if probe.connect_ex((HOST, settings.port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the local cloud did not start; its log is in {_log(settings)}")


def leave_note(settings: Settings) -> None:
    """Called by the server, so that `find` finds it."""
    own = psutil.Process()
    note = {"pid": own.pid, "since": own.create_time(), "settings": os.environ[VARIABLE]}
    aside = _note(settings.folder).with_suffix(".new")
    aside.write_text(json.dumps(note), encoding="utf-8")
    aside.replace(_note(settings.folder))


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _note(folder: Path) -> Path:
    return folder / "running.json"


def _log(settings: Settings) -> Path:
    return settings.part("logs") / "cloud.log"


def _variables(settings: Settings) -> dict[str, str]:
    # What the caller says of another AWS would reach the functions that run in this one.
    variables = {name: v for name, v in os.environ.items() if not name.startswith("AWS_")}
    settings.write(variables)
    return variables

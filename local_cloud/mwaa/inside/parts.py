"""All parts of Airflow, forked from one process that has imported it once.

Importing is most of what a start costs. Forked parts share it and its memory; one that dies is
forked again within a second. Arguments: port of the API server, folder for what the parts print,
file of the database.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sqlite3
import sys
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

Command = tuple[str, ...]

HOST = "127.0.0.1"
# The API server imports most: it goes first, and imports on while the rest is made ready.
API_SERVER: Command = ("api-server", "--host", HOST, "--workers", "1", "--port")
# Nobody needs the log servers here, and they would listen on every address.
JOBS: tuple[Command, ...] = (
    ("dag-processor",),
    ("scheduler", "--skip-serve-logs"),
    ("triggerer", "--skip-serve-logs"),
)
# Under which name a part says in the database that it runs.
RECORDED = {
    "dag-processor": "DagProcessorJob",
    "scheduler": "SchedulerJob",
    "triggerer": "TriggererJob",
}
# What the jobs, and the tasks forked from them, need.
MODULES = (
    "airflow.cli.commands.dag_processor_command",
    "airflow.cli.commands.scheduler_command",
    "airflow.cli.commands.triggerer_command",
    "airflow.executors.local_executor",
    "airflow.sdk.execution_time.task_runner",
    "airflow.providers.amazon.aws.hooks.base_aws",
    "airflow.providers.standard.operators.python",
)
SECONDS_BEFORE_AGAIN = 1


def main(port: str, output: Path, database: Path) -> None:
    """Runs all parts until it is ended."""
    running: dict[int, Command] = {}
    signal.signal(signal.SIGTERM, lambda *_: end_all(running))
    parser = importlib.import_module("airflow.cli.cli_parser").get_parser()
    api_server = (*API_SERVER, port)
    running[start(parser, api_server, output, database)] = api_server
    for module in MODULES:
        importlib.import_module(module)
    # Pages that the collector does not touch stay shared.
    gc.collect()
    gc.freeze()
    for command in JOBS:
        running[start(parser, command, output, database)] = command
    while True:
        pid, _ = os.wait()
        time.sleep(SECONDS_BEFORE_AGAIN)
        command = running.pop(pid)
        end_group(pid)
        print(f"{command[0]} ended; starting it again", flush=True)
        running[start(parser, command, output, database)] = command


def start(parser: ArgumentParser, command: Command, output: Path, database: Path) -> int:
    """Forks one part; returns its process id."""
    if command[0] in RECORDED:
        close_records(database, RECORDED[command[0]])
    pid = os.fork()
    if pid:
        return pid
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setpgid(0, 0)
        print_to(output / f"{command[0]}.log")
        if command[0] == "scheduler":
            # What the scheduler forks are its workers.
            os.register_at_fork(after_in_child=lambda: print_to(output / "worker.log"))
        arguments = parser.parse_args(command)
        arguments.func(arguments)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def close_records(database: Path, kind: str) -> None:
    """Says that killed parts have ended: only then others take over their work."""
    with contextlib.closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.execute(
            "UPDATE job SET state = 'failed', end_date = latest_heartbeat"
            " WHERE job_type = ? AND state = 'running'",
            [kind],
        )


def end_all(running: Iterable[int]) -> None:
    """Ends all parts at once: a scheduler that is asked to end waits for its tasks."""
    for pid in running:
        end_group(pid)
    os._exit(0)


def end_group(pid: int) -> None:
    """Ends a part and what it started; a scheduler that is gone leaves its workers."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def print_to(log: Path) -> None:
    """Adds to a file what this process prints."""
    sys.stdout.flush()
    sys.stderr.flush()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))

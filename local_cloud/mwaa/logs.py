"""What the log files of an environment gain goes to its log groups, under its role."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

# The names in LoggingConfiguration, and those of the groups.
GROUPS = {
    "DagProcessingLogs": "DAGProcessing",
    "SchedulerLogs": "Scheduler",
    "TaskLogs": "Task",
    "WebserverLogs": "WebServer",
    "WorkerLogs": "Worker",
}
# What a part of Airflow prints.
PRINTED = {
    "api-server.log": "WebserverLogs",
    "dag-processor.log": "DagProcessingLogs",
    "scheduler.log": "SchedulerLogs",
    # It runs beside the scheduler on MWAA, and has no group of its own.
    "triggerer.log": "SchedulerLogs",
    "worker.log": "WorkerLogs",
}
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LEVEL = re.compile(r'\[(debug|info|warning|error|critical) *\]|"level": ?"(\w+)"')
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
# Limits of PutLogEvents: 1 MiB with 26 bytes for each event, 10,000 events, 256 KiB for one.
BYTES, EVENTS, BYTES_OF_EVENT, OVERHEAD = 1_000_000, 10_000, 250_000, 26

Event = dict[str, Any]


def group(environment: str, kind: str) -> str:
    """Name of a log group."""
    return f"airflow-{environment}-{GROUPS[kind]}"


class Follower:
    """Reads on in log files where it was, and sends what is new."""

    def __init__(
        self,
        environment: str,
        folder: Path,
        configuration: dict[str, Any],
        client: Callable[[], Any],
    ) -> None:
        """Begins at the end of what there is.

        Args:
            environment: Its name.
            folder: With the folders `output` and `logs`.
            configuration: Which logs are wanted, and from which level on.
            client: Gives a client of CloudWatch Logs.
        """
        self._environment, self._folder = environment, folder
        self._configuration, self._client = configuration, client
        self._read = {path: path.stat().st_size for path, _, _ in self._files()}
        self._streams: set[tuple[str, str]] = set()

    def ship(self) -> None:
        """Sends whole lines that came since last time."""
        for path, kind, stream in list(self._files()):
            if path.stat().st_size > self._read.get(path, 0):
                self._ship(path, kind, stream)

    def _ship(self, path: Path, kind: str, stream: str) -> None:
        start = self._read.get(path, 0)
        with path.open("rb") as file:
            file.seek(start)
            # What is too long for one batch comes next time.
            text = file.read(BYTES // 2)
        whole = (
            text[: text.rfind(b"\n") + 1] or text[: BYTES // 2 if len(text) == BYTES // 2 else 0]
        )
        level = self._configuration[kind]["LogLevel"]
        events = events_of(whole.decode("utf-8", "replace"), level)
        for batch in batches(events):
            self._put(group(self._environment, kind), stream, batch)
        self._read[path] = start + len(whole)

    def _put(self, name: str, stream: str, events: list[Event]) -> None:
        client = self._client()
        if (name, stream) not in self._streams:
            exists = client.exceptions.ResourceAlreadyExistsException
            with contextlib.suppress(exists):
                client.create_log_group(logGroupName=name)
            with contextlib.suppress(exists):
                client.create_log_stream(logGroupName=name, logStreamName=stream)
            self._streams.add((name, stream))
        client.put_log_events(logGroupName=name, logStreamName=stream, logEvents=events)

    def _files(self) -> Iterator[tuple[Path, str, str]]:
        """Path, kind and stream of every log file that is wanted."""
        for name, kind in PRINTED.items():
            path = self._folder / "output" / name
            if self._wanted(kind) and path.exists():
                yield path, kind, path.stem
        logs = self._folder / "logs"
        for path in logs.rglob("*.log"):
            within = path.relative_to(logs)
            kind = "DagProcessingLogs" if within.parts[0] == "dag_processor" else "TaskLogs"
            if self._wanted(kind):
                yield path, kind, str(within).replace(":", "_").replace("*", "_")

    def _wanted(self, kind: str) -> bool:
        return bool(self._configuration[kind]["Enabled"])


def events_of(text: str, level: str) -> Iterator[Event]:
    """An event for each line of a level or above; a line without one belongs to the line before."""
    last, shown = int(time.time() * 1000), True
    for line in text.splitlines():
        if found := LEVEL.search(line):
            own = (found[1] or found[2]).upper()
            shown = own not in LEVELS or LEVELS.index(own) >= LEVELS.index(level)
        if found := TIME.search(line[:80]):
            last = int(datetime.fromisoformat(found[0]).timestamp() * 1000)
        if shown and line.strip():
            yield {"timestamp": last, "message": line[:BYTES_OF_EVENT]}


def batches(events: Iterator[Event]) -> Iterator[list[Event]]:
    """Events in portions that PutLogEvents takes, in the order of time."""
    batch: list[Event] = []
    size = 0
    for event in events:
        own = len(event["message"].encode()) + OVERHEAD
        if batch and (size + own > BYTES or len(batch) == EVENTS):
            yield sorted(batch, key=_timestamp)
            batch, size = [], 0
        batch.append(event)
        size += own
    if batch:
        yield sorted(batch, key=_timestamp)


def _timestamp(event: Event) -> int:
    moment: int = event["timestamp"]
    return moment

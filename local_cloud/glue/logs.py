"""What a run prints, in CloudWatch Logs while it runs, written under the job's role."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from local_cloud.clients import Credentials, client

ROOT = "/aws-glue/jobs"
SECONDS_BETWEEN_WRITES = 1.0
# Of one call and of one event; CloudWatch takes no more.
MOST_EVENTS, MOST_CHARACTERS = 1000, 60_000


class Logs:
    """The streams of a run."""

    def __init__(
        self, credentials: Credentials, run_id: str, groups: tuple[str, str], folder: Path
    ) -> None:
        """Makes the streams, one in each group (`groups_of`).

        Raises:
            ClientError: the role may not.
        """
        self._logs = client("logs", credentials)
        self._groups = groups
        self._streams = [
            Stream(self._logs, group, run_id, folder / name)
            for group, name in zip(groups, ("stdout", "stderr"), strict=True)
        ]
        self._next = 0.0

    def encrypt(self, key: str) -> None:
        """Has the groups encrypted with a key."""
        for group in self._groups:
            self._logs.associate_kms_key(logGroupName=group, kmsKeyId=key)

    def begin(self, line: str) -> None:
        """Writes the first line, where errors go: whoever may not write is refused at once."""
        self._streams[-1].put([line])

    def carry(self) -> None:
        """Carries what is new; does nothing when it did a moment ago."""
        if time.monotonic() < self._next:
            return
        for stream in self._streams:
            stream.carry()
        self._next = time.monotonic() + SECONDS_BETWEEN_WRITES

    def finish(self) -> None:
        """Carries the rest."""
        for stream in self._streams:
            stream.carry(all_of_it=True)


def groups_of(arguments: dict[str, str], configuration: str | None, role: str) -> tuple[str, str]:
    """The groups of a run's output and errors, as Glue 5.0 and newer name them.

    docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html: a security configuration and
    the role become part of the name; `--custom-logGroup-prefix` takes the place of its beginning.

    Args:
        arguments: Of the run.
        configuration: Name of the security configuration, if there is one.
        role: Name or ARN of the job's role.
    """
    root = arguments.get("--custom-logGroup-prefix", ROOT)
    if configuration:
        root = f"{root}/{configuration}-role/{role.rpartition('/')[2]}"
    return f"{root}/output", f"{root}/error"


class Stream:
    """A file that grows, and the stream its lines are carried to."""

    def __init__(self, logs: Any, group: str, stream: str, file: Path) -> None:
        """Makes the stream, and its group if there is none."""
        self._logs, self._file = logs, file
        self._place = {"logGroupName": group, "logStreamName": stream}
        self._carried = 0
        already = logs.exceptions.ResourceAlreadyExistsException
        # Output and errors may go to one stream, and runs that start together to one group.
        with suppress(already):
            try:
                logs.create_log_stream(**self._place)
            except logs.exceptions.ResourceNotFoundException:
                with suppress(already):
                    logs.create_log_group(logGroupName=group)
                logs.create_log_stream(**self._place)

    def carry(self, *, all_of_it: bool = False) -> None:
        """Carries whole lines that are new, and of the last one what there is."""
        for lines in _batches(self._new_lines(all_of_it)):
            self.put(lines)

    def put(self, lines: list[str]) -> None:
        """Adds lines to the stream."""
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": line} for line in lines]
        self._logs.put_log_events(**self._place, logEvents=events)

    def _new_lines(self, all_of_it: bool) -> Iterator[str]:
        if not self._file.exists():
            return
        with self._file.open("rb") as file:
            file.seek(self._carried)
            for line in file:
                if not (line.endswith(b"\n") or all_of_it):
                    break
                self._carried += len(line)
                yield from _events(line.decode("utf-8", errors="replace").rstrip("\n"))


def _events(line: str) -> Iterator[str]:
    if line.strip():
        for begin in range(0, len(line), MOST_CHARACTERS):
            yield line[begin : begin + MOST_CHARACTERS]


def _batches(lines: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(lines, MOST_EVENTS)):
        yield batch

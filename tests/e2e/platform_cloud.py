"""The whole platform in a local cloud, for tests: brought up by the CDK, killed, started again."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from config import load
from edp.cloud import place
from edp.cloud.environment import NAME, Environment
from edp.cloud.runs import Run, dag_runs, job_runs
from edp.cloud.waiting import what_is_missing
from lakehouse import ledger
from lakehouse.storage import storage
from lakehouse.storage.json_file import read_json
from local_cloud import cloud
from local_cloud.cdk import Cdk, synth
from local_cloud.clients import variables
from local_cloud.settings import Settings
from tests.aws import clients_of

SECONDS = 300


@dataclass(frozen=True)
class Platform:
    """A cloud with the platform in it, and the CDK's command line for both."""

    environment: Environment
    cdk: Cdk

    @property
    def settings(self) -> Settings:
        return self.environment.settings

    @classmethod
    @contextmanager
    def running(cls, folder: Path, source: Path) -> Iterator[Platform]:
        """A cloud that has just been started; nothing is deployed yet."""
        settings = place.new(load(NAME), folder / "cloud")
        out = synth(source, folder / "cdk.out", {"env": NAME})
        cloud.start_detached(settings)
        try:
            with clients_of(variables(settings)):
                yield cls(Environment(settings), Cdk(settings=settings, app=out, context={}))
        finally:
            cloud.stop(settings.folder)

    def put(self, raw: Path, files: list[Path]) -> None:
        """Files arrive in raw."""
        bucket, _, prefix = self.environment.handover["places"]["raw"][5:].partition("/")
        for file in files:
            key = f"{prefix}/{file.relative_to(raw).as_posix()}"
            self.environment.client("s3").upload_file(str(file), bucket, key)

    def taken(self) -> list[str]:
        """The files that the ledger knows."""
        return [e["uri"] for e in ledger.entries(self.environment.handover["places"]["ledger"])]

    def jobs(self, name: str) -> list[Run]:
        return [r for r in job_runs(self.environment) if r.name == name]

    def dags(self, name: str) -> list[Run]:
        return [r for r in dag_runs(self.environment) if r.name == name]

    def report(self, job: str) -> dict[str, Any]:
        """What the newest run of a job reported."""
        place = f"{self.environment.handover['metrics']['uri']}/{job}"
        found = [read_json(f, dict) for f in storage(place).files(place, ".json")]
        newest: dict[str, Any] = max(found, key=lambda r: r["finished_at"])
        return newest

    def airflow_knows(self, code: str) -> bool:
        """Whether Airflow has taken over what was delivered last; it does so now and then."""
        (told,) = self.settings.folder.glob("mwaa/airflow/*/dags/handover.json")
        return code in told.read_text(encoding="utf-8")

    def wait_until_loaded(self) -> None:
        wait(lambda: what_is_missing(self.environment) is None)

    def kill(self) -> None:
        """The cloud ends as with a power cut."""
        note = json.loads((self.settings.folder / "running.json").read_text(encoding="utf-8"))
        os.kill(note["pid"], signal.SIGKILL)
        wait(lambda: not self.processes())

    def kill_job(self) -> None:
        """A run of a job ends without a word."""
        for process in [p for p in self.processes() if "bootstrap.py" in " ".join(p.cmdline())]:
            process.kill()

    def kill_scheduler(self) -> None:
        """Airflow's scheduler ends without a word: it leads a group, and has its log open."""
        leaders = [p for p in self.processes() if os.getpgid(p.pid) == p.pid]
        (scheduler,) = [p for p in leaders if _writes_to(p, "scheduler.log")]
        scheduler.kill()

    def processes(self) -> list[psutil.Process]:
        """All that has to do with this cloud."""
        own = str(self.settings.folder)
        return [p for p in psutil.process_iter() if own in _about(p)]


def wait(until: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Holds that something comes true in time."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, until
        time.sleep(0.5)


def _about(process: psutil.Process) -> str:
    try:
        if process.pid == os.getpid():
            return ""
        return " ".join([*process.cmdline(), process.cwd(), *process.environ().values()])
    except psutil.Error:
        return ""


def _writes_to(process: psutil.Process, log: str) -> bool:
    return any(Path(f.path).name == log for f in process.open_files())

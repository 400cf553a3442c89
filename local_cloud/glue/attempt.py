"""One run of a script, under its job's role: fetched, started, watched, its logs carried."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_cloud import clients
from local_cloud.glue.arguments import of_run, script_arguments
from local_cloud.glue.code import Code
from local_cloud.glue.jobs import Job
from local_cloud.glue.log_encryption import log_key
from local_cloud.glue.logs import Logs, groups_of
from local_cloud.glue.process import RunFailed, State, watch
from local_cloud.glue.role import role_arn
from local_cloud.glue.runs import Run, mark_running
from local_cloud.iam.refusals import overheard
from local_cloud.leash import Leash
from local_cloud.settings import current

# What a session may be called, and how long it is valid beyond the run: its logs are finished.
LONGEST_SESSION, SECONDS_TO_FINISH = 64, 900
BOOTSTRAP = Path(__file__).with_name("bootstrap.py")


class Attempt:
    """One run of a script."""

    def __init__(self, job: Job, run: Run, stop: threading.Event) -> None:
        """Prepares a run that ends early when `stop` is set."""
        self._job, self._run, self._stop = job, run, stop
        self._arguments = of_run(job, run)
        self._seconds = run["Timeout"] * 60

    def carry_out(self) -> State:
        """Runs the script; how it ended.

        Raises:
            RunFailed: the script, or what it needs, is at fault.
            ClientError: the role lacks a right.
        """
        role, session = role_arn(self._job["Role"]), self._run["Id"][-LONGEST_SESSION:]
        credentials = clients.assume(role, session, int(self._seconds) + SECONDS_TO_FINISH)
        with _folder(self._run) as folder, overheard(credentials["AccessKeyId"]) as refusals:
            security = self._run.get("SecurityConfiguration")
            groups = groups_of(self._arguments, security, self._job["Role"])
            logs = Logs(credentials, self._run["Id"], groups, folder)
            if key := log_key(security):
                logs.encrypt(key)
            logs.begin(f"{self._job['Name']} runs {self._job['Command']['ScriptLocation']}")
            code = Code(credentials, folder / "code")
            self._write_order(folder, code)
            process = self._start(folder, credentials)
            mark_running(self._run["Id"])
            state = watch(process, seconds=self._seconds, stop=self._stop, meanwhile=logs.carry)
            logs.finish()
            if state == "FAILED":
                raise RunFailed(_with_refusals(_reason(folder), refusals))
            return state

    def _write_order(self, folder: Path, code: Code) -> None:
        order = {
            "script": code.script(self._job["Command"]["ScriptLocation"]),
            "path": code.libraries(self._arguments.get("--extra-py-files", "")),
            "modules": code.modules(self._arguments.get("--additional-python-modules", "")),
            "arguments": script_arguments(self._job, self._run, self._arguments),
            "error": str(folder / "error"),
        }
        (folder / "order.json").write_text(json.dumps(order), encoding="utf-8")

    def _start(self, folder: Path, credentials: clients.Credentials) -> Leash:
        command = [str(current().glue_python), "-I", "-u", str(BOOTSTRAP), "order.json"]
        return Leash(
            command,
            variables=_surroundings(folder, credentials),
            folder=folder,
            log=folder / "stdout",
            errors=folder / "stderr",
        )


@contextmanager
def _folder(run: Run) -> Iterator[Path]:
    # Named shortly: what programs put into folders for temporary files is limited in length.
    folder = current().part("glue/work") / run["Id"][3:15]
    for name in ("home", "tmp", "code"):
        (folder / name).mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _surroundings(folder: Path, credentials: clients.Credentials) -> dict[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        **clients.variables(current(), credentials),
    }


def _with_refusals(reason: str, refusals: list[str]) -> str:
    # An engine may have said no more than "403 Forbidden".
    unsaid = [refusal for refusal in refusals if refusal not in reason]
    return "\n".join([reason, *(f"AccessDenied: {refusal}" for refusal in unsaid)])


def _reason(folder: Path) -> str:
    """The exception that ended the script, else the last line that it wrote to standard error."""
    if (file := folder / "error").exists():
        return file.read_text(encoding="utf-8")
    lines = (folder / "stderr").read_text(encoding="utf-8", errors="replace").split("\n")
    *_, last = ["the script ended without a word", *(line for line in lines if line.strip())]
    return last

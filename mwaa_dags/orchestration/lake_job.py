"""The operator that runs a job of the lake."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from airflow.providers.amazon.aws.operators.glue import GlueJobOperator
from airflow.providers.amazon.aws.triggers.glue import GlueJobCompleteTrigger
from airflow.sdk.exceptions import AirflowException, AirflowFailException, AirflowSkipException
from botocore.exceptions import ClientError

from orchestration.handover import handover

ACTIVE = ("STARTING", "RUNNING", "STOPPING", "WAITING")


class LakeJob(GlueJobOperator):  # type: ignore[misc]  # Airflow is in an environment of its own
    """Runs a job for as long as something is due; skips when nothing is.

    Glue allows one run of a job at a time. A run that somebody else has started is waited for;
    then it is looked again whether anything is left to do. So nothing that comes while a run is on
    gets lost, runs never overlap, and a task that is tried again finds the run it had started.
    """

    def __init__(
        self,
        *,
        job: str,
        due: Callable[[Any], str | None],
        repeat: bool = True,
        full: bool = False,
        **rest: Any,
    ) -> None:
        """The task is called like the job.

        Args:
            job: which of the jobs in handover.json.
            due: says what is due, or None; it is given the context of the task.
            repeat: whether to look again after a run.
            full: whether tables are built whose inputs are the same as before, too.
            rest: as for every task.
        """
        told = handover()
        self._due, self._repeat, self._poll = due, repeat, told.poll_seconds
        limit = told.jobs[job].timeout_minutes
        super().__init__(
            task_id=job,
            job_name=told.jobs[job].name,
            script_args=told.jobs[job].arguments | ({"--full": "true"} if full else {}),
            aws_conn_id=None,
            region_name=told.region,
            waiter_delay=self._poll,
            waiter_max_attempts=limit * 60 // self._poll + 60,
            # Somebody else's run first, then one of its own.
            execution_timeout=timedelta(minutes=2 * limit + 10),
            **rest,
        )

    def execute(self, context: Any) -> str:
        """Runs the job, or waits for whoever does."""
        return self._work(context)

    def execute_complete(
        self, context: Any, event: dict[str, Any] | None = None, was_due: str | None = None
    ) -> str:
        """Goes on when a run has ended that was waited for elsewhere."""
        run = str((event or {})["run_id"])
        self._judge(context, run, own=was_due is not None)
        return self._work(context, run, was_due)

    def _work(self, context: Any, run: str | None = None, was_due: str | None = None) -> str:
        while reason := self._reason(context, was_due):
            if reason == was_due:
                raise AirflowException(f"{self.job_name}: {run} succeeded; still due: {reason}")
            self.log.info("%s is due: %s", self.job_name, reason)
            run, own = self._start()
            was_due = reason if own else None
            if self.deferrable:
                self._wait_elsewhere(run, was_due)
            self._wait(run)
            self._judge(context, run, own=own)
        if run is None and context["ti"].try_number == 1:
            raise AirflowSkipException(f"{self.job_name}: nothing is due")
        # An earlier try has started a run and did not live to see its end: it is news all the same.
        return run or "nothing is left"

    def _reason(self, context: Any, was_due: str | None) -> str | None:
        return self._due(context) if self._repeat or was_due is None else None

    def _start(self) -> tuple[str, bool]:
        """The run to wait for, and whether it is a new one."""
        while True:
            try:
                started = self.hook.conn.start_job_run(
                    JobName=self.job_name, Arguments=self.script_args
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "ConcurrentRunsExceededException":
                    raise
            else:
                self.log.info("Started run %s", started["JobRunId"])
                return started["JobRunId"], True
            if run := self._active():
                self.log.info("Run %s is on already: waiting for its end", run)
                return run, False
            # Glue takes some seconds to see that a run has ended.
            time.sleep(self._poll)

    def _active(self) -> str | None:
        runs = self.hook.conn.get_job_runs(JobName=self.job_name, MaxResults=10)["JobRuns"]
        return next((r["Id"] for r in runs if r["JobRunState"] in ACTIVE), None)

    def _wait_elsewhere(self, run: str, was_due: str | None) -> None:
        """Gives the worker back until the run has ended."""
        self.defer(
            trigger=GlueJobCompleteTrigger(
                job_name=self.job_name,
                run_id=run,
                aws_conn_id=None,
                region_name=self.region_name,
                waiter_delay=self.waiter_delay,
                waiter_max_attempts=self.waiter_max_attempts,
            ),
            method_name="execute_complete",
            kwargs={"was_due": was_due},
        )

    def _wait(self, run: str) -> None:
        while self._run(run)["JobRunState"] in ACTIVE:
            time.sleep(self._poll)

    def _judge(self, context: Any, run: str, *, own: bool) -> None:
        found = self._run(run)
        state = found["JobRunState"]
        self.log.info("Run %s: %s", run, state)
        # What became of somebody else's run is for them to say.
        if not own or state == "SUCCEEDED":
            return
        why = found.get("ErrorMessage", "Glue gives no reason")
        ended = f"{self.job_name}: run {run} ended as {state}: {why}"
        if self._due(context) is None:
            # It has done what it could and says what is wanting: a further try would do nothing.
            raise AirflowFailException(ended)
        raise AirflowException(ended)

    def _run(self, run: str) -> dict[str, Any]:
        found: dict[str, Any] = self.hook.conn.get_job_run(JobName=self.job_name, RunId=run)
        return found["JobRun"]  # type: ignore[no-any-return]

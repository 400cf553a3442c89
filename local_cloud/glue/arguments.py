"""What a script is started with."""

from __future__ import annotations

import hashlib

from local_cloud.glue.jobs import Job
from local_cloud.glue.runs import Run


def of_run(job: Job, run: Run) -> dict[str, str]:
    """The run's arguments over the job's defaults, and over both what nobody may override."""
    return {
        **job["DefaultArguments"],
        **run["Arguments"],
        **(job.get("NonOverridableArguments") or {}),
    }


def script_arguments(job: Job, run: Run, arguments: dict[str, str]) -> list[str]:
    """Arguments as the script finds them: Glue's own are among them, whatever they are for."""
    job_id = f"j_{hashlib.sha256(job['Name'].encode()).hexdigest()}"
    added = {"--JOB_ID": job_id, "--JOB_RUN_ID": run["Id"], "--JOB_NAME": job["Name"]}
    return [part for pair in (arguments | added).items() for part in pair]

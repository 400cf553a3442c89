"""Operations of Glue's interface on jobs and their runs."""

from __future__ import annotations

from typing import Any

from local_cloud.extension import Operation, Refusal
from local_cloud.glue import jobs, runs
from local_cloud.glue.execution import start, stop
from local_cloud.glue.paging import page
from local_cloud.glue.removal import remove
from local_cloud.glue.role import refuse_untrusting
from local_cloud.glue.supported import refuse_request
from local_cloud.glue.tags import get_tags, put_tags

Body = dict[str, Any]
# Said of jobs that are not there, instead of the usual words.
NO_JOB = "Failed to start job run due to missing metadata"


def create_job(request: Body) -> Body:
    """CreateJob."""
    jobs.create({field: value for field, value in request.items() if field != "Tags"})
    put_tags(request["Name"], request.get("Tags") or {})
    return {"Name": request["Name"]}


def update_job(request: Body) -> Body:
    """UpdateJob."""
    jobs.replace(request["JobUpdate"] | {"Name": request["JobName"]})
    return {"JobName": request["JobName"]}


def delete_job(request: Body) -> Body:
    """DeleteJob; that a job is gone already is no error."""
    remove(request["JobName"])
    return {"JobName": request["JobName"]}


def get_job(request: Body) -> Body:
    """GetJob."""
    return {"Job": jobs.get(request["JobName"])}


def get_jobs(request: Body) -> Body:
    """GetJobs."""
    return page("Jobs", list(jobs.JOBS.values()), request)


def batch_get_jobs(request: Body) -> Body:
    """BatchGetJobs."""
    names = request["JobNames"]
    found = [jobs.JOBS[name] for name in names if name in jobs.JOBS]
    return {"Jobs": found, "JobsNotFound": [name for name in names if name not in jobs.JOBS]}


def list_jobs(request: Body) -> Body:
    """ListJobs."""
    wanted = (request.get("Tags") or {}).items()
    names = [name for name in jobs.JOBS if wanted <= get_tags(name).items()]
    return page("JobNames", names, request)


def start_job_run(request: Body) -> Body:
    """StartJobRun."""
    if request["JobName"] not in jobs.JOBS:
        raise Refusal("EntityNotFoundException", NO_JOB)
    refuse_request(request)
    job = jobs.get(request["JobName"])
    refuse_untrusting(job["Role"])
    run = runs.begin(job, request)
    start(job, run)
    return {"JobRunId": run["Id"]}


def get_job_run(request: Body) -> Body:
    """GetJobRun."""
    return {"JobRun": runs.get(request["JobName"], request["RunId"])}


def get_job_runs(request: Body) -> Body:
    """GetJobRuns."""
    return page("JobRuns", runs.of_job(jobs.get(request["JobName"])["Name"]), request, most=200)


def batch_stop_job_run(request: Body) -> Body:
    """BatchStopJobRun."""
    name, stopped, errors = request["JobName"], [], []
    for run_id in request["JobRunIds"]:
        about = {"JobName": name, "JobRunId": run_id}
        try:
            stop(runs.get(name, run_id))
            stopped.append(about)
        except Refusal as refusal:
            detail = {"ErrorCode": refusal.code, "ErrorMessage": str(refusal)}
            errors.append(about | {"ErrorDetail": detail})
    return {"SuccessfulSubmissions": stopped, "Errors": errors}


OPERATIONS: dict[str, Operation] = {
    "CreateJob": create_job,
    "UpdateJob": update_job,
    "DeleteJob": delete_job,
    "GetJob": get_job,
    "GetJobs": get_jobs,
    "BatchGetJobs": batch_get_jobs,
    "ListJobs": list_jobs,
    "StartJobRun": start_job_run,
    "GetJobRun": get_job_run,
    "GetJobRuns": get_job_runs,
    "BatchStopJobRun": batch_stop_job_run,
}

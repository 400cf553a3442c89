"""What of Glue this cloud does; whatever would be ignored in silence is refused."""

from __future__ import annotations

from typing import Any

from local_cloud.extension import Refusal

# These change nothing of what a job computes: they are kept and given back.
KEPT = frozenset(
    {"Name", "Description", "Role", "Command", "DefaultArguments", "NonOverridableArguments",
     "MaxRetries", "Timeout", "ExecutionProperty", "GlueVersion", "WorkerType", "NumberOfWorkers",
     "MaxCapacity", "AllocatedCapacity", "SecurityConfiguration", "ExecutionClass", "LogUri",
     "JobMode"}
)  # fmt: skip
# What a run may be started with.
OF_RUNS = frozenset(
    {"JobName", "Arguments", "Timeout", "MaxCapacity", "AllocatedCapacity", "WorkerType",
     "NumberOfWorkers", "SecurityConfiguration", "ExecutionClass"}
)  # fmt: skip
# Glue takes these itself; the engine here has no place for them.
ARGUMENTS = frozenset(
    {
        "--extra-jars",
        "--extra-files",
        "--user-jars-first",
        "--conf",
        "--scriptLocation",
        "--enable-glue-datacatalog",
        "--datalake-formats",
    }
)
# Of Glue 4.0 and older; newer ones write to groups of fixed names whatever these say.
# docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging.html
FORMER = frozenset(
    {
        "--continuous-log-logGroup",
        "--continuous-log-logStreamPrefix",
        "--continuous-log-conversionPattern",
    }
)


def refuse_unsupported(job: dict[str, Any]) -> None:
    """Refuses a definition that asks for more than is done here.

    Raises:
        Refusal: names it.
    """
    for field in ("Role", "Command"):
        if not job.get(field):
            raise Refusal("InvalidInputException", f"job {job['Name']}: {field} is required")
    for field in _asked(job) - KEPT:
        raise _unsupported(f"the property {field} of job {job['Name']}")
    if (kind := job["Command"].get("Name")) != "glueetl":
        raise _unsupported(f"the kind {kind} of job {job['Name']}; glueetl is supported:")
    for arguments in ("DefaultArguments", "NonOverridableArguments"):
        refuse_arguments(job.get(arguments) or {})


def refuse_request(request: dict[str, Any]) -> None:
    """Refuses to start a run with more than is done here.

    Raises:
        Refusal: names it.
    """
    for field in _asked(request) - OF_RUNS:
        raise _unsupported(f"{field} of a run of {request['JobName']}")
    refuse_arguments(request.get("Arguments") or {})


def refuse_arguments(arguments: dict[str, str]) -> None:
    """Refuses arguments that ask for more than is done here.

    Raises:
        Refusal: names the argument.
    """
    for name, value in arguments.items():
        if name in ARGUMENTS and value != "false":
            raise _unsupported(f"the argument {name}")
        if name in FORMER:
            raise Refusal(
                "InvalidInputException",
                f"the argument {name} is ignored since Glue 5.0: logs go to /aws-glue/jobs/"
                "[<security configuration>-role/<role>/]error and output; the beginning is set by "
                "--custom-logGroup-prefix",
            )
    if arguments.get("--job-bookmark-option") == "job-bookmark-enable":
        raise _unsupported("the argument --job-bookmark-option job-bookmark-enable")
    if arguments.get("--job-language", "python") != "python":
        raise _unsupported("the argument --job-language; python is supported:")


def _asked(request: dict[str, Any]) -> set[str]:
    return {field for field, value in request.items() if value not in (None, False, "", {}, [])}


def _unsupported(what: str) -> Refusal:
    return Refusal("InvalidInputException", f"{what} is not supported by the local cloud")

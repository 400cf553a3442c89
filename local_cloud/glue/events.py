"""Tells EventBridge how runs ended."""

from __future__ import annotations

from local_cloud import events
from local_cloud.glue.runs import Run

MESSAGES = {
    "SUCCEEDED": ("INFO", "Job run succeeded"),
    "FAILED": ("ERROR", "Job run failed"),
    "TIMEOUT": ("WARN", "Job run timed out"),
    "STOPPED": ("INFO", "Job run stopped"),
}


def announce(run: Run) -> None:
    """Puts the event `Glue Job State Change` for a run that ended."""
    severity, message = MESSAGES[run["JobRunState"]]
    detail = {
        "jobName": run["JobName"],
        "severity": severity,
        "state": run["JobRunState"],
        "jobRunId": run["Id"],
        "message": run.get("ErrorMessage", message),
    }
    events.put("aws.glue", "Glue Job State Change", detail, [])

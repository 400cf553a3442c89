"""Tells EventBridge how runs ended."""

from __future__ import annotations

import json

from ministack.services import eventbridge

from local_cloud.background import between_requests
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
    detail = {"jobName": run["JobName"], "severity": severity, "state": run["JobRunState"],
              "jobRunId": run["Id"], "message": run.get("ErrorMessage", message)}  # fmt: skip
    entry = {"Source": "aws.glue", "DetailType": "Glue Job State Change",
             "Detail": json.dumps(detail)}  # fmt: skip
    # PutEvents refuses sources that are services.
    between_requests(lambda: eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True))

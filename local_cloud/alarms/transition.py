"""What happens when an alarm changes its state: it is recorded, announced, and topics are told."""

from __future__ import annotations

import json
import logging
import time
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, sns

from local_cloud import events
from local_cloud.iam.deliveries import refusal

SERVICE = "cloudwatch.amazonaws.com"
ACTIONS = {
    "ALARM": "AlarmActions",
    "OK": "OKActions",
    "INSUFFICIENT_DATA": "InsufficientDataActions",
}
TRIGGER = (
    "MetricName",
    "Namespace",
    "Statistic",
    "ExtendedStatistic",
    "Unit",
    "Dimensions",
    "Period",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "ComparisonOperator",
    "Threshold",
    "TreatMissingData",
)

Alarm = dict[str, Any]


def change(alarm: Alarm, state: str, reason: str) -> None:
    """Puts an alarm into another state."""
    before = alarm["StateValue"]
    alarm |= {
        "StateValue": state,
        "StateReason": reason,
        "StateUpdatedTimestamp": int(time.time()),
    }
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    _announce(alarm, before)
    if alarm["ActionsEnabled"]:
        _act(alarm, _message(alarm, before))
    cloudwatch._evaluate_parent_alarms(alarm)


def _announce(alarm: Alarm, before: str) -> None:
    detail = {
        "alarmName": alarm["AlarmName"],
        "state": {"value": alarm["StateValue"], "reason": alarm["StateReason"]},
        "previousState": {"value": before},
    }
    events.put("aws.cloudwatch", "CloudWatch Alarm State Change", detail, [alarm["AlarmArn"]])


def _act(alarm: Alarm, message: str) -> None:
    subject = f'{alarm["StateValue"]}: "{alarm["AlarmName"]}" in {get_region()}'[:100]
    for action in alarm.get(ACTIONS[alarm["StateValue"]]) or ():
        if not cloudwatch._is_sns_action_arn(action):
            reason: str | None = f"only topics are told, not {action}"
        elif not (reason := refusal(SERVICE, action, alarm["AlarmArn"])):
            sns.publish_internal(action, message, subject)
        if reason:
            logging.getLogger("local_cloud").warning("Alarm %s: %s", alarm["AlarmName"], reason)


def _message(alarm: Alarm, before: str) -> str:
    at = time.strftime("%Y-%m-%dT%H:%M:%S.000+0000", time.gmtime(alarm["StateUpdatedTimestamp"]))
    return json.dumps(
        {
            "AlarmName": alarm["AlarmName"],
            "AlarmDescription": alarm.get("AlarmDescription"),
            "AWSAccountId": get_account_id(),
            "NewStateValue": alarm["StateValue"],
            "NewStateReason": alarm["StateReason"],
            "StateChangeTime": at,
            "Region": get_region(),
            "AlarmArn": alarm["AlarmArn"],
            "OldStateValue": before,
            "OKActions": alarm.get("OKActions") or [],
            "AlarmActions": alarm.get("AlarmActions") or [],
            "InsufficientDataActions": alarm.get("InsufficientDataActions") or [],
            "Trigger": {name: alarm.get(name) for name in TRIGGER},
        }
    )

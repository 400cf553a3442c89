"""When an alarm goes off: its last periods are held against its threshold.

Periods end now, not on full minutes as on AWS, so that nobody has to wait for the minute.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Callable, Iterator
from typing import Any

from ministack.services import cloudwatch

from local_cloud.alarms import transition

Alarm = dict[str, Any]
Point = dict[str, Any]
ALARM, OK, UNKNOWN = "ALARM", "OK", "INSUFFICIENT_DATA"
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanOrEqualToThreshold": operator.le,
    "LessThanThreshold": operator.lt,
}


def install() -> None:
    """Takes the place of ministack's evaluation, which knows no periods and no dimensions."""
    cloudwatch._evaluate_alarm = evaluate
    cloudwatch._evaluate_all_alarms = evaluate_all


def evaluate_all() -> None:
    """Evaluates every alarm."""
    for alarm in list(cloudwatch._alarms.values()):
        evaluate(alarm)


def evaluate(alarm: Alarm) -> None:
    """Evaluates an alarm on one figure; others (of expressions, of anomalies) stay as they are."""
    if alarm.get("MetricName") and alarm["ComparisonOperator"] in COMPARISONS:
        values = list(_values(alarm, time.time()))
        state = state_of(alarm, values)
        if state != alarm["StateValue"]:
            transition.change(alarm, state, _reason(alarm, values))


def state_of(alarm: Alarm, values: list[float | None]) -> str:
    """The state that follows from the last periods; None where a period has no data."""
    compare, treat = COMPARISONS[alarm["ComparisonOperator"]], alarm["TreatMissingData"]
    found = [compare(v, alarm["Threshold"]) for v in values if v is not None]
    missing = len(values) - len(found)
    needed = alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"]
    if treat in ("breaching", "notBreaching"):
        found += [treat == "breaching"] * missing
    elif not found:
        return UNKNOWN if treat == "missing" else str(alarm["StateValue"])
    if treat == "ignore" and sum(found) < needed <= sum(found) + missing:
        return str(alarm["StateValue"])
    # Where data is missing, what there is decides.
    return ALARM if sum(found) >= min(needed, len(found)) else OK


def _values(alarm: Alarm, now: float) -> Iterator[float | None]:
    points = _points(alarm)
    for n in range(alarm["EvaluationPeriods"]):
        end = now - n * alarm["Period"]
        inside = [p for p in points if end - alarm["Period"] < p["Timestamp"] <= end]
        stats = cloudwatch._calc_stats(inside)
        name = alarm.get("ExtendedStatistic") or alarm["Statistic"]
        yield cloudwatch._stat_value(stats, name, inside) if stats else None


def _points(alarm: Alarm) -> list[Point]:
    dimensions = cloudwatch._dims_from_list(alarm["Dimensions"])
    key = alarm["Namespace"], alarm["MetricName"], cloudwatch._dims_key(dimensions)
    points: list[Point] = cloudwatch._metrics.get(key) or []
    unit = alarm.get("Unit")
    return [p for p in points if p["Unit"] == unit] if unit else points


def _reason(alarm: Alarm, values: list[float | None]) -> str:
    compared = f"{alarm['ComparisonOperator']} {alarm['Threshold']}"
    said = ", ".join("no data" if v is None else f"{v:g}" for v in values)
    return (
        f"The last {len(values)} periods of {alarm['Period']} s, newest first: {said} ({compared})"
    )

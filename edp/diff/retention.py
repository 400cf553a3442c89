"""Whatever keeps data, and would do so no longer or less long."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from edp.diff.lifecycle import shortened
from edp.diff.model import Environment, Finding, Resource, Risk

# Once a resource is there, both words that retain mean the same.
_STRENGTH = {"Delete": 0, "Snapshot": 1, "RetainExceptOnCreate": 2, "Retain": 2}
# Type -> the property that says how long, and what its absence means.
_PERIODS = {
    "AWS::Logs::LogGroup": ("RetentionInDays", inf),
    "AWS::SQS::Queue": ("MessageRetentionPeriod", 345_600),
    "AWS::KMS::Key": ("PendingWindowInDays", 30),
}


def weakened(old: Environment, new: Environment) -> Iterator[Finding]:
    """Weaker policies, shorter periods, versioning or protection switched off."""
    for place, after in sorted(new.items()):
        before = old.get(place)
        if before is None and after.type == "Custom::S3AutoDeleteObjects":
            yield Finding(Risk.RETENTION, after, "is added: it empties its bucket on deletion")
        if before is not None and before.type == after.type:
            for what in _weaker(before, after):
                yield Finding(Risk.RETENTION, after, what)


def _weaker(before: Resource, after: Resource) -> Iterator[str]:
    yield from _policies(before, after)
    yield from _period(before, after)
    yield from _protection(before.properties, after.properties)
    if after.type == "AWS::S3::Bucket":
        yield from shortened(before.properties, after.properties)


def _policies(before: Resource, after: Resource) -> Iterator[str]:
    pairs = (
        ("DeletionPolicy", before.deletion_policy, after.deletion_policy),
        ("UpdateReplacePolicy", before.update_replace_policy, after.update_replace_policy),
    )
    for name, was, now in pairs:
        if _STRENGTH.get(now, 0) < _STRENGTH.get(was, 0):
            yield f"{name} {was} becomes {now}"


def _period(before: Resource, after: Resource) -> Iterator[str]:
    name, default = _PERIODS.get(after.type, ("", inf))
    was, now = (_number(r.properties.get(name), default) for r in (before, after))
    if now < was:
        yield f"{name} {'forever' if was == inf else f'{was:g}'} becomes {now:g}"


def _number(value: Any, default: float) -> float:
    """A period; one that is only known on AWS counts as the default."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def _protection(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for name, value in before.items():
        if name.startswith("DeletionProtection") and value and not after.get(name):
            yield f"{name} is switched off"

"""How long a bucket keeps objects and their old versions."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

_DELETING = {
    "objects": ("ExpirationInDays",),
    "old versions": ("NoncurrentVersionExpiration", "NoncurrentDays"),
}


def shortened(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """What the bucket's new properties delete earlier than the old ones did."""
    for what, path in _DELETING.items():
        old = _days(before, path)
        for prefix, days in sorted(_days(after, path).items()):
            was = _kept(old, prefix)
            if days < was:
                where = f" below {prefix}" if prefix else ""
                yield f"{what}{where} are deleted after {days:g} days, not {_words(was)}"
    if _versioned(before) and not _versioned(after):
        yield "versioning is switched off: overwritten and deleted objects are gone"


def _days(properties: dict[str, Any], path: tuple[str, ...]) -> dict[str, float]:
    """Prefix -> days until deletion, of the rules that are on."""
    found: dict[str, float] = {}
    for rule in properties.get("LifecycleConfiguration", {}).get("Rules", []):
        days: Any = rule
        for step in path:
            days = days.get(step) if isinstance(days, dict) else None
        if rule.get("Status") == "Enabled" and isinstance(days, (int, float)):
            prefix = _prefix(rule)
            found[prefix] = min(days, found.get(prefix, inf))
    return found


def _prefix(rule: dict[str, Any]) -> str:
    return str(rule.get("Prefix") or rule.get("Filter", {}).get("Prefix") or "")


def _kept(rules: dict[str, float], prefix: str) -> float:
    """How long the rules keep what is below a prefix; forever if none covers it."""
    return min((days for p, days in rules.items() if prefix.startswith(p)), default=inf)


def _words(days: float) -> str:
    return "never" if days == inf else f"{days:g}"


def _versioned(properties: dict[str, Any]) -> bool:
    return bool(properties.get("VersioningConfiguration", {}).get("Status") == "Enabled")

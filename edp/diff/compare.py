"""Holds one environment against another and sorts every difference into its class."""

from __future__ import annotations

from edp.diff.losses import lost
from edp.diff.meaning import fingerprint
from edp.diff.model import Comparison, Environment, Finding, Resource
from edp.diff.moves import at_old_places, find_moves, moved
from edp.diff.replacements import replaced
from edp.diff.retention import weakened
from edp.diff.rights import widened


def compare(name: str, old: Environment, new: Environment) -> Comparison:
    """What deploying `new` over `old` risks and changes."""
    moves = find_moves(old, new)
    steady = at_old_places(new, moves)
    findings = [
        *lost(old, steady),
        *replaced(old, steady, moves),
        *moved(old, new, moves),
        *weakened(old, steady),
        *widened(old, steady),
    ]
    return Comparison(name, _worst_first(findings), _changes(old, new))


def _worst_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (-f.risk.exit_code, f.resource.place, f.what))


def _changes(old: Environment, new: Environment) -> dict[str, list[str]]:
    """Places by kind of change; equal ones are left out."""
    common = sorted(set(old) & set(new))
    changed = [place for place in common if _meaning(old[place]) != _meaning(new[place])]
    code = [p for p in common if p not in changed and old[p].code != new[p].code]
    kinds = {
        "added": sorted(set(new) - set(old)),
        "removed": sorted(set(old) - set(new)),
        "changed": changed,
        "new code": code,
    }
    return {kind: places for kind, places in kinds.items() if places}


def _meaning(resource: Resource) -> str:
    return fingerprint([resource.type, resource.properties, resource.settings])

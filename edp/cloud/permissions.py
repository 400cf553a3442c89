"""Rights that nobody has used so far, and calls that were denied, per role."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from edp.cloud.environment import Environment
from edp.display.look import done, put, table
from local_cloud.iam import record
from local_cloud.iam.permissions import permissions as of_roles


def permissions(environment: Environment) -> list[dict[str, Any]]:
    """The roles of the environment; those of the CDK itself are not its business."""
    calls = record.read(environment.settings)
    found = of_roles(environment.client("iam"), calls, environment.names.of(""))
    return [
        {
            "role": role.role.rpartition("/")[2],
            "used": len(role.used),
            "unused": [{"action": g.action, "resource": g.resource} for g in role.unused],
            "denied": [
                {"action": c.action, "resource": c.resource, "times": n}
                for c, n in role.denied.items()
            ],
        }
        for role in found
    ]


def show(found: list[dict[str, Any]], console: Console) -> None:
    """Prints them."""
    put(console, *(part for role in found for part in _role(role)))
    done(console, summary(found))


def summary(found: list[dict[str, Any]]) -> str:
    """All of it in one line."""
    unused = sum(len(r["unused"]) for r in found)
    granted = unused + sum(r["used"] for r in found)
    denied = sum(c["times"] for r in found for c in r["denied"])
    return (
        f"{len(found)} roles, {granted} rights granted, {unused} not used so far, "
        f"{denied} calls denied"
    )


def _role(role: dict[str, Any]) -> list[Any]:
    shown = table(role["role"], "", "Action", "Resource")
    for right in role["unused"]:
        shown.add_row(Text("not used", "dim"), right["action"], right["resource"])
    for call in role["denied"]:
        shown.add_row(Text("denied", "bold red"), call["action"], call["resource"])
    return [shown] if shown.row_count else []

"""What a comparison says: risks by class, and the changes that carry none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Risk(Enum):
    """Classes of risk, the worst first; the exit code is that of the worst one found."""

    DATA_LOSS = ("data loss", 14, "move the data first, or keep the resource in the code")
    REPLACEMENT = ("replacement", 13, "undo the change, or plan how the data gets to the new one")
    MOVE = ("logical-id move", 12, "keep the old id (override_logical_id), or use `cdk refactor`")
    RETENTION = ("removed retention", 11, "undo it, unless this data may be deleted from now on")
    IAM = ("widened IAM", 10, "check that the code needs each of these rights")

    def __init__(self, label: str, exit_code: int, advice: str) -> None:
        self.label = label
        self.exit_code = exit_code
        self.advice = advice


@dataclass(frozen=True)
class Resource:
    """A resource of an environment, reduced to what deploying it means.

    Attributes:
        place: `Stack/LogicalId`, which is also how others refer to it.
        properties: without descriptions; hashes of assets are replaced by a word.
        settings: what stands beside the properties, such as DeletionPolicy.
        code: fingerprint of the whole with the hashes, to tell new code from no change.
    """

    place: str
    type: str
    properties: dict[str, Any]
    settings: dict[str, Any]
    code: str

    @property
    def deletion_policy(self) -> str:
        return str(self.settings.get("DeletionPolicy", "Delete"))

    @property
    def update_replace_policy(self) -> str:
        return str(self.settings.get("UpdateReplacePolicy", "Delete"))


Environment = Mapping[str, Resource]


@dataclass(frozen=True)
class Finding:
    """One risk: where it is, and what would happen, in one line."""

    risk: Risk
    resource: Resource
    what: str


@dataclass(frozen=True)
class Comparison:
    """All differences of one environment.

    Attributes:
        findings: the risks, the worst first.
        changes: how many resources are `added`, `removed`, `changed`, or have only `new code`.
    """

    environment: str
    findings: list[Finding]
    changes: dict[str, list[str]]

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain values."""
        risks = [
            {
                "risk": f.risk.label,
                "place": f.resource.place,
                "type": f.resource.type,
                "what": f.what,
            }
            for f in self.findings
        ]
        return {"environment": self.environment, "risks": risks, "changes": self.changes}


def exit_code(comparisons: list[Comparison]) -> int:
    """0 if nothing is risky, else the code of the worst risk (10 to 14)."""
    return max((f.risk.exit_code for c in comparisons for f in c.findings), default=0)

"""The own rules as a plugin of CDK's validation, which reads the finished templates.

Reading templates, not constructs, means that every token is resolved, overrides count, and the
rules are plain functions over JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii

from stacks.policy import buckets, glue, iam, mwaa, passwords, redshift, retention
from stacks.policy.rule import Finding, Rule, Template

RULES: tuple[Rule, ...] = (
    *redshift.RULES,
    *passwords.RULES,
    *mwaa.RULES,
    *glue.RULES,
    *buckets.RULES,
    *iam.RULES,
    *retention.RULES,
)


@jsii.implements(cdk.IPolicyValidationPlugin)
class PolicyPlugin:
    """Holds every template, nested ones too, to the own rules."""

    def __init__(self, environment: str | None) -> None:
        self._environment = environment

    @property
    def name(self) -> str:
        """What stands before `::` in the id of an acknowledgement."""
        return "EDP"

    @property
    def version(self) -> str | None:
        return None

    @property
    def rule_ids(self) -> list[str] | None:
        return [rule.id for rule in RULES]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Called by CDK after the templates are written."""
        violations = [
            _violation(path, rule, finding)
            for path in _with_nested(context.template_paths)
            for rule, finding in _findings(path, self._environment)
        ]
        return cdk.PolicyValidationPluginReport(success=not violations, violations=violations)


def _with_nested(paths: list[str]) -> Iterator[Path]:
    """The templates, and those of the nested stacks, which are assets of the outermost stack."""
    for path in map(Path, paths):
        yield path
        assets = path.with_name(path.name.replace(".template.json", ".assets.json"))
        files = json.loads(assets.read_text("utf-8"))["files"]
        sources = sorted(file["source"].get("path", "") for file in files.values())
        yield from (path.parent / s for s in sources if s.endswith(".nested.template.json"))


def _resources(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8")).get("Resources", {})
    return found


def _findings(path: Path, environment: str | None) -> Iterator[tuple[Rule, Finding]]:
    template = Template(_resources(path), environment)
    for rule in RULES:
        for finding in rule(template):
            yield rule, finding


def _violation(path: Path, rule: Rule, finding: Finding) -> cdk.PolicyViolation:
    what = f"[{finding.what}]" if finding.what else ""
    return cdk.PolicyViolation(
        rule_name=rule.id + what,
        description=f"{rule.id}{what}: {rule.why}",
        fix=rule.fix,
        severity="error",
        violating_resources=[
            cdk.PolicyViolatingResource(
                resource_logical_id=finding.logical_id,
                template_path=str(path),
                locations=[finding.where],
            )
        ],
    )

"""The committed templates that a change is held against."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from edp.diff.read import SUFFIX, Templates

FOLDER = Path("tests/stacks/baselines")
ENVIRONMENTS = ("dev", "prod")


def write_baseline(templates: Templates, folder: Path) -> None:
    """Makes the folder hold these templates, in a form that reads well in a review."""
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob(f"*{SUFFIX}"):
        stale.unlink()
    for stack, template in templates.items():
        text = json.dumps(_tidy(template), indent=1, sort_keys=True)
        (folder / f"{stack}{SUFFIX}").write_text(text + "\n", "utf-8")


def _tidy(template: dict[str, Any]) -> dict[str, Any]:
    """Without metadata, which says nothing about what is deployed and changes with the CDK."""
    resources = {
        logical_id: {key: value for key, value in resource.items() if key != "Metadata"}
        for logical_id, resource in template.get("Resources", {}).items()
        if resource["Type"] != "AWS::CDK::Metadata"
    }
    return {**template, "Resources": resources}

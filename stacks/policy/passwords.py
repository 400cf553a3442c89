"""No password stands in a template: templates are stored, logged and shown in the console."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stacks.policy.rule import Finding, Template, rule

_SECRET_NAME = re.compile(r"(password|passwd|secretstring|secret[_-]?key|auth[_-]?token)$", re.I)
# References that CloudFormation resolves while deploying, so the value never is in the template.
_REFERENCE = re.compile(r"\{\{resolve:(secretsmanager|ssm-secure):")


def _is_plain(value: object) -> bool:
    """Booleans and numbers under such a name are switches and lengths, not secrets."""
    return isinstance(value, (str, dict)) and bool(value) and not _REFERENCE.search(_text(value))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _plain_passwords(value: Any, path: str) -> Iterator[str]:
    """Paths of what is named like a secret and holds its value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if _SECRET_NAME.search(key) and _is_plain(inner):
                yield f"{path}/{key}"
            else:
                yield from _plain_passwords(inner, f"{path}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _plain_passwords(inner, f"{path}/{number}")


@rule(
    "PlaintextPassword",
    why="a password in a template is readable to everybody who may read the stack",
    fix="let the service manage it (manage_admin_password=True), or refer to a stored secret",
)
def plaintext_password(template: Template) -> Iterator[Finding]:
    for logical_id, resource in template.resources.items():
        for path in _plain_passwords(resource.get("Properties", {}), "Properties"):
            yield Finding(logical_id, path, path.rpartition("/")[2])


RULES = (plaintext_password,)

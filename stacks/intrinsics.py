"""CloudFormation's references and functions, as texts that people and rules can read."""

from __future__ import annotations

import json
import re
from typing import Any


def as_list(value: Any) -> list[Any]:
    """IAM lets a single value stand for a list of one."""
    return value if isinstance(value, list) else [value]


def as_text(value: Any) -> str:
    """A value with its references as `${…}`, so that ARNs can be read."""
    match value:
        case str():
            return value
        case {"Fn::Join": [str(separator), list(parts)]}:
            return separator.join(map(as_text, parts))
        case {"Fn::Sub": str(text)}:
            return re.sub(r"\$\{([^}]*)\}", lambda found: _reference(found[1]), text)
        case {"Ref": str(name)}:
            return _reference(name)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            return _reference(f"{name}.{attribute}")
        case _:
            return _reference(json.dumps(value, sort_keys=True))


def _reference(name: str) -> str:
    """Without colons, so that an ARN still splits at its own."""
    return "${" + name.replace(":", "") + "}"

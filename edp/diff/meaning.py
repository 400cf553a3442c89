"""Reduces templates to what deploying them means: no metadata, descriptions, order or hashes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from edp.diff.model import Environment, Resource
from edp.diff.read import Templates, read_templates
from edp.diff.references import References

# A content hash as the CDK (64 or 32 digits) and the code release (16) write it. Ids of AWS have
# other lengths, but for those of multi-region keys, which start with mrk-.
_DIGITS = "|".join(rf"[0-9a-f]{{{length}}}" for length in (16, 32, 64))
_HASH = re.compile(rf"(?<![0-9A-Za-z])(?<!mrk-)(?:{_DIGITS})(?![0-9A-Za-z])")
_NO_MEANING = {"Metadata", "DependsOn", "Type", "Properties"}
# IAM lets a single value stand for a list of one.
_ONE_OR_MANY = {"Action", "NotAction", "Resource", "NotResource", "Statement", "AWS", "Service"}


def read_environment(folder: Path) -> Environment:
    """The resources of a folder of templates, by place.

    Raises:
        EdpError: the folder holds no templates, or one cannot be read.
    """
    return environment_of(read_templates(folder))


def environment_of(templates: Templates) -> Environment:
    """The resources of templates by stack, by place."""
    references = References(templates)
    return {
        f"{stack}/{logical_id}": _resource(f"{stack}/{logical_id}", references.resolve(stack, raw))
        for stack, template in templates.items()
        for logical_id, raw in template.get("Resources", {}).items()
        if raw["Type"] != "AWS::CDK::Metadata"
    }


def _resource(place: str, raw: dict[str, Any]) -> Resource:
    properties = _without_descriptions(raw.get("Properties", {}))
    settings = {key: value for key, value in raw.items() if key not in _NO_MEANING}
    return Resource(
        place,
        raw["Type"],
        _without_hashes(properties),
        settings,
        fingerprint([properties, settings]),
    )


def fingerprint(value: Any) -> str:
    """A text that is equal for values that differ in order only."""
    return json.dumps(_unordered(value), sort_keys=True)


def _unordered(value: Any, *, ordered: bool = False) -> Any:
    """Sorts lists; the arguments of a function keep their order."""
    if isinstance(value, dict):
        return {
            key: _unordered(
                [inner] if key in _ONE_OR_MANY and not isinstance(inner, list) else inner,
                ordered=ordered or key.startswith("Fn::"),
            )
            for key, inner in value.items()
        }
    if isinstance(value, list):
        items = [_unordered(inner, ordered=ordered) for inner in value]
        return items if ordered else sorted(items, key=lambda i: json.dumps(i, sort_keys=True))
    return value


def _without_descriptions(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_descriptions(v) for k, v in value.items() if k != "Description"}
    if isinstance(value, list):
        return [_without_descriptions(inner) for inner in value]
    return value


def _without_hashes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_hashes(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_hashes(inner) for inner in value]
    return _HASH.sub("<hash>", value) if isinstance(value, str) else value

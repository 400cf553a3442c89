"""What CloudFormation's registry says about resource types, read from the data of cfn-lint."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from edp.diff.model import Resource
from stacks.aws_facts import read_fact

Path = tuple[str, ...]


@cache
def _schema(resource_type: str) -> dict[str, Any]:
    """The schema of a type; empty for custom resources and types nobody knows."""
    known = read_fact("schemas/providers/us-east-1.json").get(resource_type)
    return read_fact(f"schemas/resources/{known}.json") if known else {}


@cache
def replacing(resource_type: str) -> tuple[Path, ...]:
    """Properties whose change makes CloudFormation make a new resource, or may do so."""
    schema = _schema(resource_type)
    pointers = [
        *schema.get("createOnlyProperties", []),
        *schema.get("conditionalCreateOnlyProperties", []),
    ]
    return tuple(tuple(pointer.split("/")[2:]) for pointer in pointers)


def values_at(value: Any, path: Path) -> Iterator[Any]:
    """The values at a path of the registry, where `*` stands for each item of a list."""
    if not path:
        yield value
    elif path[0] == "*" and isinstance(value, list):
        for item in value:
            yield from values_at(item, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from values_at(value[path[0]], path[1:])


def physical_name(resource: Resource) -> str | None:
    """The name that the template gives the resource on AWS, if it gives one."""
    for path in replacing(resource.type):
        if len(path) == 1 and path[0].endswith("Name"):
            name = resource.properties.get(path[0])
            if isinstance(name, str):
                return name
    return None

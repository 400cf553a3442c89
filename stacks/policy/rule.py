"""What a rule is: an id, one sentence of why, what to do, and a search through a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Resource = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """A place that breaks a rule.

    Attributes:
        logical_id: the resource.
        where: path of the property below the resource, as `Properties/Name`.
        what: what was found there, if the rule's sentence does not say it. It becomes part of
            the id to acknowledge, so that accepting one action does not accept the next one.
    """

    logical_id: str
    where: str
    what: str = ""


@dataclass(frozen=True)
class Template:
    """A synthesised template of one environment."""

    resources: dict[str, Resource]
    environment: str | None = None

    def of_type(self, *types: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Logical id and properties of the resources of these types."""
        for logical_id, resource in self.resources.items():
            if resource["Type"] in types:
                yield logical_id, resource.get("Properties", {})


@dataclass(frozen=True)
class Rule:
    """One rule; called with a template, it finds what breaks it."""

    id: str
    why: str
    fix: str
    search: Callable[[Template], Iterator[Finding]]

    def __call__(self, template: Template) -> Iterator[Finding]:
        return self.search(template)


def rule(
    rule_id: str, *, why: str, fix: str
) -> Callable[[Callable[[Template], Iterator[Finding]]], Rule]:
    """Makes a rule of a search function."""
    return lambda search: Rule(rule_id, why, fix, search)


def is_true(value: object) -> bool:
    """Whether a template's value is surely true; CloudFormation takes strings for booleans."""
    return value is True or value == "true"


def is_false(value: object) -> bool:
    """Whether a template's value is surely false."""
    return value is False or value == "false"

"""Makes references the same wherever they stand, so that stacks can be compared as one.

`Ref` and `Fn::GetAtt` name the place (`Stack/LogicalId`) instead of an id of their own stack, and
values from another stack are what they refer to there. Parameters become their defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from edp.diff.read import Templates


class References:
    """Knows the resources, parameters and outputs of all templates."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._exports = {
            output["Export"]["Name"]: (stack, output["Value"])
            for stack, template in templates.items()
            for output in template.get("Outputs", {}).values()
            if isinstance(output.get("Export", {}).get("Name"), str)
        }

    def resolve(self, stack: str, value: Any) -> Any:
        """The value, as it stands in this stack's template, with global references."""
        match value:
            case {"Ref": str(name)}:
                return self._ref(stack, name)
            case {"Fn::GetAtt": [str(name), attribute]}:
                return {"Fn::GetAtt": [f"{stack}/{name}", attribute]}
            case {"Fn::ImportValue": str(name)} if name in self._exports:
                return self.resolve(*self._exports[name])
            case {"Fn::GetStackOutput": {"StackName": str(other), "OutputName": str(output)}}:
                return self._output(other, output, value)
            case dict():
                return {key: self.resolve(stack, inner) for key, inner in value.items()}
            case list():
                return [self.resolve(stack, inner) for inner in value]
        return value

    def _ref(self, stack: str, name: str) -> Any:
        template = self._templates[stack]
        if name in template.get("Resources", {}):
            return {"Ref": f"{stack}/{name}"}
        parameter = template.get("Parameters", {}).get(name, {})
        return parameter.get("Default", {"Ref": name})

    def _output(self, stack: str, name: str, otherwise: Any) -> Any:
        outputs = self._templates.get(stack, {}).get("Outputs", {})
        return self.resolve(stack, outputs[name]["Value"]) if name in outputs else otherwise


def places_in(value: Any) -> Iterator[str]:
    """Places that a resolved value refers to."""
    match value:
        case {"Ref": str(place)} | {"Fn::GetAtt": [str(place), _]}:
            yield place
        case dict():
            for inner in value.values():
                yield from places_in(inner)
        case list():
            for inner in value:
                yield from places_in(inner)


def rename(value: Any, names: Mapping[str, str]) -> Any:
    """The resolved value with places renamed; what has no new name keeps its own."""
    match value:
        case {"Ref": str(place)}:
            return {"Ref": names.get(place, place)}
        case {"Fn::GetAtt": [str(place), attribute]}:
            return {"Fn::GetAtt": [names.get(place, place), attribute]}
        case dict():
            return {key: rename(inner, names) for key, inner in value.items()}
        case list():
            return [rename(inner, names) for inner in value]
    return value

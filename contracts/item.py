"""The values of a contract's file with their lines, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import yaml
from yaml import MappingNode, Node, ScalarNode, SequenceNode

from contracts.errors import ContractError

# The one in C reads the same, ten times as fast; not every build of the library has it.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Item:
    """A value of the file.

    Attributes:
        path: How people find it in the file, such as `properties.age.required`.
        line: Where it stands, or its key.
        plain: The value as Python has it; of a mapping or a list, none.
        text: A single value as it is written.
        members: Of a mapping.
        items: Of a list.
        kind: What it is, in words.
    """

    path: str
    line: int
    kind: str
    plain: object = None
    text: str = ""
    members: Mapping[str, Item] = field(default_factory=dict)
    items: Sequence[Item] = ()


class Refusals:
    """What is refused about one file, in order of its lines."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._lines: list[tuple[int, str]] = []

    def add(self, item: Item, wrong: str, allowed: str) -> None:
        """Notes what is wrong with a value, and what would be right."""
        where = f"{self._label}:{item.line}: {f'{item.path}: ' if item.path else ''}"
        self._lines.append((item.line, f"{where}{wrong}; allowed: {allowed}"))

    def give(self) -> None:
        """Raises ContractError with a line for each, if there are any."""
        if self._lines:
            raise ContractError("\n".join(dict.fromkeys(text for _, text in sorted(self._lines))))


def parsed(text: str, label: str, refusals: Refusals) -> Item:
    """The whole file.

    Raises:
        ContractError: It is no YAML.
    """
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{label}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ContractError(f"{label}: not YAML: {' '.join(str(error).split())}") from error
    if node is None:
        return Item("", 1, "nothing")
    return _item(node, "", node.start_mark.line + 1, refusals)


def _item(node: Node, path: str, line: int, refusals: Refusals) -> Item:
    if isinstance(node, MappingNode):
        members = _members(node, path, refusals)
        return Item(path, line, "a mapping", members=members)
    if isinstance(node, SequenceNode):
        return Item(path, line, "a list", items=_items(node, path, refusals))
    assert isinstance(node, ScalarNode)
    plain = yaml.SafeLoader("").construct_object(node)
    kind = "nothing" if plain is None else f"{node.value!r}"
    if not isinstance(plain, str | None):
        kind += f" (read by YAML as {type(plain).__name__})"
    return Item(path, line, kind, plain, node.value)


def _members(node: MappingNode, path: str, refusals: Refusals) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        item = _item(value, f"{path}.{name}".lstrip("."), line, refusals)
        if key.tag != "tag:yaml.org,2002:str":
            refusals.add(item, f"YAML does not read {name} as text", f"'{name}' in quotes")
        elif name in found:
            refusals.add(item, f"also stands in line {found[name].line}", "a key once")
        found.setdefault(name, item)
    return found


def _items(node: SequenceNode, path: str, refusals: Refusals) -> tuple[Item, ...]:
    found = (_named(value, path, n) for n, value in enumerate(node.value, 1))
    return tuple(_item(v, p, v.start_mark.line + 1, refusals) for v, p in found)


def _named(node: Node, path: str, number: int) -> tuple[Node, str]:
    """An element of a list, and its path: by its name where it has one."""
    members = node.value if isinstance(node, MappingNode) else ()
    names = {str(k.value): v for k, v in members}
    name = names.get("name") or names.get("property")
    called = name.value if isinstance(name, ScalarNode) else str(number)
    return node, f"{path}.{called}".lstrip(".")

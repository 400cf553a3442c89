"""Takes values out of a contract's file; what is not as it must be is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from contracts.item import Item, Refusals

NOTHING = Item("", 0, "nothing")


class Fields:
    """The members of a mapping, or the custom properties of an element.

    Args:
        item: The mapping.
        refusals: Gets what is refused.
        known: The keys that mean something.
    """

    def __init__(self, item: Item, refusals: Refusals, known: Collection[str]) -> None:
        self.item, self.refusals = item, refusals
        if item.kind != "a mapping":
            refusals.add(item, f"is {item.kind}", "a mapping")
        self._members = item.members
        for key in item.members.keys() - known:
            refusals.add(item.members[key], "unknown", ", ".join(sorted(known)))

    def get(self, key: str) -> Item | None:
        """What stands under a key; None where nothing does."""
        return self._members.get(key)

    def at(self, key: str) -> Item:
        """What stands under a key, or else the mapping itself."""
        return self._members.get(key, self.item)

    def text(self, key: str, default: str | None = None, allowed: str = "a text") -> str:
        """A text; where there is no default it must be there."""
        item = self.get(key)
        if item is None:
            if default is None:
                self.refusals.add(self.item, f"{key} is missing", allowed)
            return default or ""
        return self.as_text(item, allowed)

    def optional(self, key: str) -> str | None:
        """A text, or None where the key is missing."""
        item = self.get(key)
        return None if item is None else self.as_text(item)

    def choice(self, key: str, choices: Collection[str]) -> str | None:
        """One of some texts, or None where the key is missing."""
        found, words = self.optional(key), ", ".join(choices)
        if found is not None and found not in choices:
            self.refusals.add(self.at(key), f"is {self.at(key).kind}", words)
        return found

    def flag(self, key: str) -> bool:
        """True or false; false where the key is missing."""
        item = self.get(key)
        if item is None:
            return False
        if not isinstance(item.plain, bool):
            self.refusals.add(item, f"is {item.kind}", "true or false")
        return item.plain is True

    def number(self, key: str) -> str | None:
        """A number as it is written, or None where the key is missing."""
        item = self.get(key)
        if item is None:
            return None
        if isinstance(item.plain, bool) or not isinstance(item.plain, int | float):
            self.refusals.add(item, f"is {item.kind}", "a number, without quotes")
            return None
        return item.text

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none where the key is missing."""
        return tuple(self.as_text(part) for part in self.list(key))

    def list(self, key: str) -> tuple[Item, ...]:
        """The elements of a list; none where the key is missing."""
        item = self.get(key)
        if item is not None and item.kind != "a list":
            self.refusals.add(item, f"is {item.kind}", "a list")
        return tuple(item.items) if item else ()

    def words(self, key: str) -> dict[str, tuple[str, ...]] | None:
        """Texts, each with a list of texts; None where the key is missing."""
        item = self.get(key)
        if item is None:
            return None
        fields = Fields(item, self.refusals, item.members)
        return {name: fields.texts(name) for name in item.members}

    def custom(self, known: Collection[str]) -> Fields:
        """The custom properties, by their names."""
        members: dict[str, Item] = {}
        for entry in self.list("customProperties"):
            fields = Fields(entry, self.refusals, ("property", "value", "description"))
            name, value = fields.text("property"), entry.members.get("value")
            if value is None:
                self.refusals.add(entry, "value is missing", "a value")
            elif name in members:
                self.refusals.add(entry, f"also stands in line {members[name].line}", "once")
            elif name not in known:
                self.refusals.add(entry, "unknown property", ", ".join(sorted(known)) or "none")
            else:
                members[name] = value
        return Fields(_mapping(self.item, members), self.refusals, members)

    def as_text(self, item: Item, allowed: str = "a text") -> str:
        """A value that must be text: YAML reads `NO`, `1.0` and `2025-01-01` as other things."""
        if isinstance(item.plain, str):
            return item.plain
        self.refusals.add(item, f"is {item.kind}", f"{allowed}, in quotes where YAML reads another")
        return item.text


def _mapping(item: Item, members: Mapping[str, Item]) -> Item:
    return Item(item.path, item.line, "a mapping", members=members)

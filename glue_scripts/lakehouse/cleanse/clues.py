"""What helps to understand a value that could be read in more than one way."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

# Aspect, such as `form` -> what values show of it, such as `day`.
Shown = Mapping[str, Set[str]]


@dataclass(frozen=True)
class Clues:
    """What a file shows of the way the values of one column are written.

    Attributes:
        own: what the column shows.
        file: what all columns of the file show together.
        native: whether all its values came as numbers of the format, not as texts.
        stated: what the producer of the file says of it: as good as what the column shows, so that
            a file that shows something else leaves values open that could be either.
    """

    own: Shown = field(default_factory=dict)
    file: Shown = field(default_factory=dict)
    native: bool = False
    stated: Shown = field(default_factory=dict)

    def among(self, aspect: str, candidates: Set[str]) -> Set[str]:
        """The candidates that the column shows; those that the file shows if it shows none."""
        own = self.own.get(aspect, frozenset()) & candidates
        shown = own or self.file.get(aspect, frozenset()) & candidates
        return shown | (self.stated.get(aspect, frozenset()) & candidates)

    def settle(self, aspect: str, candidates: Set[str]) -> str | None:
        """The only one of them; None where nothing or more than one is shown."""
        found = self.among(aspect, candidates)
        return min(found) if len(found) == 1 else None

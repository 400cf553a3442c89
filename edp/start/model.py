"""What is known of files that nobody described, and what is asked about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from contracts.producers.model import Part
from edp.contract.propose.profile import Profile


@dataclass(frozen=True)
class Look:
    """A file that can be read.

    Attributes:
        file: Where it is.
        label: Its path below the folder, for people.
        header: The columns that have a value, as the file calls them -> as `data` does.
        data: Parquet with all of them as text.
    """

    file: Path
    label: str
    format: str
    records: int
    header: Mapping[str, str]
    data: Path


@dataclass(frozen=True)
class Match:
    """What files are.

    Attributes:
        part: The dataset that they feed, and what they call its columns.
        profile: The shipped producer whose files are like them.
        time_zone: Of moments that name none, where the profile knows.
    """

    part: Part
    profile: str | None = None
    time_zone: str | None = None

    @property
    def dataset(self) -> str:
        """The dataset that they feed."""
        return self.part.dataset


@dataclass(frozen=True)
class Group:
    """Files that are alike; without a match nobody knows what they are.

    Attributes:
        name: Of their folder below raw, and of their producer.
    """

    name: str
    looks: tuple[Look, ...]
    match: Match | None

    @property
    def label(self) -> str:
        """The files, for people."""
        more = f" and {len(self.looks) - 1} more" if len(self.looks) > 1 else ""
        return f"{self.looks[0].label}{more}"


@dataclass(frozen=True)
class Repeats:
    """Keys that stand in several records.

    Attributes:
        keys: How many there are whose records differ and do not say which is the latest.
        one_amount: Whether all records of a key have the same amount.
    """

    keys: int = 0
    one_amount: bool = True


@dataclass
class Seen:
    """What the records of a group show when they are judged as they would be in a run.

    Attributes:
        records: How many there are; those that only go on with the row above are not counted.
        good: Column -> values that are right.
        codes: Column -> what is wrong with the others.
        forms: Column -> how its values are shown to be written.
        unknown: Column -> words that are none of its allowed values.
        values: Name in the files -> what stands there.
    """

    records: int = 0
    good: Counter[str] = field(default_factory=Counter)
    codes: dict[str, Counter[str]] = field(default_factory=dict)
    forms: dict[str, set[str]] = field(default_factory=dict)
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    values: Mapping[str, Profile] = field(default_factory=dict)
    repeats: Repeats = field(default_factory=Repeats)


@dataclass(frozen=True)
class Question:
    """Something that only people know. Until it is answered its files stay out.

    Attributes:
        topic: What the answer settles (`edp.start.answers`).
        column: What the files call it, or the dataset.
        options: Possible answers; none where no answer helps.
        free: Whether other answers are possible as well.
    """

    group: str
    file: str
    column: str | None
    topic: str
    asks: str
    options: tuple[str, ...] = ()
    free: bool = False

    def to_json(self, file: str) -> dict[str, object]:
        """As plain values, of one of the files."""
        return {
            "file": file,
            "column": self.column,
            "question": self.asks,
            "options": list(self.options),
        }


# Topic -> answer, of one group.
Answers = Mapping[str, str]

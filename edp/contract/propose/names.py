"""Which names of several files are one column."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from contracts import Column, Contract, fold
from contracts.columns import TAKEN
from edp.contract.propose.samples import Names

HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass
class Group:
    """Names of one column.

    Attributes:
        names: each with the records it has a value in.
        files: numbers of the files that have one of them.
        called: the column of a contract that is known, if that is why they are one.
        why: why several names are one column.
    """

    names: Counter[str]
    files: set[int]
    called: str | None = None
    why: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As a contract may call it."""
        return column_name(self.called or self.names.most_common(1)[0][0])

    def take(self, other: Group, why: str) -> None:
        """Makes another group a part of this one."""
        self.names += other.names
        self.files |= other.files
        self.why.append(why)


def groups_of(files: Sequence[Names], known: Iterable[Contract]) -> list[Group]:
    """The columns of files, in the order in which they come; arrays of objects are none."""
    groups: dict[str, Group] = {}
    arrays = {fold(name) for names in files for name in names.arrays}
    for number, names in enumerate(files):
        for name, filled in names.filled.items():
            if fold(name) not in arrays:
                group = groups.setdefault(fold(name), Group(Counter(), set()))
                group.names[name] += filled
                group.files.add(number)
    found = _merged(groups, {f: _letters(f) for f in groups}, "names that differ in marks only")
    for contract in known:
        found = _merged(found, contract.names, f"one column of {contract.id}", called=True)
    return list(found.values())


def columns_of(groups: Sequence[Group]) -> dict[str, Column]:
    """Columns of text by the names of their groups, each with its aliases."""
    found: dict[str, Column] = {}
    meant = {fold(name): n for n, group in enumerate(groups) for name in group.names}
    for n, group in enumerate(groups):
        name = group.name
        while meant.setdefault(fold(name), n) != n:
            name = f"{name[:60]}_2"
        others = {fold(n): n for n in sorted(group.names) if fold(n) != fold(name)}
        found[name] = Column(name, "string", "", "", aliases=tuple(others.values()))
    return found


def column_name(name: str) -> str:
    """A name as contracts have them: `userId` -> `user_id`."""
    spelt = HUMP.sub("_", name).replace("ß", "ss")
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    found = re.sub("[^a-z0-9]+", "_", plain.lower()).strip("_")[:60]
    found = found if found[:1].isalpha() else f"column_{found}".rstrip("_")
    return f"{found}_" if found in TAKEN else found


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name)) or name


def _merged(
    groups: Mapping[str, Group], meaning: Mapping[str, str], why: str, *, called: bool = False
) -> dict[str, Group]:
    """Groups of one meaning become one, if no file has two of them."""
    found: dict[str, Group] = {}
    firsts: dict[str, Group] = {}
    for folded, group in groups.items():
        meant = meaning.get(folded)
        first = firsts.setdefault(meant, group) if meant else group
        if first is not group and not first.files & group.files:
            names = " and ".join(repr(g.names.most_common(1)[0][0]) for g in (first, group))
            first.take(group, f"{names}: {why}, and never in one file")
            first.called = meant if called else first.called
        else:
            found[folded] = group
    return found

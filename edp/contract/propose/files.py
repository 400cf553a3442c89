"""Which of the files that people name are samples, and what is to be asked of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts import fold
from edp.contract.propose.samples import Names, Sample, names_of
from edp.display.look import count
from edp.errors import EdpError

# With fewer files nobody can say which one is not like the others.
SEVERAL = 3


@dataclass(frozen=True)
class Taken:
    """Files that are read, and questions about those that are not, or not as they stand.

    Attributes:
        names: file -> what it calls its columns.
        questions: a sentence each.
    """

    names: Mapping[Path, Names]
    questions: tuple[str, ...]


def taken(files: Sequence[Path]) -> Taken:
    """The files that the reader accepts and that have something in common.

    Raises:
        EdpError: there is none.
    """
    names: dict[Path, Names] = {}
    asked: list[str] = []
    for file in files:
        found, verdict = names_of(file)
        if not verdict.outcome.startswith("accept"):
            asked.append(f"{file.name}: refused ({verdict.reason}: {verdict.detail})")
        elif found.filled:
            names[file] = found
    for file in list(_strangers(names)):
        del names[file]
        what = "no column of it is in another file: has it no header, or is it of another dataset?"
        asked.append(f"{file.name}: left out, because {what}")
    if not names:
        raise EdpError("; ".join(asked) or "no file has a value in any column")
    asked += [
        f"{file.name}: are the records the array {found.around!r} of its only object?"
        for file, found in names.items()
        if found.around
    ]
    asked += [
        f"{file.name}: most columns are called by no letters: has it no header?"
        for file, found in names.items()
        if 2 * sum(any(map(str.isalpha, n)) for n in found.filled) < len(found.filled)
    ]
    return Taken(names, tuple(asked))


def sound(samples: Sequence[Sample]) -> tuple[list[Sample], tuple[str, ...]]:
    """The samples that could be read again, and questions about records that could not.

    Raises:
        EdpError: there is none.
    """
    good, asked = [], []
    for sample in samples:
        verdict, name = sample.verdict, sample.file.name
        if not verdict.outcome.startswith("accept"):
            asked.append(f"{name}: refused ({verdict.reason}: {verdict.detail})")
            continue
        good.append(sample)
        if bad := verdict.facts.bad_records:
            asked.append(f"{name}: {count(bad, 'record')} cannot be read")
    if not good:
        raise EdpError("; ".join(asked))
    return good, tuple(asked)


def _strangers(files: Mapping[Path, Names]) -> Iterator[Path]:
    """Files without a column in common with any other, where others have some."""
    if len(files) < SEVERAL:
        return
    folded = {file: set(map(fold, names.filled)) for file, names in files.items()}
    alone = [
        file
        for file, names in folded.items()
        if not any(names & others for other, others in folded.items() if other != file)
    ]
    if len(alone) * 2 < len(files):
        yield from alone

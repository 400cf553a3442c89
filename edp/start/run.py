"""From a folder of files to published figures, with questions on the way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from contracts.roots import roots, use
from edp.errors import EdpError
from edp.lake import Lake
from edp.pipeline import lake_settings, run
from edp.quarantine.groups import groups as quarantined_groups
from edp.quarantine.groups import refused
from edp.quarantine.model import Filter
from edp.quarantine.tables import open_quarantine
from edp.start.between import merged, twice
from edp.start.drafts import drafted
from edp.start.groups import grouped
from edp.start.look import Unread, looked_at
from edp.start.model import Group, Look, Question
from edp.start.plan import Decided, decided
from edp.start.see import profiles
from edp.start.started import Accepted, Started
from edp.start.write import copy_files, write_producer
from lakehouse.reader.tables.decoder import stop_decoders

# The answer to a question; None leaves it open.
Ask = Callable[[Question], str | None]
Tell = Callable[[str], None]


def start(folder: Path, into: Path, ask: Ask, tell: Tell) -> Started:
    """Publishes what is clear of a folder's files, in a folder of its own.

    Raises:
        EdpError: one of the folders cannot be used.
    """
    _assert_usable(folder, into)
    started = Started(into=into)
    with tempfile.TemporaryDirectory() as scratch:
        try:
            groups = _looked(folder, Path(scratch), started, tell)
            ready = _ready(groups, started, ask, tell)
            own = _own([g for g in groups if g.match is None], started, ask, tell)
        finally:
            stop_decoders()
    if ready or own:
        _published(ready, own, started, tell)
    return started


def _assert_usable(folder: Path, into: Path) -> None:
    lake_settings(folder, into)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise EdpError(f"{into} is there already: remove it, or name a new folder with --into")


def _looked(folder: Path, scratch: Path, started: Started, tell: Tell) -> list[Group]:
    looks: list[Look] = []
    for found in looked_at(folder, scratch):
        tell(found.label)
        if isinstance(found, Unread):
            started.refused.append(found)
        else:
            looks.append(found)
    groups = grouped(looks)
    started.files = {group.name: [look.label for look in group.looks] for group in groups}
    return groups


def _ready(groups: list[Group], started: Started, ask: Ask, tell: Tell) -> list[Decided]:
    """The groups of which nothing is open."""
    answers: dict[str, dict[str, str]] = {group.name: {} for group in groups}
    found = []
    for group in groups:
        if group.match:
            tell(group.label)
            found.append(settled(group, answers[group.name], ask))
    started.questions += [question for one in found for question in one.open]
    ready = [one for one in found if not one.open]
    ready = _agreed(ready, twice(ready, answers), started, ask)
    return _agreed(ready, merged(ready), started, ask)


def _agreed(
    ready: list[Decided], questions: list[Question], started: Started, ask: Ask
) -> list[Decided]:
    """Without the groups of which a question stays open."""
    left = [question for question in questions if ask(question) is None]
    started.questions += left
    return [one for one in ready if one.group.name not in {q.group for q in left}]


def settled(group: Group, answers: dict[str, str], ask: Ask) -> Decided:
    """Asks until nothing is open, or until a question stays open and the group stays out."""
    values = profiles(group.looks)
    while True:
        found = decided(group, answers, values)
        answer = ask(found.open[0]) if found.open else None
        if answer is None:
            return found
        answers[found.open[0].topic] = answer


def _own(unknown: list[Group], started: Started, ask: Ask, tell: Tell) -> list[Group]:
    """Files that are datasets of their own, with their contracts written; drafts of the others."""
    own = []
    for group in unknown:
        tell(f"{group.label}: a contract for it")
        draft = drafted(group, started.drafts)
        if draft.text and ask(draft.question):
            draft.write(started.into / "contracts" / "source")
            own.append(group)
        else:
            draft.write(started.drafts)
            started.questions.append(draft.question)
    return own


def _take(started: Started, group: Group, dataset: str, profile: str | None) -> None:
    copy_files(started.into, group)
    for look in group.looks:
        started.accepted.append(Accepted(look.label, dataset, profile, look.records))


def _published(ready: list[Decided], own: list[Group], started: Started, tell: Tell) -> None:
    for one in ready:
        match = one.group.match
        assert match
        write_producer(started.into, one.producer)
        _take(started, one.group, match.dataset, match.profile)
    for group in own:
        _take(started, group, group.name, None)
    use([*map(Path, roots()), started.into])
    started.outcome = run(started.into / "raw", started.lake, "sail", tell)
    _tell_quarantine(started)


def _tell_quarantine(started: Started) -> None:
    """What is not in the figures, first what brings most records back."""
    with open_quarantine(Lake.in_folder(started.lake)) as con:
        found = quarantined_groups(con, "reason", Filter())
        started.refused += [
            Unread(f.file, f.reason, f.detail or "") for f in refused(con, Filter())
        ]
    started.quarantined = sorted(found, key=lambda g: (-g.alone, -g.records))

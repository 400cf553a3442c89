"""A contract for files of which nobody has written one."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from contracts import Contract, load_layer
from edp.contract.propose.checked import checked
from edp.contract.propose.keys import with_key
from edp.contract.propose.model import Proposal
from edp.contract.propose.names import Group, column_name, columns_of, groups_of
from edp.contract.propose.neighbours import inside, with_currencies, with_relations
from edp.contract.propose.profile import Profile, profile_of
from edp.contract.propose.rules import with_rules
from edp.contract.propose.samples import Names, Sample, names_of, sample_of
from edp.contract.propose.trial import contract_for
from edp.contract.propose.types import typed
from edp.errors import EdpError
from lakehouse.reader.parquet import stop_decoders
from lakehouse.reader.verdict import Verdict


def propose(files: Sequence[Path], name: str | None) -> Proposal:
    """Reads all records of all files and says what a contract for them may be.

    Args:
        files: samples of one dataset, in any formats.
        name: of the dataset; by default that of the first file.

    Raises:
        EdpError: none of them can be read.
    """
    read = {file: names_of(file) for file in files}
    try:
        return _of_named(read, column_name(name or files[0].name.partition(".")[0]))
    finally:
        stop_decoders()


def _of_named(read: Mapping[Path, tuple[Names, Verdict]], dataset: str) -> Proposal:
    refused = [
        f"{file.name}: refused ({verdict.reason}: {verdict.detail})"
        for file, (_, verdict) in read.items()
        if not verdict.outcome.startswith("accept")
    ]
    named = {f: n for f, (n, v) in read.items() if n.filled and v.outcome.startswith("accept")}
    if not named:
        raise EdpError("; ".join(refused) or "no file has a value in any column")
    known = [c for c in load_layer("source") if c.records_in is None]
    groups = groups_of(list(named.values()), known)
    contract = _probe(groups, len(named))
    with tempfile.TemporaryDirectory() as folder:
        targets = {file: Path(folder) / f"{n}.parquet" for n, file in enumerate(named)}
        samples = [sample_of(file, contract, target) for file, target in targets.items()]
        start = Proposal(
            dataset,
            files=tuple(file.name for file in read),
            inside=inside(named.values()),
            questions=_asked(refused, named, samples),
        )
        return _proposed(start, contract, groups, samples, known)


def _probe(groups: Sequence[Group], files: int) -> Contract:
    """All columns as text. The fullest one that all files have tells where the records are."""
    columns = columns_of(groups)
    everywhere = [
        (group.names.total(), name)
        for group, name in zip(groups, columns, strict=True)
        if len(group.files) == files
    ]
    if everywhere:
        name = max(everywhere)[1]
        columns[name] = replace(columns[name], required=True)
    return contract_for(list(columns.values()))


def _asked(
    refused: Sequence[str], named: Mapping[Path, Names], samples: Sequence[Sample]
) -> tuple[str, ...]:
    """What is to be said of files."""
    around = [
        f"{file.name}: are the records the array {names.around!r} of its only object?"
        for file, names in named.items()
        if names.around
    ]
    bad = [
        f"{s.file.name}: {s.verdict.facts.bad_records:,} records cannot be read"
        for s in samples
        if s.verdict.facts.bad_records
    ]
    again = [
        f"{s.file.name}: {s.verdict.reason}: {s.verdict.detail}"
        for s in samples
        if not s.verdict.outcome.startswith("accept")
    ]
    return (*refused, *around, *again, *bad)


def _proposed(
    start: Proposal,
    contract: Contract,
    groups: Sequence[Group],
    samples: Sequence[Sample],
    known: Sequence[Contract],
) -> Proposal:
    samples = [s for s in samples if s.verdict.outcome.startswith("accept")]
    profiles: dict[str, Profile] = {}
    columns = []
    for group, spec in zip(groups, contract.columns, strict=True):
        profile = profiles[spec.name] = profile_of(samples, spec.name)
        made = with_rules(typed(samples, profile), profile)
        made = made.changed(aliases=spec.aliases)
        columns.append(replace(made, evidence=(*made.evidence, *group.why)))
    records = max(p.records for p in profiles.values())
    proposal = replace(start, columns=tuple(columns), records=records)
    proposal = with_currencies(proposal, profiles)
    proposal = with_relations(with_key(proposal, profiles, samples), known)
    return checked(proposal, samples)

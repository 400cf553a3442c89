"""A contract for files of which nobody has written one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from contracts import Contract, load_layer
from edp.contract.propose.checked import checked
from edp.contract.propose.files import Taken, sound, taken
from edp.contract.propose.keys import with_key
from edp.contract.propose.model import Proposal
from edp.contract.propose.names import Group, column_name, columns_of, groups_of
from edp.contract.propose.neighbours import inside, with_currencies, with_namesakes, with_relations
from edp.contract.propose.profile import Profile, profile_of
from edp.contract.propose.rules import with_rules
from edp.contract.propose.samples import Sample, sample_of
from edp.contract.propose.trial import contract_for
from edp.contract.propose.types import typed
from lakehouse.reader.tables.decoder import stop_decoders


def propose(files: Sequence[Path], name: str | None) -> Proposal:
    """Reads all records of all files and says what a contract for them may be.

    Args:
        files: samples of one dataset, in any formats.
        name: of the dataset; by default that of the first file.

    Raises:
        EdpError: none of them can be read.
    """
    try:
        return _of(taken(files), column_name(name or files[0].name.partition(".")[0]))
    finally:
        stop_decoders()


def _of(files: Taken, dataset: str) -> Proposal:
    known = [c for c in load_layer("source") if not c.records_in and c.name != dataset]
    groups = groups_of(list(files.names.values()), known)
    contract = _probe(groups, len(files.names))
    with tempfile.TemporaryDirectory() as folder:
        targets = {file: Path(folder) / f"{n}.parquet" for n, file in enumerate(files.names)}
        samples = [sample_of(file, contract, target) for file, target in targets.items()]
        good, asked = sound(samples)
        start = Proposal(
            dataset,
            files=tuple(sample.file.name for sample in good),
            inside=inside(files.names.values()),
            questions=(*files.questions, *asked),
        )
        return _proposed(start, contract, groups, good, known)


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


def _proposed(
    start: Proposal,
    contract: Contract,
    groups: Sequence[Group],
    samples: Sequence[Sample],
    known: Sequence[Contract],
) -> Proposal:
    profiles: dict[str, Profile] = {}
    columns = []
    for group, spec in zip(groups, contract.columns, strict=True):
        profile = profile_of(samples, spec.name)
        made = with_rules(typed(samples, profile), profile)
        profiles[spec.name] = profile.slim()
        made = made.changed(aliases=spec.aliases)
        columns.append(replace(made, evidence=(*made.evidence, *group.why)))
    columns = with_namesakes(columns, groups)
    records = max(p.records for p in profiles.values())
    proposal = replace(start, columns=tuple(columns), records=records)
    proposal = with_currencies(proposal, profiles)
    proposal = with_relations(with_key(proposal, profiles, samples), known)
    return checked(proposal, samples)

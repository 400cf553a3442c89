"""How a dataset stands in a publication of silver: as it was just built, or held back.

A dataset whose build fails does not stop the others. The publication names its tables all the
same, with the snapshots that were published last, since when, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pyiceberg.table import Table

from contracts import Contract
from contracts.place import threshold_place
from lake_protocol.decisions import Decision
from lake_protocol.ledger import Entry
from lake_protocol.publications import HeldBack, Publication, TableEntry
from lakehouse.basis import Basis
from lakehouse.publication import entry, without_rows
from lakehouse.set_aside import BY_HAND, BY_RULE
from lakehouse.silver.explain import Why, explained
from lakehouse.silver.judging import Judged
from lakehouse.silver.reason_counts import Tally

# The layers in which a dataset has a table.
TABLES = ("silver", "quarantine", "lineage")
PUBLISHED, HELD_BACK, NO_FILES = "published", "held_back", "no_files"


@dataclass(frozen=True)
class DatasetState:
    """A dataset's part of a publication.

    Attributes:
        tables: What is said of each table.
        records: How many came in, and how many of them are in each table or set aside.
        built_from: The last ingest its tables know of.
        reason: Why it is held back; None when it is not.
        since: When its tables were published; None for those of now, or when they never were.
        why: The most frequent reasons of records, where they are why it is held back.
        unused: Bronze files of whose records none takes part, and what these are.
        basis: What it was built from, a mark of each part; None where it is held back.
        notes: What people should know of its records.
        taken: The entries of the bronze files that it was built from just now.
    """

    dataset: str
    tables: Mapping[str, TableEntry]
    records: Mapping[str, int]
    built_from: int
    reason: str | None = None
    since: str | None = None
    why: Sequence[Why] = ()
    unused: Mapping[str, Tally] = field(default_factory=dict)
    basis: Basis | None = None
    notes: Sequence[str] = ()
    taken: Sequence[Entry] | None = None

    @property
    def state(self) -> str:
        """In one word."""
        if self.reason is not None:
            return HELD_BACK
        return PUBLISHED if self.records.get("bronze") else NO_FILES

    @property
    def about(self) -> dict[str, Any]:
        """What the publication says of the dataset."""
        about: dict[str, Any] = {"built_from": self.built_from, "records": dict(self.records)}
        return about | ({"basis": self.basis, "notes": list(self.notes)} if self.basis else {})

    @property
    def line(self) -> str:
        """Why it is held back, for people."""
        when = f"published {self.since}" if self.since else "never published"
        why = f": {'; '.join(map(str, self.why))}" if self.why else ""
        return f"{self.dataset} is held back ({when}): {self.reason}{why}"

    def to_json(self) -> dict[str, Any]:
        """What a run reports."""
        why = [asdict(w) for w in self.why]
        return {"state": self.state, "since": self.since, "reason": self.reason, "why": why}


def as_it_is(dataset: str, last: Publication, built_from: int) -> DatasetState:
    """A dataset that would be built from the same as last time."""
    about = last.get("datasets", {})[dataset]
    tables = {f"{layer}.{dataset}": last["tables"][f"{layer}.{dataset}"] for layer in TABLES}
    return DatasetState(
        dataset, tables, about["records"], built_from, basis=about["basis"], notes=about["notes"]
    )


def as_last_published(
    dataset: str, last: Publication | None, targets: Mapping[str, Table], reason: str
) -> DatasetState:
    """A dataset that is held back; without rows where it was never published.

    Args:
        dataset: Its name.
        last: The publication before.
        targets: Its tables.
        reason: Why it is held back.
    """
    known = last is not None and all(name in last["tables"] for name in targets)
    before = last if known else None
    published = before["tables"] if before else {}
    tables = {n: published.get(n) or without_rows(target) for n, target in targets.items()}
    told = before.get("datasets", {}).get(dataset, {}) if before else {}
    earlier = tables[f"silver.{dataset}"].get("held_back")
    since = earlier["since"] if earlier else before and before["published_at"]
    marker = HeldBack(since=since, reason=reason)
    return DatasetState(
        dataset=dataset,
        tables={name: _marked(ref, marker) for name, ref in tables.items()},
        records=told.get("records", {}),
        built_from=told.get("built_from", before["built_from"] if before else 0),
        reason=reason,
        since=since,
    )


def nothing_good(
    dataset: str,
    last: Publication | None,
    targets: Mapping[str, Table],
    records: Mapping[str, int],
    why: Sequence[Why],
) -> DatasetState:
    """A dataset that is held back because none of its records is good.

    Its quarantine says why, so the marker of that table names the snapshot that was not published.
    """
    aside = f", {records['aside']} are in files set aside" if records["aside"] else ""
    reason = f"{records['bronze']} records came in and none can be published{aside}"
    state = as_last_published(dataset, last, targets, reason)
    name = f"quarantine.{dataset}"
    marker = HeldBack(since=state.since, reason=reason, instead_of=entry(targets[name]))
    tables = {**state.tables, name: _marked(state.tables[name], marker)}
    return replace(state, tables=tables, why=why)


def _marked(table: TableEntry, marker: HeldBack) -> TableEntry:
    marked = table.copy()
    marked["held_back"] = marker
    return marked


def files_set_aside(
    taken: Sequence[Entry],
    judged: Judged,
    decided: Mapping[tuple[str, str], Decision],
    contract: Contract,
) -> list[dict[str, Any]]:
    """The files of a dataset that are set aside, and why."""
    found = []
    for line in taken:
        if (file := line["data_file"]) in judged.aside:
            tally = judged.unused[file]
            decision = decided.get((line["uri"], line["version"]))
            found.append(
                {
                    "dataset": contract.name,
                    "uri": line["uri"],
                    "version": line["version"],
                    "records": tally.records,
                    "quarantined": tally.bad,
                    "by": BY_HAND if decision else BY_RULE,
                    "who": decision and decision.who,
                    "why": decision and decision.why,
                    "at": decision and decision.at,
                    "contract": None if decision else str(threshold_place(contract)),
                    "reasons": [asdict(w) for w in explained(tally, contract)],
                }
            )
    return sorted(found, key=lambda f: (f["uri"], f["version"]))

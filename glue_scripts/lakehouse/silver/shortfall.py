"""What a run must not keep quiet about, though it has published all it could."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from contracts import load
from lake_protocol.ledger import Entry, data_files
from lake_protocol.publications import Publication
from lakehouse import ledger
from lakehouse.errors.failure import JobFailed
from lakehouse.silver.dataset_state import DatasetState
from lakehouse.silver.explain import TOP, explained, times
from lakehouse.silver.reason_counts import Tally


def assert_not_all_refused(entries: Iterable[Entry], dataset: str) -> None:
    """Raises JobFailed when files of a dataset came, and not one was ever accepted."""
    came = [e for e in entries if e["dataset"] == dataset]
    refused = [e for e in came if e["verdict"] == "reject"]
    if refused and not any(e["verdict"].startswith("accept") for e in came):
        raise JobFailed(refusals(refused))


def refusals(refused: Sequence[Entry]) -> str:
    """That these files were refused and no other was accepted, and the most frequent reasons."""
    counts = Counter(e["reason"] for e in refused)
    most = sorted(counts.items(), key=lambda c: (-c[1], c[0]))[:TOP]
    firsts = {e["reason"]: e for e in sorted(refused, key=lambda e: e["uri"], reverse=True)}
    reasons = (
        f"{reason} {times(count)} ({firsts[reason]['uri']}: {firsts[reason]['detail']})"
        for reason, count in most
    )
    files = "1 file was" if len(refused) == 1 else f"{len(refused)} files were"
    return f"{files} refused and none accepted: {'; '.join(reasons)}"


def shortfalls(states: Sequence[DatasetState], last: Publication | None, place: str) -> list[str]:
    """A line for each dataset that is held back; or one that nothing new is published.

    Args:
        states: the datasets as they are published now.
        last: the publication before.
        place: where the ledger stands.
    """
    if lines := [state.line for state in states if state.reason is not None]:
        return lines
    since = int(last.get("built_from") or 0) if last else 0
    new = set(data_files(ledger.entries_since(place, since)))
    unused = {state.dataset: _of(new, state.unused) for state in states}
    if not new or len(new) > sum(map(len, unused.values())):
        return []
    return [_nothing_new(dataset, list(tallies)) for dataset, tallies in unused.items() if tallies]


def _of(files: Set[str], tallies: Mapping[str, Tally]) -> list[Tally]:
    return [tally for file, tally in tallies.items() if file in files]


def _nothing_new(dataset: str, tallies: Sequence[Tally]) -> str:
    whole = Tally.of(tallies)
    why = "; ".join(map(str, explained(whole, load(f"source.{dataset}"))))
    files = "a new file" if len(tallies) == 1 else f"{len(tallies)} new files"
    return (
        f"{dataset}: no record of {files} is published, {whole.records} in all: "
        f"{why or 'set aside by hand'}"
    )

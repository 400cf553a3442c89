"""The report's section on what became of files and records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from edp.display.verdicts import VERDICTS
from edp.insights.html import bars, grid, panel, section, shares, table
from edp.insights.model import Quality, ReasonCount, Waiting
from edp.reasons import in_words

_TOP_REASONS = 10
_VERDICT_COLOURS = dict(zip(VERDICTS, ("#14b8a6", "#f59e0b", "#ef4444", "#94a3b8"), strict=True))
_FATES = {
    "silver": ("in silver", "#14b8a6"),
    "superseded": ("superseded by a later state", "#3b82f6"),
    "duplicate": ("duplicate", "#93c5fd"),
    "continuation": ("going on with the row above", "#bfdbfe"),
    "quarantined": ("quarantined", "#f59e0b"),
    "aside": ("in a file set aside", "#a855f7"),
}
_HEADS = {
    "silver": "In silver",
    "superseded": "Superseded",
    "duplicate": "Duplicates",
    "continuation": "Continued",
    "quarantined": "Quarantined",
    "aside": "Set aside",
}


def quality(found: Quality, waiting: Waiting) -> str:
    """The sum of records, verdicts on files, fates of records, reasons."""
    return section(
        "quality",
        "Data quality",
        "What became of every file and every record that arrived. Nothing is dropped: a record is "
        "in silver, was merged into another record of the same key, or stands in quarantine with "
        "its reasons, alone or with its whole file.",
        panel(_held_back(found), title="Held back") if found.held_back else "",
        panel(_equation(found), title="Every record of every accepted file", kind="equation"),
        grid((panel(_files(found), title="Files"), panel(_records(found), title="Records")), "two"),
        grid(
            (
                panel(_reasons(found.quarantine_reasons), title="Why records were quarantined"),
                panel(_reasons(found.refusals), title="Why files were refused"),
                panel(_reasons(found.mended_reasons), title="Values set to null, record kept"),
            )
        ),
        panel(_remedies(waiting), title="What keeps most records back", kind="words"),
    )


def _remedies(waiting: Waiting) -> str:
    """The line of the contract that would accept the records of a reason, and how many of them."""
    if not waiting.reasons:
        return "<p>Nothing.</p>"
    rows = [
        (
            f"{r.dataset}, {in_words(r.dataset, r.reason)}",
            r.expected or "",
            r.contract or "–",
            f"{r.records:,}",
            f"{r.alone:,}" if r.contract else "–",
        )
        for r in waiting.reasons
    ]
    heads = ("Reason", "Expected", "Decided by", "Records", "Would come back")
    return table(heads, rows, texts=3)


def _equation(found: Quality) -> str:
    """Read = all fates together, for each dataset and in all."""
    by_dataset: dict[str, dict[str, int]] = {}
    for count in found.records:
        by_dataset.setdefault(count.dataset, {})[count.fate] = count.records
    total = {f: sum(fates.get(f, 0) for fates in by_dataset.values()) for f in _FATES}
    shown = {f: name for f, name in _HEADS.items() if f != "aside" or total[f]}
    rows = "".join(
        _sum(dataset, found.read_of(dataset), fates, shown) for dataset, fates in by_dataset.items()
    )
    heads = ("Read", "=", *"\t+\t".join(shown.values()).split("\t"), "")
    head = "".join(_cell("th", h) for h in heads)
    return (
        f"<table><thead><tr><th>Dataset</th>{head}</tr></thead><tbody>{rows}"
        f"{_sum('all', found.records_read, total, shown, kind='all')}</tbody></table>"
    )


def _sum(
    name: str, read: int, fates: Mapping[str, int], shown: Iterable[str], kind: str = ""
) -> str:
    parts = [f"{fates.get(f, 0):,}" for f in shown]
    balanced = read == sum(fates.values())
    mark = '<td class="good">✓</td>' if balanced else '<td class="bad">✗</td>'
    right = " + ".join(parts).split(" ")
    cells = "".join(_cell("td", c) for c in (f"{read:,}", "=" if balanced else "≠", *right))
    return f'<tr class="{kind}"><td>{name}</td>{cells}{mark}</tr>'


def _cell(tag: str, text: str) -> str:
    kind = "sign" if text in ("=", "≠", "+") else "n"
    return f'<{tag} class="{kind}">{text}</{tag}>'


def _held_back(found: Quality) -> str:
    """Datasets whose figures are of an earlier state."""
    return "".join(
        f"<p><strong>{escape(h.dataset)}</strong> is shown as it was published "
        f"{escape(h.since or 'before: never')}. {escape(h.reason)}</p>"
        for h in found.held_back
    )


def _files(found: Quality) -> str:
    counts = {(f.dataset, f.verdict): f.files for f in found.files}
    looks = {v: (words, _VERDICT_COLOURS[v]) for v, words in VERDICTS.items()}
    return _shares(counts, looks)


def _records(found: Quality) -> str:
    return _shares({(r.dataset, r.fate): r.records for r in found.records}, _FATES)


def _shares(counts: dict[tuple[str, str], int], looks: Mapping[str, tuple[str, str]]) -> str:
    """One divided bar per dataset."""
    datasets = sorted({d for d, _ in counts})
    return "".join(
        f"<h3>{dataset}</h3>"
        + shares([(words, counts.get((dataset, k), 0), c) for k, (words, c) in looks.items()])
        for dataset in datasets
    )


def _reasons(reasons: Sequence[ReasonCount]) -> str:
    if not reasons:
        return "<p>None.</p>"
    top = reasons[:_TOP_REASONS]
    rest = len(reasons) - len(top)
    more = f'<p class="more">and {rest} more</p>' if rest else ""
    rows = [(f"{r.dataset}, {in_words(r.dataset, r.reason)}", r.reason, r.count) for r in top]
    return bars(rows) + more

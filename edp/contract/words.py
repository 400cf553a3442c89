"""The sentences that the screen and the pull request share."""

from __future__ import annotations

from collections import defaultdict

from edp.contract.check import Check
from lakehouse.bronze.deliveries import some


def summary(check: Check) -> str:
    """What the check comes to."""
    if not check.changes:
        return f"nothing changed against {check.against}"
    number = len(check.changes)
    changes = "1 change" if number == 1 else f"{number} changes"
    return f"{changes} against {check.against}: {check.effect.label} ({check.effect.meaning})"


def file_lines(check: Check) -> list[str]:
    """The files that the changes concern, a line for each dataset and what happens to them."""
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for file in check.files:
        names[file.dataset, file.then].append(file.file)
    return [
        f"{dataset}: {len(files)} of its files: {then}: {some(files)}"
        for (dataset, then), files in sorted(names.items())
    ]

"""Contracts, models and code of now against those of a commit or of a lake."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contracts.roots import folders, roots
from edp.contract.change import Change, Effect, worst
from edp.contract.committed import committed, settings_in
from edp.contract.compare import compare, unraised
from edp.contract.declared import Declared, declared
from edp.contract.files import File, affected
from edp.contract.of_lake import of_lake
from edp.contract_roots import ROOT
from edp.lake import Lake
from lakehouse.gold.plan import plan
from lakehouse.runtime.code_hash import code_marks


@dataclass(frozen=True)
class Check:
    """What a check found.

    Attributes:
        against: The commit or the lake.
        changes: The differences, the worst first.
        files: Files of the lake that they concern.
        notes: What people should know besides.
    """

    against: str
    changes: list[Change]
    files: list[File]
    notes: list[str]

    @property
    def effect(self) -> Effect:
        """The class of all of it together."""
        return worst(self.changes)

    @property
    def rebuilt(self) -> list[str]:
        """The tables that are built anew for it."""
        return sorted({table for change in self.changes for table in change.rebuilt})

    def to_json(self) -> dict[str, Any]:
        """The check as plain values."""
        return {
            "against": self.against,
            "effect": self.effect.label,
            "exit": self.effect.exit_code,
            "changes": [change.to_json() for change in self.changes],
            "rebuilt": self.rebuilt,
            "files": [file.to_json() for file in self.files],
            "notes": self.notes,
        }


def against_commit(revision: str) -> Check:
    """What changed since a commit.

    Raises:
        EdpError: There is no such commit.
        ContractError: A contract of now or of then is not usable.
        JobFailed: A model does not fit its contract.
    """
    now = of_now()
    before, notes = committed(revision)
    return _check(revision, before, now, [], notes)


def against_lake(out: Path) -> Check:
    """What changed since the tables of a lake in a folder were published.

    Raises:
        EdpError: There is no lake.
        ContractError: A contract of now or of then is not usable.
        JobFailed: A model does not fit its contract, or the lake is damaged.
    """
    now, lake = of_now(), Lake.in_folder(out)
    before, notes = of_lake(lake, now)
    return _check(str(out), before, now, affected(lake), notes)


def of_now() -> Declared:
    """What the files of now say, held against each other."""
    plan()
    return declared(folders(roots()), settings_in(ROOT), code_marks())


def _check(
    against: str, before: Declared, now: Declared, files: list[File], notes: list[str]
) -> Check:
    same = [
        f"{name} changed and has the version it had: raise it" for name in unraised(before, now)
    ]
    return Check(against, compare(before, now), files, [*notes, *same])

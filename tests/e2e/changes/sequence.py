"""A sequence of changes and arrivals on one lake, held against a lake that is built at once."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest.mock import patch

from duckdb import DuckDBPyConnection
from pyspark.sql import SparkSession

from contracts import datasets, load_layer, roots
from contracts.roots import VARIABLE, use
from edp.contract.check import against_lake
from edp.lake import Lake
from edp.publication import newest
from edp.published import content_hash, open_published
from lakehouse import ledger
from lakehouse.errors.failure import Incomplete
from lakehouse.jobs import bronze_to_silver, raw_to_bronze, silver_to_gold
from lakehouse.runtime.metrics import Metrics
from lakehouse.runtime.settings import Settings
from tests.e2e.changed_contracts import PLATFORM
from tests.e2e.changes.arrive import arrive
from tests.e2e.changes.draw import change
from tests.e2e.changes.world import BASE, World

STEPS = 6
FATES = ("silver", "lineage", "quarantine", "aside")


class Stopped(BaseException):
    """A run that somebody killed."""


@contextmanager
def only_this_world(folder: Path) -> Iterator[None]:
    """The platform without its own datasets and marts, which a run would build as well."""
    for layer in BASE:
        shutil.copytree(PLATFORM / "contracts" / layer, folder / "contracts" / layer)
    with patch.object(roots, "own", lambda: folder):
        roots._found.cache_clear()
        yield
    roots._found.cache_clear()
    use([])


@dataclass
class Sequence:
    """One sequence.

    Attributes:
        folder: For raw files, contracts and lakes.
        seed: The same one, the same sequence.
        story: What happened, a line each.
    """

    folder: Path
    seed: int
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random, self.world, self.files = Random(self.seed), World(), 0
        self.raw, self.lake = self.folder / "raw", self.folder / "lake"

    def play(self) -> list[str]:
        """Plays it; returns what is wrong at the end."""
        self._declare()
        for _ in range(3):
            self._arrive()
        self._run()
        for _ in range(STEPS):
            self._step()
        self._run()
        return [*self._run_again(), *self._differences()]

    def _step(self) -> None:
        for _ in range(self.random.randint(0, 2)):
            name, self.world = change(self.world, self.random)
            self.story.append(name)
        self._declare()
        for _ in range(self.random.randint(0, 2)):
            self._arrive()
        if self.random.random() < 0.15:
            self._run_and_stop()
        if self.random.random() < 0.8:
            self._run()

    def _arrive(self) -> None:
        self.files += 1
        self.story.append(arrive(self.raw, self.files, self.random))

    def _declare(self) -> None:
        """Contracts as they are now, in a folder that nobody has read."""
        root = self.folder / "contracts" / f"{len(self.story)}"
        if not root.exists():
            self.world.write(root)
        use([root])

    def _run(self) -> None:
        self.story.append("run")
        run(Settings.in_folder(self.raw, self.lake))

    def _run_and_stop(self) -> None:
        """A run that ends before what it decided is committed."""
        self.story.append("run that is stopped")
        with patch.object(raw_to_bronze, "commit", side_effect=Stopped):
            try:
                run(Settings.in_folder(self.raw, self.lake))
            except Stopped:
                return

    def _run_again(self) -> list[str]:
        """A run with nothing to do changes nothing, and the check has nothing to say."""
        before = hashes(self.lake)
        run(Settings.in_folder(self.raw, self.lake))
        wrong = [
            f"{name}: another run changed it"
            for name, h in hashes(self.lake).items()
            if before[name] != h
        ]
        found = against_lake(self.lake)
        return [*wrong, *(f"the check still finds {c.contract}: {c.what}" for c in found.changes)]

    def _differences(self) -> list[str]:
        fresh = self.folder / "fresh"
        run(Settings.in_folder(self.raw, fresh))
        ours, theirs = taken(self.lake), taken(fresh)
        if "take_an_alias_away" in self.story or ours.keys() - theirs.keys():
            # Files that were taken by the alias keep their values in the column, and files that
            # the contract of now would refuse stay taken: a build from raw has less.
            return lost(self.lake, fresh)
        return [*differences(self.lake, fresh), *lost(self.lake, fresh)]


def run(settings: Settings) -> None:
    """All three jobs; what a job tells that it left undone is no failure."""
    active = SparkSession.getActiveSession()
    if active is not None and "SPARK_REMOTE" not in os.environ:
        # Workers of Spark have the environment of their driver's beginning, and this.
        active.sparkContext.environment[VARIABLE] = os.environ[VARIABLE]
    for job in (raw_to_bronze, bronze_to_silver, silver_to_gold):
        metrics = Metrics()
        with suppress(Incomplete):
            job.run(settings, metrics)
        for dataset, counts in metrics.records.items() if job is bronze_to_silver else ():
            assert counts["bronze"] == sum(counts[fate] for fate in FATES), (dataset, counts)


def differences(lake: Path, fresh: Path) -> list[str]:
    """What readers see otherwise than in a lake that was built at once."""
    ours, theirs = hashes(lake), hashes(fresh)
    found = [name for name in ours if ours[name] != theirs.get(name)]
    if held := held_back(lake):
        # Readers see what was good last. A fresh build has nothing to show.
        good = [d for d in held if not theirs[f"silver.{d}"].startswith("0-")]
        return [f"{dataset}: held back, and a fresh build is not" for dataset in good]
    return [f"{name}: not as a fresh build has it" for name in found]


def held_back(lake: Path) -> tuple[str, ...]:
    """The datasets of which nothing can be published."""
    found = newest(Lake.in_folder(lake), "silver")
    return tuple(told.dataset for told in found.held_back)


def hashes(lake: Path) -> dict[str, str]:
    """Content hash of silver and gold, as readers see them.

    What no contract knows counts by its values: how it was called by a file is not kept.
    """
    con = open_published(Lake.in_folder(lake), "silver", "gold")
    found = {c.id: content_hash(con, c.id) for c in load_layer("gold")}
    for dataset in datasets():
        silver = f"silver.{dataset}"
        found |= {
            silver: content_hash(con, silver, ignoring=("_rescued",)),
            f"lineage.{dataset}": content_hash(con, f"lineage.{dataset}"),
            f"{silver}, _rescued": str(rescued(con, silver)),
        }
    return found


def rescued(con: DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    """The values that no column has, by the place of their record."""
    rows = con.execute(f"SELECT _source_uri, _record_no, _rescued FROM {table}").fetchall()
    return sorted((*place, *sorted(json.loads(more or "{}").values())) for *place, more in rows)


def taken(lake: Path) -> dict[str, int]:
    """The files that a lake has taken, and how many records each of them has."""
    lines = ledger.entries(str(lake / "ledger"))
    return {line["uri"]: line["records"] for line in lines if line["data_file"]}


def lost(lake: Path, fresh: Path) -> list[str]:
    """Files whose records a fresh build has, and the lake has not."""
    ours = taken(lake)
    return [f"{uri}: {n} records are lost" for uri, n in taken(fresh).items() if ours.get(uri) != n]

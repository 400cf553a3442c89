"""Builds silver and gold from a lake's bronze, in a folder that nobody reads."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contracts import delivered
from edp.pipeline import Outcome, to_gold
from lakehouse.iceberg.catalog import find_table, open_catalog
from lakehouse.runtime.settings import Settings

# Below the lake: there is room for a lake of its size.
FOLDER = ".verify"


@contextmanager
def built_anew(lake: Settings, out: Path, tell: Callable[[str], None]) -> Iterator[Path]:
    """The folder of a lake that is built from the same bronze, ledger and decisions.

    It is taken away afterwards, and what a verification that was killed left behind beforehand.

    Raises:
        OSError: that cannot be taken away; nothing may be built on it.
        JobFailed: bronze is damaged, or a job must not go on.
    """
    folder = out.resolve() / FOLDER
    _take_away(folder)
    fresh = Settings.in_folder(out, folder)
    try:
        _share_bronze(lake, fresh)
        shared = replace(fresh, bronze=lake.bronze, ledger=lake.ledger)
        to_gold(shared, Outcome(), tell)
        yield folder
    finally:
        _take_away(folder)


def _take_away(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _share_bronze(lake: Settings, fresh: Settings) -> None:
    """Names the lake's bronze tables in the other catalogue; the jobs behind only read them."""
    there, here = open_catalog(lake), open_catalog(fresh)
    for dataset in delivered():
        name = f"bronze.{dataset}"
        if (table := find_table(there, lake.table(name))) is not None:
            here.register_table(fresh.table(name), table.metadata_location)

"""A lake that took its files in two runs, and can be put back to that state."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from edp.cli import main
from edp.lake import Lake
from edp.published import open_published
from tests.e2e import shop
from tests.e2e.kept import Kept
from tests.e2e.lake import hashes

LATER = ("events/e2.csv", "transactions/t.csv")


class TwoIngests:
    """Raw files, and the lake that they went into."""

    def __init__(self, folder: Path) -> None:
        self.raw, self.out = folder / "raw", folder / "out"
        shop.write(self.raw)
        for name in LATER:
            shutil.move(self.raw / name, folder / Path(name).name)
        assert self.edp("pipeline") == 0
        for name in LATER:
            shutil.move(folder / Path(name).name, self.raw / name)
        assert self.edp("pipeline") == 0
        self.hashes = hashes(self.out)
        self.restore = Kept(self.raw, self.out).restore

    def edp(self, command: str, *more: str) -> int:
        """One call of a command, in this process."""
        places = ["--raw", str(self.raw), "--out", str(self.out)]
        before, sys.argv = sys.argv, ["edp", command, *places, *more]
        try:
            main()
        except SystemExit as done:
            return int(done.code or 0)
        finally:
            sys.argv = before
        return 0

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """An answer from published silver."""
        return open_published(Lake.in_folder(self.out), "silver").execute(query).fetchall()

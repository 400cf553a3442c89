"""Plays sequences on one engine, and tells of those that go wrong."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

from edp.engine import engine
from tests.e2e.changes.sequence import Sequence, only_this_world


def main() -> None:
    """Ends with 1 when a sequence went wrong."""
    parser = argparse.ArgumentParser(description=__doc__, prog="make changes")
    parser.add_argument("--engine", choices=("sail", "spark"), default="sail")
    parser.add_argument("--sequences", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="of the first one")
    told = parser.parse_args()
    wrong, began = 0, time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        only_this_world(Path(folder, "base")),
        engine(told.engine),
    ):
        for seed in range(told.seed, told.seed + told.sequences):
            wrong += play(Path(folder, str(seed)), seed)
    took = time.monotonic() - began
    print(f"{told.sequences} sequences on {told.engine} in {took:.0f} s, {wrong} wrong")
    sys.exit(wrong > 0)


def play(folder: Path, seed: int) -> bool:
    """Whether a sequence goes wrong; what did is printed."""
    sequence = Sequence(folder, seed)
    try:
        problems = sequence.play()
    except Exception:
        problems = [traceback.format_exc()]
    if problems:
        print(f"seed {seed}: {'; '.join(sequence.story)}", *problems, sep="\n  ", flush=True)
    shutil.rmtree(folder)
    return bool(problems)


if __name__ == "__main__":
    main()

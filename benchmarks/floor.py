"""The least anybody can do with the files: decompress them and count their lines."""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.data import chunks


def lines(path: Path) -> int:
    """Line ends in a file."""
    return sum(chunk.count(b"\n") for chunk in chunks(path))


def main() -> None:
    """Prints the number of lines of all files below a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    files = [path for path in arguments.raw.rglob("*") if path.is_file()]
    # zlib lets go of the interpreter while it works, so threads are enough.
    with ThreadPoolExecutor(arguments.threads) as pool:
        print(sum(pool.map(lines, files)))


if __name__ == "__main__":
    main()

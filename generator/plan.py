"""Divides the wished rows into shards and files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from generator.coverage import coverage_files
from generator.implied import implied
from generator.kinds import FILE_KINDS, REPEAT_KINDS, FileKind
from generator.layout import MIX
from generator.spec import FileSpec
from generator.tables import DATASETS

SHARES = {"events": 0.7, "transactions": 0.2, "users": 0.1}
_SHARD_ROWS = 200_000
_FILE_SHARES = {"events": (0.5, 0.5), "transactions": (0.7, 0.3), "users": (0.7, 0.3)}
_GOLDEN = 0.6180339887498949
_SLACK = 100
"""Numbers left free between shards: the last visit of a shard may be cut short."""


@dataclass(frozen=True)
class ShardPlan:
    """The files of one shard and the first number of each of its entities."""

    number: int
    first: dict[str, int]
    users: int
    files: tuple[FileSpec, ...]
    stray: bool = False

    @property
    def rows(self) -> int:
        """Records in all files of the shard."""
        return sum(f.written for f in self.files)


def plan(rows: int, seed: int, dirty: float) -> list[ShardPlan]:
    """All shards: one of small files that show everything, then those that make up the size."""
    small = coverage_files(rows, dirty)
    wanted = _wanted(rows, small)
    number = 1 if wanted.total() <= _SHARD_ROWS else -(-wanted.total() // (2 * _SHARD_ROWS)) * 2
    file_lists = [small]
    for index in range(number):
        part = {
            d: wanted[d] * (index + 1) // number - wanted[d] * index // number for d in DATASETS
        }
        file_lists.append(_large_files(index + 1, part, seed, dirty))
    return list(_numbered([f for f in file_lists if f], dirty))


def _wanted(rows: int, small: list[FileSpec]) -> Counter[str]:
    """Rows of each dataset still to be written to make up all that is wished."""
    left = rows - sum(f.written for f in small)
    have = Counter[str]()
    for file in small:
        have[file.dataset] += file.written
    wanted = Counter({d: max(int(rows * SHARES[d]) - have[d], left // 20) for d in DATASETS})
    wanted["events"] = left - wanted["transactions"] - wanted["users"]
    return wanted


def _numbered(file_lists: list[list[FileSpec]], dirty: float) -> Iterator[ShardPlan]:
    first = Counter(dict.fromkeys(DATASETS, 1))
    for number, files in enumerate(file_lists):
        rows = Counter[str]()
        for file in files:
            rows[file.dataset] += file.records
        users = max(1, int(rows["users"] * (1 - 0.1 * dirty)))
        yield ShardPlan(number, dict(first), users, tuple(files), stray=number == 0 and dirty > 0)
        first.update({d: rows[d] + _SLACK for d in DATASETS})


def _large_files(shard: int, rows: dict[str, int], seed: int, dirty: float) -> list[FileSpec]:
    """The files of a shard that is there for its size."""
    rng = Random(f"plan:{seed}:{shard}")
    files = []
    for offset, dataset in enumerate(DATASETS):
        shares = _FILE_SHARES[dataset]
        sizes = [int(rows[dataset] * share) for share in shares]
        sizes[-1] = rows[dataset] - sum(sizes[:-1])
        for index, size in enumerate(sizes):
            way = _way((shard * 6 + offset * 2 + index) * _GOLDEN + (seed % 97) / 97)
            files.append(_large_file(dataset, way, size, shard, index, index == 1, dirty, rng))
    return [f for f in files if f.records]


def _large_file(
    dataset: str,
    way: str,
    size: int,
    shard: int,
    index: int,
    last: bool,
    dirty: float,
    rng: Random,
) -> FileSpec:
    kinds = _drift(dataset, way, dirty, rng)
    if shard > 1 and rng.random() < 0.05 * dirty:
        kinds.append(_reject(way, rng))
    repeats = tuple(REPEAT_KINDS) if shard == 1 and index == 0 and dirty else ()
    names = tuple(k.name for k in kinds if k)
    return FileSpec(dataset, way, size, names, implied(names), repeats, last)


def _way(point: float) -> str:
    """The way at a point of the mix; points at golden distances spread evenly."""
    place = point % 1 * 100
    for way, share in MIX:
        place -= share
        if place < 0:
            return way
    return MIX[-1][0]


def _drift(dataset: str, way: str, dirty: float, rng: Random) -> list[FileKind | None]:
    """Harmless file kinds that go together: one of a group at most."""
    fit = [k for k in FILE_KINDS.values() if _fits(k, dataset, way) and not k.reason]
    chosen: list[FileKind | None] = []
    for group in sorted({k.group for k in fit} - {"damage"}):
        if rng.random() < 0.25 * dirty:
            chosen.append(rng.choice([k for k in fit if k.group == group]))
    return chosen


def _reject(way: str, rng: Random) -> FileKind | None:
    fit = [k for k in FILE_KINDS.values() if way in k.ways and k.reason and k.drift]
    return rng.choice(fit) if fit else None


def _fits(kind: FileKind, dataset: str, way: str) -> bool:
    return (
        dataset in kind.datasets
        and way in kind.ways
        and kind.drift
        and not kind.empty
        and not kind.aside
    )

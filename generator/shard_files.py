"""Builds the files of one shard and its part of the answer key."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.answer_key import write_key
from generator.build import Builder, layout_of
from generator.built import BuiltFile
from generator.describe import describe
from generator.draft import Waiting, draft
from generator.fates import CONFLICT, Fate, Groups
from generator.kinds import UNKNOWN_DATASET
from generator.plan import ShardPlan
from generator.pools import Pools
from generator.spec import FileSpec
from generator.streams import Shard, Stream, open_streams
from generator.summary import Summary
from generator.tables import DATASETS


def build_shard(plan: ShardPlan, pools: Pools, seed: int, dirty: float, out: Path) -> Summary:
    """Writes all files of a shard, then what must come of them."""
    shard = Shard(
        number=plan.number,
        seed=seed,
        pools=pools,
        first_user=plan.first["users"],
        users=plan.users,
        first_event=plan.first["events"],
        first_transaction=plan.first["transactions"],
    )
    with _no_garbage_collection():
        maker = _FileMaker(shard, dirty, out, open_streams(shard))
        files = [maker.make(index, spec) for index, spec in enumerate(plan.files)]
        if plan.stray:
            files.append(_stray_file(out))
        _settle_groups(files, maker.groups)
        write_key(out, plan.number, files)
    return _result(plan, files)


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    """A shard makes millions of small tuples and no cycles: looking for them costs a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass
class _FileMaker:
    shard: Shard
    dirty: float
    out: Path
    streams: dict[str, Stream]
    waiting: Waiting = field(default_factory=lambda: {dataset: [] for dataset in DATASETS})
    groups: Groups = field(default_factory=Groups)

    def make(self, index: int, spec: FileSpec) -> BuiltFile:
        """Builds and writes one file."""
        rng = self.shard.rng(f"file:{index}")
        layout, kinds = layout_of(spec, rng)
        records = draft(spec, self.streams[spec.dataset], self.waiting, self.dirty, rng)
        builder = Builder(spec, layout, kinds, records, rng, self.dirty)
        data = builder.content()
        name = f"part-{self.shard.number:05d}-{index:03d}{layout.suffix}"
        path = f"{spec.dataset}/{layout.folder}{name}"
        _write(self.out / path, data)
        return describe(builder, path, len(data), self.groups)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _stray_file(out: Path) -> BuiltFile:
    """A file in a folder that is no dataset."""
    path, data = "misc/readme.csv", b"topic,text\ngreeting,hello\n"
    _write(out / path, data)
    name = UNKNOWN_DATASET.name
    return BuiltFile(path, None, "reject", (name,), len(data), reason=name)


def _settle_groups(files: list[BuiltFile], groups: Groups) -> None:
    """Says of each record that is not kept why, and which one is kept instead."""
    by_path = {f.path: f for f in files}
    for member, outcome, kept in groups.losers():
        fates = by_path[member.path].fates
        before, conflict = fates.get(member.record_no, Fate()), outcome == CONFLICT
        fates[member.record_no] = replace(
            before,
            outcome="quarantined" if conflict else outcome,
            reasons=CONFLICT if conflict else before.reasons,
            kept_path=None if kept is None else kept.path,
            kept_record_no=None if kept is None else kept.record_no,
        )


def _result(plan: ShardPlan, files: list[BuiltFile]) -> Summary:
    result = Summary(size=sum(f.size for f in files))
    for spec in plan.files:
        result.rows[spec.dataset] += spec.records
    for file in files:
        result.files[file.verdict] += 1
        result.formats[file.path.partition(".")[2]] += 1
        result.kinds.update(file.kinds)
        for fate in file.fates.values():
            result.kinds.update(fate.kinds.split(";") if fate.kinds else ())
    return result

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
from generator.kinds import UNFINISHED_UPLOAD, UNKNOWN_DATASET
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
        files = [file for i, spec in enumerate(plan.files) for file in maker.make(i, spec)]
        if plan.stray:
            files += [_stray_file(out), *_unfinished_uploads(out, files)]
        _settle_groups(files, maker.groups)
        write_key(out, plan.number, files)
    return _result(plan, files)


EARLIER = "_earlier"
"""Where older versions of files stand that were written over; nobody takes what is in there."""
_UNFINISHED = ("{}.part", "{}.tmp", "{}.crdownload", "_temporary/0/{}")


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

    def make(self, index: int, spec: FileSpec) -> Iterator[BuiltFile]:
        """Builds and writes one file, and what comes before it or beside it."""
        rng = self.shard.rng(f"file:{index}")
        layout, kinds = layout_of(spec, rng)
        records = draft(spec, self.streams[spec.dataset], self.waiting, self.dirty, rng)
        builder = Builder(spec, layout, kinds, records, rng, self.dirty)
        data = builder.content()
        name = f"part-{self.shard.number:05d}-{index:03d}{layout.suffix}"
        path = f"{spec.dataset}/{layout.folder}{name}"
        if "overwritten_file" in spec.kinds:
            _write(self.out / EARLIER / path, builder.earlier())
        again = path.removesuffix(layout.suffix) + f"-again{layout.suffix}"
        for place in [path, again] if "same_bytes_again" in spec.kinds else [path]:
            _write(self.out / place, data)
            yield describe(builder, place, len(data), self.groups)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _stray_file(out: Path) -> BuiltFile:
    """A file in a folder that is no dataset."""
    path, data = "misc/readme.csv", b"topic,text\ngreeting,hello\n"
    _write(out / path, data)
    name = UNKNOWN_DATASET.name
    return BuiltFile(path, None, "reject", (name,), len(data), reason=name)


def _unfinished_uploads(out: Path, files: list[BuiltFile]) -> Iterator[BuiltFile]:
    """Halves of the first files of the folder, beside the whole ones."""
    for file, name in zip((f for f in files if f.accepted), _UNFINISHED, strict=False):
        folder, _, last = file.path.rpartition("/")
        path, data = f"{folder}/{name.format(last)}", (out / file.path).read_bytes()
        _write(out / path, data[: len(data) // 2])
        yield BuiltFile(
            path, file.dataset, "passed_over", (UNFINISHED_UPLOAD.name,), len(data) // 2
        )


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
        result.rows[spec.dataset] += spec.written
    for file in files:
        result.files[file.verdict] += 1
        result.formats[file.path.partition(".")[2]] += 1
        result.kinds.update(file.kinds)
        for fate in file.fates.values():
            result.kinds.update(fate.kinds.split(";") if fate.kinds else ())
    return result

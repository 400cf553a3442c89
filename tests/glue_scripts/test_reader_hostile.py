"""Files made to take all memory or time: each is judged with little of both."""

from __future__ import annotations

import json
import resource
import time
import zlib
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from edp.inspect import inspect
from edp.memory import give_back
from tests import forked
from tests.glue_scripts.judging import EVENTS, said

pytestmark = pytest.mark.slow

MIB = 1 << 20
SECONDS, MEMORY_MB = 60, 600


def packed(parts: Iterable[bytes]) -> bytes:
    """One gzip member of much content."""
    member = zlib.compressobj(9, wbits=31)
    return b"".join(map(member.compress, parts)) + member.flush()


def _parquet(array: pa.Array, **options: object) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(pa.table({"a": array}), out, store_schema=False, **options)
    return bytes(out.getvalue().to_pybytes())


def _dictionary_bomb() -> bytes:
    """A large text that every row repeats."""
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * (5 * MIB)])
    return _parquet(text, dictionary_pagesize_limit=99 * MIB)


def _wide() -> bytes:
    row = b",".join(b"%d" % i for i in range(100_000))
    return b",".join(b"c%d" % i for i in range(100_000)) + (b"\n" + row) * 9


CASES = {
    "lines.csv.gz": (
        lambda: packed([b"a,b\n", *[b"1," + b"x" * MIB + b"\n"] * 300]),
        "reject",
        "bomb",
    ),
    "line.csv.gz": (lambda: packed([b"a,b\n1,", *[b"x" * MIB] * 300]), "reject", "bomb"),
    "ragged.csv.gz": (lambda: packed([b"a,b\n1\n" * (2 * MIB)]), "reject", "no_readable_record"),
    "line.json.gz": (lambda: packed([b'["', *[b"x" * MIB] * 300]), "reject", "too_large"),
    "members.csv.gz": (lambda: packed([b"a,b\n1,2\n"]) + packed([b""]) * 200_000, "accept", None),
    "dictionary.parquet": (_dictionary_bomb, "reject", "too_large"),
    "array.json": (lambda: b"[" + b'{"a":1},' * (4 * MIB) + b"0]", "accept", None),
    "numbers.json": (lambda: b"[" + b"123," * (MIB // 4) + b"0]", "accept", None),
    "object.json": (lambda: b'{"a":[' + b"123," * (20 * MIB) + b"0]}", "reject", "too_large"),
    "nested.json": (
        lambda: b'{"a":' * 500 + b'"%s"' % (b"x" * 9 * MIB) + b"}" * 500,
        "accept",
        None,
    ),
    "deep.json": (lambda: b"[" * (16 * MIB), "reject", "too_deep"),
    "line.ndjson": (
        lambda: b'{"a":1}\n{"a":"' + "é".encode() * (20 * MIB) + b'"}\n{}',
        "accept_with_quarantine",
        "too_large",
    ),
    "line.csv": (
        lambda: b"a,b\n1," + "é".encode() * (20 * MIB) + b"\n1,2\n",
        "accept_with_quarantine",
        "too_large",
    ),
    "blank.csv": (lambda: b"\n" * MIB + b"a,b\n1,2\n" + b"\n" * MIB, "accept", None),
    "open.csv": (
        lambda: b'a,b\n1,"' + b"some text, and more\n" * MIB,
        "accept_with_quarantine",
        "broken_quote",
    ),
    "torn.csv": (lambda: b"a,b\n" + b'1,"x\n' * (MIB // 4), "reject", "no_readable_record"),
    "quotes.csv": (lambda: b"a,b\n1," + b'"' * (12 * MIB), "accept", None),
    "wide.csv": (_wide, "accept", None),
    "sparse.ndjson": (
        lambda: b"".join(b'{"k%d":1,"id":"E%d"}\n' % (i, i) for i in range(50_000)),
        "accept",
        None,
    ),
}


def judge(path: Path, told: Path) -> None:
    """Judges a file as `edp inspect` does; writes what was found, and the memory it took."""
    give_back()
    found = inspect(path, None)
    kilobytes = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told.write_text(json.dumps(found | {"megabytes": kilobytes / 1024}))


@pytest.mark.parametrize("name", CASES)
def test_little_time_and_memory(name: str, tmp_path: Path) -> None:
    make, verdict, reason = CASES[name]
    path, told = tmp_path / name, tmp_path / "told.json"
    path.write_bytes(make())
    start = time.monotonic()
    assert forked.run(judge, path, told) == 0
    assert time.monotonic() - start < SECONDS
    found = json.loads(told.read_text())
    assert (found["verdict"], found["reason"]) == (verdict, reason)
    assert found["megabytes"] < MEMORY_MB


def test_many_small_records_of_a_dataset_take_little_time() -> None:
    lines = b"".join(b'{"id":"%d,"}\n' % i for i in range(300_000))
    start = time.monotonic()
    assert said("x.ndjson", lines, EVENTS) == "accept 300000"
    assert time.monotonic() - start < SECONDS / 3

"""What every compression has in common: it is verified whole, and undone with little memory."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from lakehouse.reader import expansion
from lakehouse.reader.content import Content
from lakehouse.reader.known import COMPRESSIONS, TABLES
from tests.glue_scripts.judging import judge, said

RULES = (Path(__file__).parents[2] / "docs/reading-rules.md").read_text()
TEXT = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10_007) for n in range(500))
NOTE = b"\x50\x2a\x4d\x18\x04\0\0\0note"


def _zstd(data: bytes, **options: int) -> bytes:
    parameters = {zstd.CompressionParameter.checksum_flag: 1}
    parameters |= {zstd.CompressionParameter[name]: value for name, value in options.items()}
    packer = zstd.ZstdCompressor(options=parameters)
    return packer.compress(data) + packer.flush()


def _xz(data: bytes, dictionary: int = 1 << 16) -> bytes:
    return lzma.compress(data, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": dictionary}])


WAYS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gz", lambda data: gzip.compress(data, mtime=0)),
    "bzip2": ("bz2", bz2.compress),
    "xz": ("xz", _xz),
    "zstd": ("zst", _zstd),
}
each = pytest.mark.parametrize("name", WAYS)


def test_all_are_tried() -> None:
    assert sorted(WAYS) == sorted(COMPRESSIONS)


@each
def test_what_is_whole_is_read(name: str) -> None:
    suffix, pack = WAYS[name]
    once = pack(TEXT)
    assert said(f"x.csv.{suffix}", once) == "accept 500"
    assert said(f"x.{suffix}", once) == "accept 500"
    assert said("x.csv", once) == "accept 500"
    assert said("x.csv.gz", once) == "accept 500"
    assert said(f"x.csv.{suffix}", once + pack(b"") + pack(b"7,8\n") + bytes(512)) == "accept 501"
    assert said(f"x.csv.{suffix}", b"".join(pack(bytes([b])) for b in TEXT[:12])) == "accept 2"
    assert judge("x.csv", once)[0].facts.compression == name


@each
def test_what_is_not_whole_is_refused(name: str) -> None:
    suffix, pack = WAYS[name]
    once, file = pack(TEXT), f"x.csv.{suffix}"
    assert said(file, pack(b"")) == "empty"
    assert said(file, b"") == "empty"
    assert said(file, TEXT) == f"reject not_{name}"
    assert said(file, once + b"more") == "reject trailing_garbage"
    assert said(file, once + bytes(512) + once) == "reject trailing_garbage"
    assert said(file, pack(once)) == "reject unsupported_format"
    # Of what is cut after a few bytes nothing shows what it was, but the name.
    cuts = {said(file, once[: len(once) * tenth // 10]) for tenth in range(1, 10)}
    assert cuts == {f"reject {name}_corrupt"}
    assert said(file, once + once[:-1]) == f"reject {name}_corrupt"


@each
def test_a_changed_byte_is_found_or_changes_nothing(name: str) -> None:
    suffix, pack = WAYS[name]
    once = pack(TEXT)
    for at in range(0, len(once), max(len(once) // 40, 1)):
        content = once[:at] + bytes([once[at] ^ 0x55]) + once[at + 1 :]
        verdict, _ = judge(f"x.csv.{suffix}", content)
        if verdict.outcome == "accept":
            assert b"".join(Content("x", io.BytesIO(content), COMPRESSIONS).chunks()) == TEXT
        else:
            told = (f"{name}_corrupt", f"not_{name}", "trailing_garbage", "too_large")
            assert verdict.reason in told


@each
def test_a_bomb_is_told_where_it_went_off(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "BOMB_BYTES", 1 << 20)
    suffix, pack = WAYS[name]
    verdict, _ = judge(f"x.csv.{suffix}", pack(TEXT) + pack(bytes(8 << 20)))
    assert (verdict.reason, verdict.outcome) == ("bomb", "reject")
    assert verdict.offset


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("x.csv.zst", NOTE + _zstd(TEXT) + NOTE, "accept 500"),
        ("x.csv.zst", NOTE, "empty"),
        ("x.csv.zst", _zstd(TEXT, window_log=28), "reject too_large"),
        ("x.csv.xz", _xz(TEXT, 1 << 29), "reject too_large"),
        ("x.csv", b"BZh,b\n1,2\n", "accept 1"),
        ("x.csv.zstd", _zstd(TEXT), "accept 500"),
        ("x.csv.gz.zst", _zstd(gzip.compress(TEXT)), "reject unsupported_format"),
    ],
    ids=lambda x: repr(x)[:30],
)
def test_what_only_one_of_them_has(file: str, content: bytes, words: str) -> None:
    assert said(file, content) == words


@pytest.mark.parametrize("name", [*COMPRESSIONS, *TABLES])
def test_the_rules_name_every_format(name: str) -> None:
    assert f"`{name}`" in RULES

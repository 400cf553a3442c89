"""Zip archives: each member is a file of its own, and what is wrong with one is wrong with it."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest

from edp.inspect import inspect_all
from lakehouse.reader import expansion, zip_archive
from tests.glue_scripts.test_reader_compressed import WAYS

TEXT = b"a,b\n1,2\n3,4\n"
MORE = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 10_007) for n in range(500))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def said(path: Path, content: bytes) -> dict[str, str]:
    """Member (or nothing, for the archive) -> what is said of it."""
    path.write_bytes(content)
    found = list(inspect_all(path, None))
    assert json.dumps(found)
    return {
        f["file"].removeprefix(str(path)).removeprefix("!/"): " ".join(
            str(f[k]) for k in ("verdict", "reason", "records") if f[k]
        )
        for f in found
    }


TWO = zipped({"jan/a.csv": TEXT, "b.json": b"[1,2,3]"})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TWO, {"jan/a.csv": "accept 2", "b.json": "accept 3"}),
        (zipped({"a.csv": TEXT}, zipfile.ZIP_STORED), {"a.csv": "accept 2"}),
        (zipped({"a.csv": TEXT}, zipfile.ZIP_BZIP2), {"a.csv": "accept 2"}),
        (zipped({"a.csv": TEXT}, zipfile.ZIP_LZMA), {"a.csv": "accept 2"}),
        (zipped({"a.csv.gz": gzip.compress(TEXT)}), {"a.csv.gz": "accept 2"}),
        (zipped({f"a.{s}": pack(TEXT) for s, pack in WAYS.values()}),
         {f"a.{s}": "accept 2" for s, _ in WAYS.values()}),
        (zipped({"b.zip": TWO}), {"b.zip": "reject unsupported_format"}),
        (zipped({"a.csv": b"", "b.csv": TEXT}), {"a.csv": "empty empty", "b.csv": "accept 2"}),
        (zipped({"__MACOSX/._a.csv": b"\0\5\x16", ".DS_Store": b"\0", "a.csv": TEXT}),
         {"a.csv": "accept 2"}),
        (zipped({"../../a.csv": TEXT, "/b.csv": TEXT, "c\\d.csv": TEXT}),
         {"a.csv": "accept 2", "b.csv": "accept 2", "c/d.csv": "accept 2"}),
        (zipped({"Bestellungen März.csv": TEXT}), {"Bestellungen März.csv": "accept 2"}),
        (zipped({"folder/": b""}), {"": "empty empty"}),
        (zipped({}), {"": "empty empty"}),
        (b"", {"": "empty empty"}),
        (TEXT, {"": "reject not_zip"}),
        (TWO + b"more", {"": "reject trailing_garbage"}),
    ],
)  # fmt: skip
def test_members(content: bytes, words: dict[str, str], tmp_path: Path) -> None:
    assert said(tmp_path / "x.zip", content) == words


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.csv", TEXT)
        archive.writestr("a.csv", b"a,b\n1,2\n")
    assert said(tmp_path / "x.zip", out.getvalue()) == {"a.csv": "accept 2", "a#2.csv": "accept 1"}


@pytest.mark.parametrize(
    ("raw", "name"), [("März.csv".encode(), "März.csv"), ("März.csv".encode("cp437"), "März.csv")]
)
def test_names_without_the_mark_of_their_encoding(raw: bytes, name: str, tmp_path: Path) -> None:
    content = zipped({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    assert said(tmp_path / "x.zip", content) == {name: "accept 2"}


def test_an_encrypted_member_is_refused_and_others_are_taken(tmp_path: Path) -> None:
    content = bytearray(TWO)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + at] |= 1
    words = {"jan/a.csv": "reject unsupported_format", "b.json": "accept 3"}
    assert said(tmp_path / "x.zip", bytes(content)) == words


def test_a_cut_archive_is_refused_as_a_whole(tmp_path: Path) -> None:
    content = zipped({"a.csv": MORE, "b.csv": MORE})
    cuts = (content[: len(content) * tenth // 10] for tenth in range(1, 10))
    assert [said(tmp_path / "x.zip", cut) for cut in cuts] == [{"": "reject zip_corrupt"}] * 9
    assert said(tmp_path / "x.zip", content[:-1]) == {"": "reject zip_corrupt"}


def test_damage_is_that_of_one_member(tmp_path: Path) -> None:
    content = zipped({"a.csv": MORE, "b.csv": MORE})
    inside = range(60, content.index(b"PK\x03\x04", 4), 97)
    for at in inside:
        damaged = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        words = {"a.csv": "reject zip_corrupt", "b.csv": "accept 500"}
        assert said(tmp_path / "x.zip", damaged) == words


def test_a_changed_byte_anywhere_is_found_or_changes_nothing(tmp_path: Path) -> None:
    content = zipped({"a.csv": TEXT, "b.csv": TEXT})
    for at in range(len(content)):
        damaged = content[:at] + bytes([content[at] ^ 0x20]) + content[at + 1 :]
        words = said(tmp_path / "x.zip", damaged)
        assert set(words.values()) <= {
            *("accept 2", "reject zip_corrupt", "reject unsupported_format", "reject not_zip"),
            *("reject trailing_garbage", "reject binary_content", "reject bomb"),
        }


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expansion, "BOMB_BYTES", 1 << 20)
    content = zipped({"a.csv": b"a,b\n" + b"1,2\n" * (1 << 20), "b.csv": TEXT})
    words = {"a.csv": "reject bomb", "b.csv": "accept 2"}
    assert said(tmp_path / "x.zip", content) == words
    monkeypatch.setattr(zip_archive, "MOST_MEMBERS", 3)
    many = zipped({f"{n}.csv": TEXT for n in range(4)})
    assert said(tmp_path / "x.zip", many) == {"": "reject too_large"}


def test_members_that_share_their_bytes(tmp_path: Path) -> None:
    """As archives of a few kilobytes that unpack to petabytes are made."""
    content = zipped({"a.csv": MORE})
    end = content.index(b"PK\x05\x06")
    listed = content[content.index(b"PK\x01\x02") : end]
    places = bytearray(content[end:])
    places[8:12], places[12:16] = b"\x03\0\x03\0", (3 * len(listed)).to_bytes(4, "little")
    copies = b"".join(listed.replace(b"a.csv", b"%d.csv" % n) for n in range(3))
    words = said(tmp_path / "x.zip", content[: content.index(b"PK\x01\x02")] + copies + places)
    assert words == {"": "reject zip_corrupt"}

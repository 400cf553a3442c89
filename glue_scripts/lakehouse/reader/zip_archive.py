"""Zip archives: each member is a file of its own, verified whole when it is read."""

from __future__ import annotations

import errno
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, cast

from lake_protocol.raw_names import is_data
from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.verdict import Refused

MAGICS = (b"PK\x03\x04", b"PK\x05\x06")
END, END_BYTES = b"PK\x05\x06", 22
# What the first member of a document of an office is called, and where its name stands.
DOCUMENTS = (
    b"[Content_Types].xml",
    b"_rels/",
    b"docProps/",
    b"xl/",
    b"word/",
    b"ppt/",
    b"mimetype",
)
NAME_AT, HEAD_BYTES = 30, 64
READ_BYTES = 1 << 20
MOST_MEMBERS = 10_000
ENCRYPTED, UTF8 = 0x1, 0x800
DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, ValueError)


def archive(source: BinaryIO) -> Archive | None:
    """A file as an archive; None where it is a document of an office, which is made like one.

    Raises:
        Refused: it is neither, or cut, or not what it says.
    """
    source.seek(0)
    head = source.read(HEAD_BYTES)
    if is_document(head):
        return None
    if not head:
        raise Refused("empty", "no bytes")
    if not head.startswith(MAGICS):
        raise Refused("not_zip", "the name says zip, the first bytes do not", 0)
    return Archive(source)


def is_document(head: bytes) -> bool:
    """Whether content that begins so is a document of an office."""
    return head.startswith(MAGICS) and head[NAME_AT:].startswith(DOCUMENTS)


class Archive:
    """An open archive.

    Attributes:
        members: its files by name, in its own order, that are data by their names.
        passed_over: the names of the others.

    Args:
        source: the file; seekable.
        every: whether all its files are meant, whatever their names.
    """

    def __init__(self, source: BinaryIO, *, every: bool = False) -> None:
        with _told(0):
            self._archive = zipfile.ZipFile(source)
        self._assert_whole(source)
        files = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(files) > MOST_MEMBERS:
            raise Refused("too_large", f"{len(files)} files in it, and {MOST_MEMBERS} are the most")
        found: dict[str, zipfile.ZipInfo] = {}
        for info in files:
            found[_free(_name(info), found)] = info
        self.members = {n: info for n, info in found.items() if every or is_data(n)}
        self.passed_over = [name for name in found if name not in self.members]

    def _assert_whole(self, source: BinaryIO) -> None:
        """Nothing stands behind its end, and no two members share their bytes."""
        size = source.seek(0, io.SEEK_END)
        source.seek(max(size - END_BYTES - len(self._archive.comment), 0))
        if source.read(4) != END:
            raise Refused("trailing_garbage", "bytes behind the end of the archive")
        if sum(info.compress_size for info in self._archive.infolist()) > size:
            raise Refused("zip_corrupt", "its members are larger than itself, so they overlap")

    def opened(self, name: str) -> BinaryIO:
        """The content of a member."""
        if name not in self.members:
            raise Refused("zip_corrupt", f"{name!r} is not in it")
        info = self.members[name]
        if info.flag_bits & ENCRYPTED:
            what = "it is encrypted: put it into the archive without a password"
            raise Refused("unsupported_format", what, info.header_offset)
        with _told(info.header_offset):
            return cast(BinaryIO, self._archive.open(info))

    def read(self, content: BinaryIO, name: str, size: int) -> bytes:
        """Some of the content of a member."""
        with _told(self.members[name].header_offset):
            return content.read(size)

    def size(self, name: str) -> int:
        """How many bytes a member takes."""
        return self.members[name].compress_size


class Member(io.BufferedIOBase):
    """The content of a member of an archive, from its first byte on as often as asked.

    What is wrong with it or its archive is told by Refused, when it is read.
    """

    def __init__(self, source: BinaryIO, name: str) -> None:
        self._source, self._name = source, name
        self._archive: Archive | None = None
        self._content: BinaryIO | None = None
        self._read = 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("a member is read from its first byte on")
        self._content, self._read = None, 0
        return 0

    def read(self, size: int | None = -1) -> bytes:
        archive = self._archive = self._archive or Archive(self._source)
        content = self._content = self._content or archive.opened(self._name)
        found = archive.read(content, self._name, -1 if size is None else size)
        self._read += len(found)
        refuse_bomb(archive.size(self._name), self._read)
        return found

    def close(self) -> None:
        self._source.close()
        super().close()


def opened(source: BinaryIO, member: str) -> BinaryIO:
    """The file itself, or a member of it."""
    return cast(BinaryIO, Member(source, member)) if member else source


@contextmanager
def _told(offset: int) -> Iterator[Any]:
    """Damage in the words of verdicts; `offset` is where in the archive it is."""
    try:
        yield
    except NotImplementedError as error:
        raise Refused("unsupported_format", str(error), offset) from error
    except DAMAGE as error:
        raise Refused("zip_corrupt", str(error) or "it ends too early", offset) from error
    except OSError as error:
        # Of bzip2 it has no number, of a place before the first byte this one; others are a disk's.
        if error.errno not in (None, errno.EINVAL):
            raise
        raise Refused("zip_corrupt", str(error), offset) from error


def _name(info: zipfile.ZipInfo) -> str:
    """As a path of letters; what leads out of the archive leads nowhere."""
    text = info.orig_filename.partition("\0")[0]
    if not info.flag_bits & UTF8:
        # Without the mark it is an old code page by the book, and UTF-8 with many programs.
        raw = text.encode("cp437", "replace")
        with suppress(UnicodeDecodeError):
            text = raw.decode("utf-8")
    parts = text.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", "..")) or "unnamed"


def _free(name: str, taken: dict[str, zipfile.ZipInfo]) -> str:
    """The same name, or one like it: an archive may have two members of one name."""
    candidate, n = name, 1
    while candidate in taken:
        n += 1
        stem, dot, suffix = name.partition(".")
        candidate = f"{stem}#{n}{dot}{suffix}"
    return candidate

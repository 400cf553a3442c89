"""gzip: zlib itself checks CRC and length of each member."""

from __future__ import annotations

import zlib

SUFFIXES = ("gz",)
MAGICS = (b"\x1f\x8b",)
ERRORS = (zlib.error,)


class Member:
    """One member; it keeps what it was given and had no room for, as others' decompressors do."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._full = False

    def decompress(self, data: memoryview | bytes, most: int) -> bytes:
        """Some content, no more than asked for."""
        found = self._inflate.decompress(data or self._inflate.unconsumed_tail, most)
        self._full = len(found) == most
        return found

    @property
    def eof(self) -> bool:
        """Whether this is its end."""
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing is left of what it was given."""
        # zlib may have taken all input and still have output.
        return not (self._full or self._inflate.unconsumed_tail)

    @property
    def unused_data(self) -> bytes:
        """What stands behind its end."""
        return self._inflate.unused_data

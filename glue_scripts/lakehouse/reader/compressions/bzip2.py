"""bzip2: each block has a CRC, and so has the whole."""

from __future__ import annotations

import bz2

SUFFIXES = ("bz2",)
# What a block begins with, or the end of a stream without any.
BEHIND_SIZE = (b"1AY&SY", b"\x17rE8P\x90")
MAGICS = tuple(b"BZh%d%s" % (size, next_) for size in range(1, 10) for next_ in BEHIND_SIZE)
# The library knows no error of its own.
ERRORS = (OSError, EOFError)

Member = bz2.BZ2Decompressor

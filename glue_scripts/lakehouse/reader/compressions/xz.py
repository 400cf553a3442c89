"""xz: whoever wrote a file chose its check, CRC64 mostly; its index counts once more."""

from __future__ import annotations

import lzma

SUFFIXES = ("xz",)
MAGICS = (b"\xfd7zXZ\x00",)
ERRORS = (lzma.LZMAError,)

# `xz -9` writes files that need half of it; a file may claim to need any.
MEMORY_BYTES = 128 << 20


def Member() -> lzma.LZMADecompressor:
    """One stream."""
    return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MEMORY_BYTES)

"""zstd: a frame may have a checksum, and says how long it is or where it ends."""

from __future__ import annotations

from backports.zstd import DecompressionParameter, ZstdDecompressor, ZstdError

SUFFIXES = ("zst", "zstd")
# A frame, and one of notes between frames, which `pzstd` writes first.
MAGICS = (b"\x28\xb5\x2f\xfd", *(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60)))
ERRORS = (ZstdError,)

# As `zstd` itself allows without `--long`: 128 MiB; a frame may claim to need 2 GiB.
WINDOW_LOG = 27


def Member() -> ZstdDecompressor:
    """One frame."""
    return ZstdDecompressor(options={DecompressionParameter.window_log_max: WINDOW_LOG})

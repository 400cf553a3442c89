"""Text in blocks of whole lines, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BLOCK_BYTES = 4 << 20
MAX_RECORD_BYTES = 16 << 20


def lines_in_blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Blocks of about `BLOCK_BYTES` that end with a line end (the last one perhaps not).

    CRLF becomes LF at line ends where needed by the parsers, CR alone becomes LF where the first
    chunk holds no LF. A line longer than `MAX_RECORD_BYTES` comes as a block of its own, cut to
    one byte more than that, so that its parser can tell.
    """
    buffer, filled = [], 0
    convert: bool | None = None
    for chunk in chunks:
        if convert is None and chunk:
            convert = b"\n" not in chunk and b"\r" in chunk[:-1]
        data = chunk.replace(b"\r", b"\n") if convert else chunk
        buffer.append(data)
        filled += len(data)
        if filled >= BLOCK_BYTES:
            block, rest = _cut(b"".join(buffer))
            if block:
                yield block
            buffer, filled = [rest], len(rest)
    if last := b"".join(buffer):
        yield last


def _cut(data: bytes) -> tuple[bytes, bytes]:
    end = data.rfind(b"\n") + 1
    if end or len(data) <= MAX_RECORD_BYTES:
        return data[:end], data[end:]
    # The rest of an overlong line is dropped here; what is kept is too long still, and so refused.
    return b"", data[: MAX_RECORD_BYTES + 1]

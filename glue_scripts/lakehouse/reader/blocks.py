"""Text in blocks of whole lines, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

BLOCK_BYTES = 4 << 20
MAX_RECORD_BYTES = 16 << 20


def ends_lines_with_cr(head: bytes) -> bool:
    """Whether a text that begins like this has CR and nothing else at its line ends."""
    return b"\n" not in head and b"\r" in head[:-1]


def lines_in_blocks(chunks: Iterable[bytes], *, cr: bool = False) -> Iterator[bytes]:
    """Blocks of about `BLOCK_BYTES` of UTF-8 that end with a line end (the last one perhaps not).

    A line longer than `MAX_RECORD_BYTES` comes cut, but too long still, so that its parser can
    tell.

    Args:
        chunks: the text.
        cr: whether its lines end with CR: they come with LF.
    """
    buffer, filled = [], 0
    for chunk in chunks:
        data = chunk.replace(b"\r", b"\n") if cr else chunk
        buffer.append(data)
        filled += len(data)
        if filled >= BLOCK_BYTES:
            block, rest = _cut(buffer)
            if block:
                yield block
            buffer, filled = [rest], len(rest)
    if last := b"".join(buffer):
        yield last


def _cut(buffer: list[bytes]) -> tuple[bytes, bytes]:
    *before, latest = buffer
    if end := latest.rfind(b"\n") + 1:
        return b"".join([*before, latest[:end]]), latest[end:]
    data = b"".join(buffer)
    end = data.rfind(b"\n") + 1
    if end or len(data) <= MAX_RECORD_BYTES + 4:
        return data[:end], data[end:]
    # The rest of an overlong line is dropped here; the cut must not go through a character.
    return b"", data[: MAX_RECORD_BYTES + 4].decode("utf-8", "ignore").encode()

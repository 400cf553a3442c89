"""Stops at files that become absurdly large when they are decompressed."""

from __future__ import annotations

from lakehouse.reader.verdict import Refused

# Tables of real shops shrink to a tenth or a thirtieth, logs to a hundredth at most.
BOMB_RATIO = 200
BOMB_BYTES = 256 << 20


def refuse_bomb(read: int, written: int) -> None:
    """Raises Refused when `read` bytes became more than can be meant."""
    if written > BOMB_BYTES and written > BOMB_RATIO * max(read, 1):
        raise Refused("bomb", f"{read} bytes became more than {written}", read)

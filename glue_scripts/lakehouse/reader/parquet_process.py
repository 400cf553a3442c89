"""The process that decodes Parquet: what a hostile file breaks is this process and no other."""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.parquet_frames import END, NAMES, REFUSED, ROWS, Frame, send
from lakehouse.reader.parquet_text import Decoded, as_text
from lakehouse.reader.verdict import Refused

MEMORY_BYTES = 768 << 20
KEEP, JUDGE = b"K", b"J"


def main() -> None:
    """Decodes one file after the other, as long as there is somebody who asks."""
    _limit_memory()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        while True:
            asked, files, _, _ = socket.recv_fds(connection, 1, 1)
            if not files:
                return
            with os.fdopen(files[0], "rb") as source:
                _answer(source, connection, keep=asked == KEEP)


def _limit_memory() -> None:
    status = Path("/proc/self/statm")
    if status.exists():  # elsewhere the system has no such limit
        used = int(status.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_BYTES, used + MEMORY_BYTES))


def _answer(source: BinaryIO, connection: socket.socket, *, keep: bool) -> None:
    try:
        notes = _decode(source, connection, keep=keep)
    except Refused as refusal:
        answer = [refusal.reason, refusal.detail]
    except (MemoryError, pa.ArrowMemoryError):
        answer = ["too_large", f"a part of it needs more than {MEMORY_BYTES >> 20} MiB of memory"]
    except pa.ArrowNotImplementedError as error:
        answer = ["unsupported_format", _line(error)]
    except (pa.ArrowException, OSError, UnicodeError) as error:
        answer = [_reason(error, source), _line(error)]
    except (ValueError, OverflowError) as error:
        # It is decoded, but not to be written: a date far away, or names twice, in a list.
        answer = ["unsupported_format", _line(error)]
    else:
        send(connection, Frame(END, content=json.dumps(notes).encode()))
        return
    send(connection, Frame(REFUSED, content=json.dumps(answer).encode()))


def _decode(source: BinaryIO, connection: socket.socket, *, keep: bool) -> list[str]:
    size = os.fstat(source.fileno()).st_size
    file = Decoded(source)
    send(connection, Frame(NAMES, content=json.dumps([file.names, file.numbers]).encode()))
    written = 0
    for batch in file.batches():
        written += max(batch.nbytes, batch.num_rows * max(len(file.names), 1))
        refuse_bomb(size, written)
        content = as_text(batch).serialize() if keep else b""
        send(connection, Frame(ROWS, batch.num_rows, memoryview(content)))
    return file.notes


def _reason(error: Exception, source: BinaryIO) -> str:
    # The library has one exception for all this; its words are all there is to tell them apart.
    if "crypt" in str(error):
        return "unsupported_format"
    if "deeply nested" in str(error):
        return "too_deep"
    source.seek(0)
    return "parquet_corrupt" if source.read(4) == b"PAR1" else "not_parquet"


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]

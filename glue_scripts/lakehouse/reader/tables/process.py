"""The process that decodes: what a hostile file breaks is this process and no other."""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa

from lakehouse.reader.expansion import refuse_bomb
from lakehouse.reader.tables.frames import END, NAMES, REFUSED, ROWS, Frame, send
from lakehouse.reader.tables.table import Decoded, TableFormat
from lakehouse.reader.tables.values import as_text
from lakehouse.reader.verdict import Refused

MEMORY_BYTES = 768 << 20
KEEP, JUDGE = b"K", b"J"
ASKED_BYTES = 64
HEAD_BYTES = 1 << 16


def main() -> None:
    """Decodes one file after the other, as long as there is somebody who asks."""
    _limit_memory()
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        while True:
            asked, files, _, _ = socket.recv_fds(connection, ASKED_BYTES, 1)
            if not files:
                return
            with os.fdopen(files[0], "rb") as source:
                _answer(source, asked[1:].decode(), connection, keep=asked[:1] == KEEP)


def _limit_memory() -> None:
    status = Path("/proc/self/statm")
    if status.exists():  # elsewhere the system has no such limit
        used = int(status.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY_BYTES, used + MEMORY_BYTES))


def _answer(source: BinaryIO, name: str, connection: socket.socket, *, keep: bool) -> None:
    module = cast(TableFormat, import_module(f"lakehouse.reader.formats.{name}"))
    try:
        notes = _decode(source, module, connection, keep=keep)
    except Refused as refusal:
        answer = [refusal.reason, refusal.detail]
    except (MemoryError, pa.ArrowMemoryError):
        answer = ["too_large", f"a part of it needs more than {MEMORY_BYTES >> 20} MiB of memory"]
    except pa.ArrowNotImplementedError as error:
        answer = ["unsupported_format", _line(error)]
    except (pa.ArrowException, OSError, UnicodeError) as error:
        answer = [module.reason(error) or _damage(source, name, module), _line(error)]
    except (ValueError, OverflowError) as error:
        # It is decoded, but not to be written: a date far away, or names twice, in a list.
        answer = ["unsupported_format", _line(error)]
    else:
        send(connection, Frame(END, content=json.dumps(notes).encode()))
        return
    send(connection, Frame(REFUSED, content=json.dumps(answer).encode()))


def _decode(
    source: BinaryIO, module: TableFormat, connection: socket.socket, *, keep: bool
) -> list[str]:
    size = os.fstat(source.fileno()).st_size
    file = Decoded(module.opened(source))
    send(connection, Frame(NAMES, content=json.dumps([file.names, file.numbers]).encode()))
    written = 0
    for batch in file.batches():
        written += max(batch.nbytes, batch.num_rows * max(len(file.names), 1))
        refuse_bomb(size, written)
        content = as_text(batch).serialize() if keep else b""
        send(connection, Frame(ROWS, batch.num_rows, memoryview(content)))
    return file.notes


def _damage(source: BinaryIO, name: str, module: TableFormat) -> str:
    source.seek(0)
    return f"{name}_corrupt" if module.begins(source.read(HEAD_BYTES)) else f"not_{name}"


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]

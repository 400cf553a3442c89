"""Asks the process that decodes."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import UnsupportedOperation
from pathlib import Path
from typing import BinaryIO

from lakehouse.reader.tables.frames import NAMES, REFUSED, ROWS, Frame, receive
from lakehouse.reader.tables.process import JUDGE, KEEP
from lakehouse.reader.verdict import Refused

SILENT_SECONDS = 30
# The path is handed on: on a cluster it is not the one a new interpreter would have.
START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[2]); "
    "from lakehouse.reader.tables.process import main; main()"
)


@contextmanager
def frames_of(source: BinaryIO, name: str, *, keep: bool) -> Iterator[Iterator[Frame]]:
    """What the other process has to say of a file, ending with `END`; raises Refused.

    Args:
        source: the file.
        name: of its format.
        keep: whether values are wanted.
    """
    with _with_descriptor(source) as file, _decoder() as decoder:
        yield decoder.frames(file, name, keep=keep)


@contextmanager
def _with_descriptor(source: BinaryIO) -> Iterator[BinaryIO]:
    """The file as something that can be handed to another process."""
    if _has_descriptor(source):
        yield source
        return
    with tempfile.TemporaryFile() as copy:
        source.seek(0)
        shutil.copyfileobj(source, copy)
        copy.flush()
        yield copy


def _has_descriptor(source: BinaryIO) -> bool:
    try:
        return source.fileno() >= 0
    except UnsupportedOperation:
        return False


class _Decoder:
    """The other process. It takes a third of a second to start, so one is kept for later files."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.idle = True
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", START, str(theirs.fileno()), _path()],
                pass_fds=[theirs.fileno()],
                env=os.environ | {"ARROW_DEFAULT_MEMORY_POOL": "system", "ARROW_IO_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        ours.settimeout(SILENT_SECONDS)
        self._connection = ours

    def frames(self, file: BinaryIO, name: str, *, keep: bool) -> Iterator[Frame]:
        """What it has to say of a file."""
        self.idle = False
        file.seek(0)
        try:
            socket.send_fds(
                self._connection, [(KEEP if keep else JUDGE) + name.encode()], [file.fileno()]
            )
            while (frame := receive(self._connection)).kind in (NAMES, ROWS):
                yield frame
        except (EOFError, ConnectionError) as error:
            raise Refused(f"{name}_corrupt", "its content breaks the decoder") from error
        except TimeoutError as error:
            what = f"a part of it takes longer than {SILENT_SECONDS} s to decode"
            raise Refused("too_large", what) from error
        self.idle = True
        if frame.kind == REFUSED:
            raise Refused(*json.loads(bytes(frame.content)))
        yield frame

    def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        self._connection.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


def _path() -> str:
    return json.dumps([str(Path(entry).resolve()) for entry in sys.path])


_idle: list[_Decoder] = []


@contextmanager
def _decoder() -> Iterator[_Decoder]:
    """A process that nobody else uses: threads and forks of this one have their own."""
    decoder = _take_idle() or _Decoder()
    try:
        yield decoder
    finally:
        # Two files at once are rare, and each process has its own 130 MB.
        if decoder.idle and not _idle:
            _idle.append(decoder)
        else:
            decoder.stop()


def _take_idle() -> _Decoder | None:
    with suppress(IndexError):
        while (decoder := _idle.pop()).owner != os.getpid():
            pass
        return decoder
    return None


@atexit.register
def stop_decoders() -> None:
    """Ends the process that waits for another file."""
    while decoder := _take_idle():
        decoder.stop()

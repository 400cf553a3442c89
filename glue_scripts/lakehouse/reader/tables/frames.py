"""What the process that decodes and the one that asks it say to each other."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

_HEAD = struct.Struct("<cQQ")

NAMES, ROWS, END, REFUSED = b"N", b"R", b"E", b"X"


@dataclass(frozen=True)
class Frame:
    """One message: its kind, a number of rows (or nothing), and content."""

    kind: bytes
    rows: int = 0
    content: bytes | memoryview = b""


def send(connection: socket.socket, frame: Frame) -> None:
    """Sends a message whole."""
    connection.sendall(_HEAD.pack(frame.kind, frame.rows, len(frame.content)))
    connection.sendall(frame.content)


def receive(connection: socket.socket) -> Frame:
    """The next message.

    Raises:
        EOFError: the other side is gone.
        TimeoutError: it has been silent for as long as the connection allows.
    """
    kind, rows, size = _HEAD.unpack(_exactly(connection, _HEAD.size))
    return Frame(kind, rows, _exactly(connection, size))


def _exactly(connection: socket.socket, size: int) -> memoryview:
    content = memoryview(bytearray(size))
    at = 0
    while at < size:
        received = connection.recv_into(content[at:])
        if not received:
            raise EOFError
        at += received
    return content

"""Starts the engine that the jobs of this process find."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import lakehouse

Engine = Literal["sail", "spark"]
SAIL = {
    # What is not needed goes back to the system at once, not after the next job has asked for more,
    # and nothing is taken before it is needed.
    "MIMALLOC_PURGE_DELAY": "0",
    "MIMALLOC_EAGER_COMMIT": "0",
    "MIMALLOC_ARENA_EAGER_COMMIT": "0",
    # Groups and sorts that need more go to disk.
    "SAIL_RUNTIME__MEMORY_POOL__TYPE": "fair",
    "SAIL_RUNTIME__MEMORY_POOL__FAIR__MAX_SIZE": str(384 << 20),
}
# Optimising what Java compiled costs more than it saves for most queries, which end soon: only what
# runs ten times as often as by default is worth it. And one thread is enough to collect garbage.
SPARK = (
    "-XX:Tier4InvocationThreshold=50000",
    "-XX:Tier4MinInvocationThreshold=6000",
    "-XX:Tier4CompileThreshold=150000",
    "-XX:Tier4BackEdgeThreshold=400000",
    "-XX:+UseSerialGC",
)
# With the default of 1 GB, groups of a few million keys go to disk; 3 GB gain nothing more.
SPARK_MEMORY = "2g"


@contextlib.contextmanager
def engine(name: Engine) -> Iterator[None]:
    """Sail in this process, or Apache Spark on Java, for as long as the block runs."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("RUST_LOG", "error")
    with _sail() if name == "sail" else _spark():
        yield


@contextlib.contextmanager
def _sail() -> Iterator[None]:
    for name, value in SAIL.items():
        os.environ.setdefault(name, value)
    # The library reads them when it is loaded.
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
    try:
        yield
    finally:
        _stop_session()
        _forget_connect()
        server.stop()


@contextlib.contextmanager
def _spark() -> Iterator[None]:
    _forget_connect()
    os.environ.setdefault("SPARK_SUBMIT_OPTS", " ".join(SPARK))
    os.environ.setdefault("PYSPARK_SUBMIT_ARGS", f"--driver-memory {SPARK_MEMORY} pyspark-shell")
    folder = str(Path(lakehouse.__path__[0]).parent)
    # Spark's Python workers import the library by themselves.
    os.environ["PYTHONPATH"] = os.pathsep.join([folder, str(Path(folder).parent)])
    try:
        yield
    finally:
        _stop_session()


def _forget_connect() -> None:
    # PySpark sets the second one itself, and every later process would inherit it.
    for name in ("SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED"):
        os.environ.pop(name, None)


def _stop_session() -> None:
    # Whoever only names an engine need not wait for it to load.
    from lakehouse.runtime.session import stop

    stop()

"""Runs a job's script in Glue's stead; it stands alone and imports nothing of this repository.

What a job imports is the standard library, what is installed beside the interpreter, and what the
job brings along: nothing that is merely on this machine, such as a repository under development.
"""

from __future__ import annotations

import atexit
import importlib.metadata
import json
import os
import re
import runpy
import sys
import sysconfig
import traceback
from pathlib import Path
from typing import Any


def main(order: dict[str, Any]) -> None:
    """Runs the script that is ordered."""
    sys.path[:] = [*order["path"], *filter(_is_installed, sys.path)]
    for module in order["modules"]:
        require(module)
    start_engine()
    sys.argv[:] = [order["script"], *order["arguments"]]
    try:
        runpy.run_path(order["script"], run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            _note(order, f"SystemExit: {end.code}")
        raise
    except BaseException as error:
        traceback.print_exc()
        _note(order, f"{type(error).__name__}: {error}")
        sys.exit(1)


def require(module: str) -> None:
    """Refuses a wheel, or a requirement, that is not installed in this very version."""
    name, version = _name_and_version(module)
    try:
        installed = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        sys.exit(f"the job wants {module}; {name} is not installed where local Glue jobs run")
    if version not in (None, installed):
        sys.exit(f"the job wants {module}; local Glue jobs run with {name} {installed}")


def start_engine() -> None:
    """Starts Sail, which `SparkSession.builder.getOrCreate()` finds by its address."""
    os.environ["RUST_LOG"] = "error"
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    os.environ["SPARK_REMOTE"] = f"sc://127.0.0.1:{port}"
    # After the client, which says farewell at the end; its own registration comes later.
    atexit.register(server.stop)


def _is_installed(folder: str) -> bool:
    kinds = ("stdlib", "platstdlib", "purelib", "platlib")
    places = [Path(sysconfig.get_path(kind)) for kind in kinds]
    version = f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    return Path(folder).name == version or any(Path(folder).is_relative_to(p) for p in places)


def _name_and_version(module: str) -> tuple[str, str | None]:
    if module.endswith(".whl"):
        name, version, *_ = module.split("-")
        return name.replace("_", "-"), version.replace("_", "-")
    if found := re.fullmatch(r"([\w.-]+)(?:\[[\w,.-]*\])?(?:==([\w.+!-]+))?", module):
        return found[1], found[2]
    sys.exit(f"--additional-python-modules {module}: expected name, name==version or a wheel on S3")


def _note(order: dict[str, Any], error: str) -> None:
    Path(order["error"]).write_text(error, encoding="utf-8")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))

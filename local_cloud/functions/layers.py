# Runs in the process of a function in Python, before the function's own code.
#
# AWS unpacks layers into /opt, which on a laptop belongs to others: they are in folders of the
# function instead. Programs that are started from /opt are found there. A script that names AWS's
# own Python as its interpreter is run by this one.
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def _in_layer(program: str) -> list[str]:
    for layer in filter(None, os.environ.get("_LAMBDA_LAYERS_DIRS", "").split(os.pathsep)):
        found = Path(layer) / program.removeprefix("/opt/")
        if found.is_file():
            with found.open("rb") as file:
                python = file.readline().startswith(b"#!/var/lang/bin/python")
            return [sys.executable, str(found)] if python else [str(found)]
    return [program]


class _Popen(subprocess.Popen[Any]):
    def __init__(self, args: Any, *more: Any, **named: Any) -> None:
        if isinstance(args, (list, tuple)) and str(args[0]).startswith("/opt/"):
            args = [*_in_layer(str(args[0])), *args[1:]]
        # What a function's programs print belongs in its log; standard output carries its answer.
        if named.get("stdout") is None:
            named["stdout"] = sys.stderr
        super().__init__(args, *more, **named)


subprocess.Popen = _Popen  # type: ignore[misc]

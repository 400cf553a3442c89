"""Facts about AWS that cfn-lint ships as data: which types hold data, which actions know resources.

The files are read without importing cfn-lint, which takes two seconds that every synth would pay.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import distribution
from typing import Any


@cache
def read_fact(name: str) -> dict[str, Any]:
    """A data file of cfn-lint, by its path below `cfnlint/data`.

    Raises:
        FileNotFoundError: the installed cfn-lint has no such file.
    """
    path = distribution("cfn-lint").locate_file(f"cfnlint/data/{name}")
    with open(str(path), encoding="utf-8") as file:  # noqa: PTH123
        found: dict[str, Any] = json.load(file)
    return found

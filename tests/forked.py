"""Processes of their own that have imported already what the platform needs.

They are forked from a process that did nothing but import: starting Python and importing for each
would take longer than what they do.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

SECONDS = 120
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["edp.inspect", "edp.pipeline", "edp.rebuild"])


def run(work: Callable[..., None], *arguments: Any) -> int:
    """Does something in a process of its own; its exit code, negative for a signal."""
    process = CONTEXT.Process(target=work, args=arguments)
    process.start()
    process.join(SECONDS)
    assert process.exitcode is not None, f"{work.__name__} did not end in {SECONDS} seconds"
    return process.exitcode

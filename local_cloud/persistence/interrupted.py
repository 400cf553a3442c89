"""Stacks that were under way when the cloud ended: nobody goes on with them, so they failed."""

from __future__ import annotations

import re

import ministack.app
from ministack.services import cloudformation

REASON = "The local cloud ended while this was under way; deploy or delete the stack again."
# Asked for and not begun.
WAITING = "REVIEW_IN_PROGRESS"

_load = ministack.app._load_persisted_state


def install() -> None:
    """Looks at stacks when they are loaded."""
    ministack.app._load_persisted_state = _load_and_mend


def _load_and_mend() -> None:
    _load()
    for stack in cloudformation._stacks.all_values():
        if stack["StackStatus"] != WAITING:
            _mend(stack)


def _mend(stack: dict[str, str]) -> None:
    # Cleaning up is all that was left.
    status = stack["StackStatus"].removesuffix("_CLEANUP_IN_PROGRESS")
    # The CDK's command line deletes a stack that was never complete, and makes it again.
    ended = re.sub("^CREATE_IN_PROGRESS$", "ROLLBACK_FAILED", status)
    ended = re.sub("_IN_PROGRESS$", "_FAILED", ended)
    if ended != stack["StackStatus"]:
        stack["StackStatus"], stack["StackStatusReason"] = ended, REASON

"""Notes down every call of a role or a user, for `local_cloud.iam.permissions`."""

from __future__ import annotations

import atexit
import threading
from collections import Counter

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id
from ministack.services import iam

from local_cloud import background
from local_cloud.iam import record
from local_cloud.iam.check import Check
from local_cloud.iam.record import Call
from local_cloud.settings import current

SECONDS = 1.0

_counts: Counter[Call] = Counter()
_lock = threading.Lock()
_changed = threading.Event()
_pace = background.Pace()


def note(key: str, check: Check, *, allowed: bool) -> None:
    """Counts a call under an access key."""
    if principal := _principal(key):
        with _lock:
            _counts[Call(principal, check.action, check.resource, allowed)] += 1
        _changed.set()


def keep() -> None:
    """Goes on with the record of the folder; writes it from time to time, and at the end."""
    _counts.update(dict(record.read(current())))
    background.every(SECONDS, "the record of calls", _write_at_ease)
    atexit.register(_write)


def _write_at_ease() -> None:
    if _pace.free:
        with _pace:
            _write()


def _write() -> None:
    if not _changed.is_set():
        return
    _changed.clear()
    with _lock:
        counts = dict(_counts)
    record.write(current(), counts)


def _principal(key: str) -> str:
    found = iam_evaluator.resolve_credential(key, get_account_id())
    arn = str(getattr(found, "principal_arn", ""))
    if ":assumed-role/" not in arn:
        return arn
    role = iam._roles.get(arn.split("/")[1]) or {"Arn": arn}
    return str(role["Arn"])

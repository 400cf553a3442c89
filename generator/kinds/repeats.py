"""Records that come again: the same, nearly the same, or newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generator.clock import DAY, SECOND
from generator.kinds.kind import Kind, Level, register
from generator.row import Row
from generator.tables import Value, table

Truth = dict[str, Value]


@dataclass(frozen=True, kw_only=True)
class RepeatKind(Kind):
    """How the copy of a record differs, in what it means and in how it is written."""

    level: Level = "record"
    expected: str = "duplicate"
    change: Callable[[str, Truth, Random], None] = lambda _d, _t, _r: None
    write: Callable[[Row], bool] = lambda _row: True
    other_file: bool = True
    same_file: bool = True
    weight: int = 2


@dataclass(frozen=True)
class Copy:
    """A record that is to come again."""

    kind: RepeatKind
    truth: Truth


def _other_value(dataset: str, truth: Truth, rng: Random) -> None:
    column = {"events": "device", "transactions": "payment_method", "users": "city"}[dataset]
    choices = {"events": ("desktop", "tablet"), "transactions": ("invoice", "wallet")}
    truth[column] = rng.choice(choices.get(dataset, ("Springfield", "Newtown")))


def _newer(dataset: str, truth: Truth, rng: Random) -> None:
    """A later state of the same thing."""
    order_by = table(dataset).order_by
    later = int(truth[order_by] or 0)
    if dataset == "events":
        truth[order_by] = later + rng.randrange(2, 600) * SECOND
        return
    truth[order_by] = later + rng.randrange(1, 20) * DAY
    if dataset == "users":
        truth["city"] = rng.choice(("Springfield", "Newtown", "Riverside"))
        return
    arrived = truth["delivered_at"] is not None
    truth["status"] = "refunded" if arrived else rng.choice(("delivered", "shipped", "cancelled"))
    if truth["status"] == "delivered":
        truth["delivered_at"] = int(truth["created_at"] or 0) + rng.randrange(1, 6) * DAY


def _cased(row: Row) -> bool:
    key = row.table.key
    clean = str(row.truth[key])
    return row.put(key, f" {clean.lower()} ", clean)


def _unusable(row: Row) -> bool:
    column, text, code = {
        "events": ("event_type", "hover", "not_allowed"),
        "transactions": ("status", "lost", "not_allowed"),
        "users": ("signed_up_at", "yesterday", "invalid_timestamp"),
    }[row.layout.dataset]
    return row.refuse(column, text, code)


_KINDS = (
    RepeatKind(
        name="exact_duplicate_same_file",
        description="The same record again in the same file.",
        other_file=False,
    ),
    RepeatKind(
        name="exact_duplicate_other_file",
        description="The same record again in another file.",
        same_file=False,
    ),
    RepeatKind(
        name="near_duplicate_cased",
        description="The same record in other letter case and with white space: clean, the same.",
        write=_cased,
    ),
    RepeatKind(
        name="near_duplicate_other_value",
        description="The same key at the same moment with another value elsewhere.",
        change=_other_value,
    ),
    RepeatKind(
        name="late_update",
        expected="the older record is superseded",
        description="A later state of the same thing.",
        change=_newer,
        weight=5,
    ),
    RepeatKind(
        name="late_update_unusable",
        expected="quarantined; the older record stays",
        description="A later state of the same thing that cannot be used.",
        change=_newer,
        write=_unusable,
        weight=1,
    ),
)
REPEAT_KINDS = {kind.name: register(kind) for kind in _KINDS}

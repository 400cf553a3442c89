"""Records that come again: the same, nearly the same, or newer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from generator.clock import DAY, SECOND
from generator.kinds.kind import Kind, Level, register
from generator.kinds.unicode_values import in_full_width, with_unseen
from generator.row import Row
from generator.tables import Value, table

Truth = dict[str, Value]


Change = Callable[[str, Truth, Random], None]


def _nothing(_dataset: str, _truth: Truth, _rng: Random) -> None:
    """The copy means the same."""


@dataclass(frozen=True, kw_only=True)
class RepeatKind(Kind):
    """How the copies of a record differ, in what they mean and in how they are written.

    Each change makes a copy of the one before; the first, a copy of the record.
    """

    level: Level = "record"
    expected: str = "duplicate"
    changes: tuple[Change, ...] = (_nothing,)
    write: Callable[[Row], bool] = lambda _row: True
    other_file: bool = True
    same_file: bool = True
    weight: int = 2


@dataclass(frozen=True)
class Copy:
    """A record that is to come again."""

    kind: RepeatKind
    truth: Truth


_COLUMN = {"events": "device", "transactions": "payment_method", "users": "city"}


def _other_value(dataset: str, truth: Truth, rng: Random) -> None:
    choices = {"events": ("desktop", "tablet"), "transactions": ("invoice", "wallet")}
    truth[_COLUMN[dataset]] = rng.choice(choices.get(dataset, ("Springfield", "Newtown")))


def other_state(row: Row) -> None:
    """Another value where a copy that contradicts a record has one."""
    truth = row.truth.copy()
    _other_value(row.layout.dataset, truth, row.rng)
    column = _COLUMN[row.layout.dataset]
    row.put(column, str(truth[column]), truth[column])


def _less(dataset: str, truth: Truth, _rng: Random) -> None:
    """A value is not told."""
    truth[_COLUMN[dataset]] = None


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


def _spaced(row: Row) -> bool:
    key = row.table.key
    clean = str(row.truth[key])
    return row.put(key, f" {clean} ", clean)


def _respelled(row: Row) -> bool:
    """The key in other characters that look the same, or with one that nobody sees."""
    key = row.table.key
    clean = str(row.truth[key])
    text = row.rng.choice((in_full_width(clean), with_unseen(row, clean)))
    return row.put(key, text, clean)


def _other_addition(row: Row) -> bool:
    """Another value in a column that the contract does not know."""
    return row.put("+campaign", "telephone", None)


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
        name="near_duplicate_spaced",
        description="The same record, its key with white space around it: clean, the same.",
        write=_spaced,
    ),
    RepeatKind(
        name="near_duplicate_respelled",
        description="The same record, its key in full width or with a character nobody sees.",
        write=_respelled,
    ),
    RepeatKind(
        name="duplicate_with_less",
        expected="the fuller record is kept, this one is its duplicate",
        description="The same record without one of its values.",
        changes=(_less,),
    ),
    RepeatKind(
        name="conflict_same_file",
        expected="quarantined conflict, both records",
        description="The same key at the same moment with another value, in the same file.",
        changes=(_other_value,),
        other_file=False,
    ),
    RepeatKind(
        name="conflict_other_file",
        expected="quarantined conflict, both records",
        description="The same key at the same moment with another value, in another file.",
        changes=(_other_value,),
        same_file=False,
    ),
    RepeatKind(
        name="conflict_in_an_unknown_column",
        expected="quarantined conflict where the file has such columns, else duplicate",
        description="The same record with another value in a column that no contract knows.",
        write=_other_addition,
        other_file=False,
        weight=1,
    ),
    RepeatKind(
        name="conflict_superseded",
        expected="the newest record is kept, the conflict below it is superseded",
        description="Two records contradict each other, and a later state follows.",
        changes=(_other_value, _newer),
        weight=1,
    ),
    RepeatKind(
        name="conflict_above_an_older_state",
        expected="quarantined conflict; the older record stays",
        description="Two later states contradict each other.",
        changes=(_newer, _other_value),
        weight=1,
    ),
    RepeatKind(
        name="late_update",
        expected="the older record is superseded",
        description="A later state of the same thing.",
        changes=(_newer,),
        weight=5,
    ),
    RepeatKind(
        name="late_update_unusable",
        expected="quarantined; the older record stays",
        description="A later state of the same thing that cannot be used.",
        changes=(_newer,),
        write=_unusable,
        weight=1,
    ),
)
REPEAT_KINDS = {kind.name: register(kind) for kind in _KINDS}

CONTINUATION = register(
    Kind(
        name="continuation",
        level="record",
        expected="merged into the row above",
        description="A row of a spreadsheet that only repeats the key of the row above.",
    )
)

"""What only people know of files that are like a dataset, and what a wrong guess would hide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from contracts import Column, Contract, allowed_values, fold
from edp.display.look import count as count_of
from edp.start import suspicious
from edp.start.answers import (
    AGREED,
    COLUMN,
    DATE_ORDER,
    DECIMAL_MARK,
    SMALLEST,
    TIME_ZONE,
    UNITS,
    VALUE,
    WHOLE,
    WORD,
)
from edp.start.model import Answers, Group, Question, Seen
from lakehouse.cleanse.deletions import REASON as DELETION

# Fewer records are damage, which is quarantined and told; more would make figures other ones.
DAMAGE = 0.01
MOST_WORDS = 12
# These have a question of their own.
ASKED = ("ambiguous_timestamp", "ambiguous_number", "not_allowed")
ZONES = ("UTC", "Europe/Berlin", "Europe/London", "America/New_York")


@dataclass(frozen=True)
class Case:
    """A group, the contract as its producer writes it, and what its records show."""

    group: Group
    contract: Contract
    seen: Seen

    def ask(
        self, topic: str, asks: str, options: Sequence[str] = (), column: str | None = None
    ) -> Question:
        """A question about the group's files."""
        free = topic == TIME_ZONE
        return Question(
            self.group.name, self.group.label, column, topic, asks, tuple(options), free
        )

    @property
    def amounts(self) -> list[Column]:
        """Money that every record must have: wrong records would be wrong figures."""
        return [c for c in self.contract.columns if c.required and c.currency_column]

    def names(self, column: str) -> list[str]:
        """What the files call a column."""
        meant = self.contract.names
        return [n for n in self.seen.values if meant.get(fold(n)) == column]

    @property
    def others(self) -> list[str]:
        """Names that mean nothing here."""
        meant = self.contract.names
        return [n for n in self.seen.values if fold(n) not in meant]


def questions(case: Case, answers: Answers) -> list[Question]:
    """What is open, in an order in which it is best answered."""
    checks: Sequence[Callable[[Case], Iterator[Question]]] = (
        _sales,
        _columns,
        _amount,
        _rivals,
        _parts,
        _values,
        _units,
        _written,
        _words,
        _clocks,
        _suspicious,
        _kept_out,
    )
    asked = [question for check in checks for question in check(case)]
    return [question for question in asked if question.topic not in answers]


def _sales(case: Case) -> Iterator[Question]:
    """Whether it is sales at all: refunds, payouts and costs have the same columns."""
    if not case.amounts or (case.group.match and case.group.match.profile):
        return
    keys = [n for key in case.contract.keys for n in case.names(key)]
    labels = [look.label for look in case.group.looks]
    if suspicious.is_any_key(keys) or any(map(suspicious.is_other_money, labels)):
        asks = f"Are these records sales, one each ({case.contract.purpose})?"
        yield case.ask(f"{AGREED}kind", asks, ["they are"])


def _columns(case: Case) -> Iterator[Question]:
    """Which column it is, where none is called so."""
    for column in case.contract.columns:
        named = case.names(column.name) or case.contract.values.get(column.name)
        wanted = column.required and not allowed_values(column)
        if wanted and not named and not case.seen.good[column.name]:
            asks = f"Which column is `{column.name}`? {column.description}"
            may_be = suspicious.are_numbers if column.is_number else bool
            options = [n for n in case.others if may_be(case.seen.values[n])]
            yield case.ask(COLUMN + column.name, asks, options, column.name)


def _amount(case: Case) -> Iterator[Question]:
    """Which amount, where there are several; a profile knows."""
    if case.group.match and case.group.match.profile:
        return
    for column in case.amounts:
        mine = case.names(column.name)
        rivals = [n for n in case.others if suspicious.is_money(case.seen.values[n])]
        if mine and rivals:
            told = ", ".join(f"`{n}`" for n in rivals)
            asks = f"`{mine[0]}` or {told}: which one is what the customer paid?"
            yield case.ask(COLUMN + column.name, asks, [*mine, *rivals], mine[0])


def _rivals(case: Case) -> Iterator[Question]:
    """Which state or currency, where there are several; a profile knows."""
    if case.group.match and case.group.match.profile:
        return
    for column in case.contract.columns if case.amounts else ():
        for is_one in (suspicious.is_status, suspicious.is_currency):
            mine = [n for n in case.names(column.name) if is_one(n)]
            rivals = [n for n in case.others if is_one(n)]
            if mine and rivals and column.required:
                asks = f"`{mine[0]}` or `{'`, `'.join(rivals)}`: which one is `{column.name}`?"
                asks += f" {column.description}"
                yield case.ask(COLUMN + column.name, asks, [*mine, *rivals], mine[0])


def _parts(case: Case) -> Iterator[Question]:
    """Several records of a key: lines of one order, or states of it?"""
    repeats, keys = case.seen.repeats, case.names(case.contract.keys[0])
    if not case.amounts or not repeats.keys:
        return
    asks = (
        f"`{keys[0]}` is the same in several rows that differ, {repeats.keys:,} times: they look"
        " like parts of one order, and no dataset here takes these."
    )
    options = ["each row repeats the amount of the whole"] if repeats.one_amount else []
    yield case.ask(f"{AGREED}parts", asks, options, keys[0])


def _values(case: Case) -> Iterator[Question]:
    """One value for all records, where they have none."""
    for column in case.contract.columns:
        allowed = allowed_values(column)
        if (
            column.required
            and allowed
            and not (case.seen.good[column.name] or case.seen.unknown.get(column.name))
        ):
            asks = f"No file states `{column.name}`. Which one is it, in all records?"
            yield case.ask(VALUE + column.name, asks, list(allowed), column.name)


def _units(case: Case) -> Iterator[Question]:
    """Whether amounts count whole units or the smallest ones; below zero, whether they count."""
    for column in case.amounts:
        minor = column.minor_units or bool(case.group.match and case.group.match.profile)
        for name in case.names(column.name):
            profile = case.seen.values[name]
            if not minor and suspicious.may_be_minor(profile):
                asks = f"`{name}` has whole numbers only: of which unit?"
                yield case.ask(UNITS + column.name, asks, [WHOLE, SMALLEST], name)
            if below := suspicious.below_zero(profile):
                asks = f"`{name}` is negative in {_records(below)}: do these lower the revenue?"
                yield case.ask(
                    f"{AGREED}negative", asks, ["they do, where their state counts"], name
                )


def _written(case: Case) -> Iterator[Question]:
    """How dates and numbers are written, where values can be read in two ways."""
    for code, topic, what, options in (
        ("ambiguous_timestamp", DATE_ORDER, "what comes first in the dates", ["day", "month"]),
        ("ambiguous_number", DECIMAL_MARK, "what is the decimal mark", [".", ","]),
    ):
        open_ = {n: c[code] for n, c in case.seen.codes.items() if c[code]}
        if open_:
            name = max(open_, key=lambda n: open_[n])
            called = next(iter(case.names(name)), name)
            asks = f"`{called}`: {what}? {open_[name]:,} values can be read in two ways."
            yield case.ask(topic, asks, options, called)


def _words(case: Case) -> Iterator[Question]:
    """What a word means that is none of the allowed values; no currency means another one."""
    currencies = {column.currency_column for column in case.contract.columns}
    for column in case.contract.columns:
        if not column.required or column.null_if_invalid or column.name in case.contract.values:
            continue
        called = next(iter(case.names(column.name)), column.name)
        words = case.seen.unknown.get(column.name)
        for word, count in words.most_common(MOST_WORDS) if words else ():
            asks = f"`{called}` is {word!r} in {_records(count)}: what does it mean?"
            options = [] if column.name in currencies else list(allowed_values(column) or ())
            yield case.ask(f"{WORD}{column.name}:{word}", asks, options, called)


def _clocks(case: Case) -> Iterator[Question]:
    """Which clocks times without a zone were read off."""
    if case.contract.producer and case.contract.producer.time_zone:
        return
    for column in case.contract.columns:
        for name in case.names(column.name) if column.type == "timestamp" else ():
            if suspicious.are_local(case.seen.values[name]):
                asks = f"`{name}` has times without a zone: of which clocks?"
                yield case.ask(TIME_ZONE, asks, ZONES, name)
                return


def _suspicious(case: Case) -> Iterator[Question]:
    """Columns that may say that a record is no sale, or no whole one."""
    if not case.amounts:
        return
    profile = case.group.match and case.group.match.profile
    for name in case.others:
        why = suspicious.why(case.seen.values[name], known=bool(profile))
        if why:
            yield case.ask(f"{AGREED}{name}", why, ["they count as they stand"], name)
    for name in case.names(case.contract.keys[0]):
        if total := suspicious.total_row(case.seen.values[name]):
            yield case.ask(f"{AGREED}total", f"Is {total!r} in `{name}` a row of totals?", [], name)


def _kept_out(case: Case) -> Iterator[Question]:
    """Records of sales that would be missing in the figures."""
    if not case.amounts:
        return
    for column in case.contract.columns:
        if column.null_if_invalid or not (case.names(column.name) or case.seen.good[column.name]):
            continue
        for code, count in case.seen.codes.get(column.name, {}).items():
            many = count > case.seen.records * DAMAGE or code == "out_of_range"
            if code not in (*ASKED, DELETION) and many:
                called = next(iter(case.names(column.name)), column.name)
                asks = (
                    f"`{called}`: {count:,} of {case.seen.records:,} records are {code}"
                    f" ({column.description}) and would be missing in the figures."
                )
                yield case.ask(f"{AGREED}{column.name}:{code}", asks, ["leave them out"], called)


def _records(number: int) -> str:
    return count_of(number, "record")

"""Timestamps as microseconds since 1970 and, quickly, as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

SECOND = 1_000_000
DAY_SECONDS = 86_400
DAY = DAY_SECONDS * SECOND
YEAR_START = 1_735_689_600
"""2025-01-01T00:00:00Z in seconds."""

TextsOfTimes = Callable[[list[int | None]], list[str | None]]


class _DayTexts(dict[int, str]):
    """Days since 1970 -> `2025-03-01`, made when first asked for."""

    def __missing__(self, day: int) -> str:
        text = (datetime(1970, 1, 1) + timedelta(days=day)).strftime("%Y-%m-%d")
        self[day] = text
        return text


_DAYS = _DayTexts()
_CLOCK = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(DAY_SECONDS)]
_MILLI = [f".{ms:03d}Z" for ms in range(1000)]


def moment(us: int) -> datetime:
    """The date and time (UTC) of a number of microseconds."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)


def micros(when: datetime) -> int:
    """Microseconds since 1970 of a date and time with zone."""
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def iso_s(us: int) -> str:
    """`2025-03-01T12:34:56Z`."""
    return f"{_DAYS[us // DAY]}T{_CLOCK[us // SECOND % DAY_SECONDS]}Z"


def _iso_ms(times: list[int | None]) -> list[str | None]:
    """`2025-03-01T12:34:56.789Z`. Whole columns: a call per value would cost as much again."""
    days, clock, milli = _DAYS, _CLOCK, _MILLI
    return [
        None
        if us is None
        else f"{days[us // DAY]}T{clock[us // SECOND % DAY_SECONDS]}{milli[us // 1000 % 1000]}"
        for us in times
    ]


def _iso_s(times: list[int | None]) -> list[str | None]:
    days, clock = _DAYS, _CLOCK
    return [
        None if us is None else f"{days[us // DAY]}T{clock[us // SECOND % DAY_SECONDS]}Z"
        for us in times
    ]


def _iso_space(times: list[int | None]) -> list[str | None]:
    days, clock = _DAYS, _CLOCK
    return [
        None if us is None else f"{days[us // DAY]} {clock[us // SECOND % DAY_SECONDS]}"
        for us in times
    ]


def _epoch_s(times: list[int | None]) -> list[str | None]:
    return [None if us is None else str(us // SECOND) for us in times]


def _epoch_fraction(times: list[int | None]) -> list[str | None]:
    return [None if us is None else f"{us // SECOND}.{us // 1000 % 1000:03d}" for us in times]


def _epoch_ms(times: list[int | None]) -> list[str | None]:
    return [None if us is None else str(us // 1000) for us in times]


def _serial(times: list[int | None]) -> list[str | None]:
    """Days since 1899-12-30, as spreadsheets store them."""
    return [None if us is None else f"{Decimal(us) / DAY + 25_569:.10f}" for us in times]


FORMS: dict[str, tuple[TextsOfTimes, int]] = {
    "iso_ms": (_iso_ms, 1000),
    "iso_s": (_iso_s, SECOND),
    "iso_space": (_iso_space, SECOND),
    "epoch_s": (_epoch_s, SECOND),
    "epoch_f": (_epoch_fraction, 1000),
    "epoch_ms": (_epoch_ms, 1000),
    "serial": (_serial, SECOND),
}
"""Forms a whole file may use: the texts, and the microseconds they can tell apart."""

"""All forms of moments against each other, and each against itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import chain, combinations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import load
from lakehouse.cleanse import timestamps
from lakehouse.cleanse.clues import Clues
from lakehouse.cleanse.timestamps import names
from lakehouse.cleanse.timestamps.days import FORMS
from lakehouse.cleanse.timestamps.digits import EPOCHS, LABELS, RUN_TOGETHER, SERIALS
from lakehouse.cleanse.timestamps.readings import readings
from lakehouse.cleanse.timestamps.settle import UNLIKELY, in_range, settled

Render = Callable[[datetime], str]
SPEC = next(c for c in load("source.events").columns if c.name == "ts")
ARRIVED = datetime(2026, 6, 1, tzinfo=UTC)
DATES = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%d%m%Y",
    "%m%d%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d.%m.%Y",
    "%m.%d.%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%y/%m/%d",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y-%m-%d",
    "%d.%m.%y",
    "%m.%d.%y",
    "%y.%m.%d",
    "%d %b %Y",
    "%d-%b-%y",
    "%b %d, %Y",
    "%Y-%b-%d",
    "%Y年%m月%d日",
    "%d. %B %Y",
)
# What may be taken for each other, and an example: range, column and file choose, or nobody does.
OVERLAPS = {
    ("day", "month"): "03/04/2025",
    ("day", "year"): "13/03/25",
    ("month", "year"): "11/10/12",
    ("day_points", "month_points"): "03.04.2025",
    ("day_points", "year"): "13.03.25",
    ("month_points", "year"): "11.10.12",
    ("YYYYMMDDhh", "epoch"): "2025030112",
    ("YYMMDDhhmm", "epoch"): "1503011234",
    ("YYMMDDhhmm", "YYYYMMDDhh"): "2010100112",
    ("YYMMDDhhmmss", "YYYYMMDDhhmm"): "201010011234",
    ("YYMMDDhhmmss", "day"): "150320221234",
    ("YYMMDDhhmmss", "month"): "121120221234",
    ("YYYYMMDDhhmmssff", "epoch"): "2025030112345678",
    ("serial_1900", "serial_1904"): "44256",
}


def run_together(layout: str) -> Render:
    form = layout.replace("YYYY", "%Y").replace("YY", "%y").replace("MM", "%m").replace("DD", "%d")
    form = form.replace("hh", "%H").replace("mm", "%M").replace("ss", "%S").rstrip("f")
    return lambda t: t.strftime(form) + f"{t.microsecond:06d}"[: layout.count("f")]


def since_1970(digits: int) -> Render:
    return lambda t: str(int(t.timestamp()) * 10**9 + t.microsecond * 1000)[:digits]


def dated(form: str) -> Render:
    return lambda t: t.strftime(form)


def counted(first: datetime) -> Render:
    return lambda t: str((t - first).days)


ALL: list[Render] = [
    *map(run_together, RUN_TOGETHER),
    *map(since_1970, EPOCHS),
    *map(dated, DATES),
    *map(counted, SERIALS.values()),
]


def test_no_two_forms_overlap_but_those_that_are_known() -> None:
    known = {label for forms in FORMS.values() for _, orders in forms for label, _ in orders}
    known |= {LABELS.get(layout[:2], layout) for layout in RUN_TOGETHER} | {"epoch", *SERIALS}
    start, met, found = (
        datetime(2010, 1, 1, 0, 7, 11, 120000, UTC),
        set[str](),
        set[tuple[str, str]](),
    )
    for day in range(0, 9490, 11):
        moment = start + timedelta(days=day, minutes=(day * 67) % 1440)
        for text in {render(moment) for render in ALL}:
            within = in_range(readings(text), SPEC)
            met |= {r.label for r in within}
            found.update(
                (min(one.label, other.label), max(one.label, other.label))
                for one, other in combinations(within, 2)
                if one.moment != other.moment
            )
    assert met == known
    assert set(found) == {(min(pair), max(pair)) for pair in OVERLAPS}


@pytest.mark.parametrize(("pair", "text"), OVERLAPS.items(), ids=str)
def test_an_overlap_is_settled_by_the_column_or_not_at_all(
    pair: tuple[str, str], text: str
) -> None:
    moments = {r.label: r.moment for r in in_range(readings(text), SPEC)}
    assert moments[pair[0]] != moments[pair[1]]
    # A spreadsheet's days count only in a column of them.
    others = {"serial"} if pair[0] in SERIALS else set[str]()
    for label in pair:
        for own, file in (({label}, set[str]()), (set[str](), {label})):
            clues = Clues({"form": own | others}, {"form": file})
            assert settled(text, SPEC, clues) == (moments[label], None)
    for open_question in (others, others | {*pair}):
        found = settled(text, SPEC, Clues({"form": open_question}))
        assert found.code == "ambiguous_timestamp" or open_question == set() < UNLIKELY & {*pair}


def test_names_of_months_and_weekdays_mean_one_each() -> None:
    for words, table in ((names._MONTHS, names.MONTHS), (names._WEEKDAYS, names.WEEKDAYS)):
        assert Counter(chain.from_iterable(w.split() for w in words)) == Counter(list(table))


CLOCKS: dict[str, Render] = {
    "": lambda t: t.strftime("%H:%M:%S.%f"),
    "Z": lambda t: t.strftime("%H:%M:%S.%fZ"),
    " UTC": lambda t: t.strftime("%H:%M:%S,%f UTC"),
    "+02:00": lambda t: t.strftime("%H:%M:%S.%f+02:00"),
    " -0330": lambda t: t.strftime("%H:%M:%S.%f -0330"),
    "points": lambda t: t.strftime("%H.%M.%S.%f"),
    "half": lambda t: t.strftime("%I:%M:%S.%f %p"),
}
AHEAD = {"+02:00": timedelta(hours=2), " -0330": -timedelta(hours=3, minutes=30)}
CLEAR = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%A, %d. %B %Y",
    "%d-%b-%y",
    "%Y-%b-%d",
    "%Y年%m月%d日",
)
MOMENTS = st.datetimes(datetime(2010, 1, 2), datetime(2035, 12, 30), timezones=st.just(UTC))


def judged(*texts: str) -> list[datetime | str]:
    """Texts of one column by the quick ways, which must not differ from the slow one."""
    column = pa.array(texts)
    clues = Clues(timestamps.shown(column, SPEC, ARRIVED, {}))
    found = timestamps.judge(column, SPEC, clues)
    both = zip(found.values.to_pylist(), found.codes.to_pylist(), strict=True)
    assert list(both) == [settled(" ".join(t.split()), SPEC, clues) for t in texts]
    return [v or c for v, c in zip(found.values.to_pylist(), found.codes.to_pylist(), strict=True)]


@given(MOMENTS, st.sampled_from(CLEAR), st.sampled_from([*CLOCKS]), st.sampled_from((" ", ", ")))
def test_a_date_and_a_clock_in_any_clear_form_read_back(
    moment: datetime, form: str, clock: str, gap: str
) -> None:
    text = moment.strftime(form) + gap + CLOCKS[clock](moment)
    assert judged(text) == [moment - AHEAD.get(clock, timedelta())]


@given(MOMENTS)
def test_dates_as_mail_programs_and_c_write_them_read_back(moment: datetime) -> None:
    second = moment.replace(microsecond=0)
    assert judged(format_datetime(second), second.ctime()) == [second, second]


@given(st.lists(MOMENTS, min_size=1), st.sampled_from(["%d/%m/%Y %H:%M", "%m-%d-%Y %H:%M:%S"]))
def test_an_order_that_one_date_shows_holds_for_all(moments: list[datetime], form: str) -> None:
    clear = datetime(2025, 12, 31, tzinfo=UTC)
    whole = [m.replace(second=0, microsecond=0) for m in (*moments, clear)]
    assert judged(*(m.strftime(form) for m in whole)) == whole


@given(st.lists(MOMENTS, min_size=1), st.sampled_from([*EPOCHS]))
def test_moments_since_1970_read_back_beside_a_clear_one(
    moments: list[datetime], size: int
) -> None:
    render, clear = since_1970(size), datetime(2025, 3, 1, 12, 34, 56, tzinfo=UTC)
    keep = 10 ** max(16 - size, 0)
    cut = [
        m.replace(microsecond=m.microsecond // keep * keep if keep < 10**6 else 0) for m in moments
    ]
    for found, moment in zip(judged(*map(render, [*moments, clear])), cut, strict=False):
        assert found in (moment, "ambiguous_timestamp")


@given(
    st.text(st.characters(codec="utf-8"), max_size=30)
    | st.text("0123456789-/.:, TZ+PMeE", max_size=24)
)
def test_any_text_is_a_moment_or_has_a_reason(text: str) -> None:
    found = settled(text, SPEC, Clues())
    assert found.moment is None or found.code is None

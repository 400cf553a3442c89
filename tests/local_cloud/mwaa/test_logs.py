"""Lines of log files become events: whole, from a level on, in portions that are taken."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local_cloud.mwaa.logs import BYTES, EVENTS, batches, events_of

TEXT = """\
2026-01-02T03:04:05.500000Z [info     ] Starting [airflow.jobs]
2026-01-02 03:04:06.000000+00:00 [warning  ] Slow [airflow.jobs]
  which is a second line
{"timestamp":"2026-01-02T03:04:07Z","level":"debug","event":"Details"}

{"timestamp":"2026-01-02T03:04:08Z","level":"error","event":"No"}
"""


def messages(level: str) -> list[str]:
    return [event["message"].strip()[:30] for event in events_of(TEXT, level)]


def test_an_event_has_the_time_that_its_line_says() -> None:
    first, second, continued, *_ = events_of(TEXT, "DEBUG")
    moment = datetime(2026, 1, 2, 3, 4, 5, 500000, tzinfo=UTC)
    assert first["timestamp"] == moment.timestamp() * 1000
    assert second["timestamp"] == continued["timestamp"] == first["timestamp"] + 500


@pytest.mark.parametrize(
    ("level", "lines"), [("DEBUG", 5), ("INFO", 4), ("WARNING", 3), ("ERROR", 1)]
)
def test_a_level_leaves_out_what_is_below_with_its_continuations(level: str, lines: int) -> None:
    assert len(messages(level)) == lines


def test_portions_are_no_larger_than_what_is_taken() -> None:
    many = [{"timestamp": n, "message": "x"} for n in range(EVENTS + 1)]
    assert [len(batch) for batch in batches(iter(many))] == [EVENTS, 1]
    long = [{"timestamp": n, "message": "x" * (BYTES // 3)} for n in range(4)]
    assert [len(batch) for batch in batches(iter(long))] == [2, 2]


def test_a_portion_is_in_the_order_of_time() -> None:
    (batch,) = batches(iter({"timestamp": n, "message": "x"} for n in (3, 1, 2)))
    assert [event["timestamp"] for event in batch] == [1, 2, 3]

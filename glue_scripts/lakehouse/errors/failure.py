"""The one kind of error that a job ends with."""

from __future__ import annotations

from collections.abc import Sequence


class JobFailed(Exception):
    """A job that must not go on; its text is one line: what, where, why, and what to do."""


class Incomplete(JobFailed):
    """A job that has done and published all it could, and yet must not pass for a success.

    Attributes:
        lines: What is missing, one line each.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("; ".join(lines))
        self.lines = tuple(lines)

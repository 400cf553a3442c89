"""Moments in the many ways people write them; always UTC in the end."""

from lakehouse.cleanse.timestamps.judge import judge
from lakehouse.cleanse.timestamps.settle import OTHER
from lakehouse.cleanse.timestamps.shown import shown
from lakehouse.cleanse.timestamps.span import are_days, at_their_place, last_moments

__all__ = ["OTHER", "are_days", "at_their_place", "judge", "last_moments", "shown"]

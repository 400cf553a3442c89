"""Moments in the many ways people write them; always UTC in the end."""

from lakehouse.cleanse.timestamps.judge import judge
from lakehouse.cleanse.timestamps.settle import OTHER
from lakehouse.cleanse.timestamps.shown import shown
from lakehouse.cleanse.timestamps.span import last_moments

__all__ = ["OTHER", "judge", "last_moments", "shown"]

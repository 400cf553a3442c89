"""Holds what the pipeline made against the answer key of generated data."""

from edp.score.display import show, verdict
from edp.score.judge import score
from edp.score.model import Comparison, Score

__all__ = ["Comparison", "Score", "score", "show", "verdict"]

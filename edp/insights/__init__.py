"""What the shop's figures say, from published tables only."""

from edp.insights.collect import insights
from edp.insights.model import Insights
from edp.insights.report import write_report
from edp.insights.terminal import show

__all__ = ["Insights", "insights", "show", "write_report"]

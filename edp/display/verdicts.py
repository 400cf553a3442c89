"""Verdicts on files, in words and colours."""

from __future__ import annotations

VERDICTS = {
    "accept": "accepted",
    "accept_with_quarantine": "accepted in part",
    "reject": "refused",
    "empty": "empty",
}
"""Every verdict, and how people say it."""

STYLES: dict[str, tuple[str, str]] = {
    "accept": ("✓", "green"),
    "accept_with_quarantine": ("◐", "yellow"),
    "reject": ("✗", "bold red"),
    "empty": ("○", "dim"),
}

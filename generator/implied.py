"""Record kinds without which a file kind would not be what it says."""

from __future__ import annotations

_IMPLIED = {
    "day_first_dates": ("date_slashes_settled_by_itself", "date_slashes_settled_by_file"),
    "month_first_dates": ("date_slashes_settled_by_itself", "date_slashes_settled_by_file"),
    "ten_digits_of_seconds": ("seconds_beyond_doubt", "ten_digits_as_seconds"),
    "ten_digits_of_minutes": ("minutes_beyond_doubt", "ten_digits_as_minutes"),
    "ten_digits_unsettled": ("ten_digits_ambiguous",),
    "total_at_the_end": ("total_row",),
    "json_document_with_nan": ("nan_in_a_json_document",),
    "unsettled_dates": ("date_slashes_ambiguous", "date_slashes_equal_parts"),
}


def implied(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Record kinds that a file kind needs to be what it says."""
    return tuple(name for kind in kinds for name in _IMPLIED.get(kind, ()))

"""Why records that stand in others are quarantined, beside reasons that all records may have."""

from __future__ import annotations

# What stands where an array should is none.
NOT_AN_ARRAY = "not_an_array"
# The last reason of a record when that in which it stands is quarantined.
PARENT = "parent"

"""Says of a reason what was expected, and which line of which contract decides."""

from __future__ import annotations

import json
from functools import cache

from contracts import load
from contracts.expected import expected
from contracts.place import place_of, records_in_place, threshold_place
from edp.quarantine.model import Reason
from lakehouse import set_aside
from lakehouse.items.reasons import PARENT
from lakehouse.reader.faults import fault


def explained(dataset: str, reason: str, raw: str) -> Reason:
    """A reason of a record, with the value that it is about."""
    column = column_of(reason)
    values = values_of(raw)
    wanted, place = said(dataset, reason)
    if wanted is None and not values:
        wanted = fault(reason, raw, None).expected
    return Reason(reason, column, values.get(column or ""), wanted, place)


@cache
def said(dataset: str, reason: str) -> tuple[str | None, str | None]:
    """What a contract expects, and the line that says so."""
    contract = load(f"source.{dataset}")
    if contract.records_in and reason == PARENT:
        place = records_in_place(contract)
        return f"a record of {contract.records_in.dataset} in silver", str(place)
    if reason == set_aside.REASON:
        if contract.records_in:
            contract = load(f"source.{contract.records_in.dataset}")
        most = f"{contract.quarantine_threshold:.0%}"
        words = f"at most {most} bad records in a file, and no decision by hand"
        return words, str(threshold_place(contract) or "") or None
    place = place_of(contract, reason)
    return expected(contract, reason), None if place is None else str(place)


def column_of(reason: str) -> str | None:
    """The column of a reason such as `amount:too_precise`."""
    return reason.rpartition(":")[0] or None


def values_of(raw: str) -> dict[str, str]:
    """The columns of a record as they came; none where it could not be divided into any."""
    try:
        found = json.loads(raw)
    except ValueError:
        return {}
    return found if isinstance(found, dict) and all(map(_is_text, found.values())) else {}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


@cache
def is_personal(dataset: str, column: str) -> bool:
    """Whether a column holds personal data; what no contract knows may be."""
    found = {c.name: c.personal for c in load(f"source.{dataset}").columns}
    return found.get(column, True)

"""Decisions of people on files: numbered objects beside the ledger, each written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lake_protocol.documents import Fields, check_fields, parse

FIELDS: Fields = {
    "number": int,
    "uri": str,
    "versions": list,
    "aside": bool,
    "who": str,
    "why": str,
    "at": str,
}


@dataclass(frozen=True)
class Decision:
    """What a person decided on versions of a file.

    Attributes:
        number: Later decisions have greater ones.
        versions: Those that it is about; versions that come later are not.
        aside: Whether they are set aside, or take part whatever the rule says.
    """

    number: int
    uri: str
    versions: tuple[str, ...]
    aside: bool
    who: str
    why: str
    at: str


def place(ledger: str) -> str:
    """Where the decisions on files of a ledger stand."""
    return f"{ledger}/aside"


def read_decision(text: str) -> Decision:
    """A decision; raises Damaged when it is none."""
    content: dict[str, Any] = parse(text, dict)
    check_fields(content, FIELDS)
    return Decision(**content | {"versions": tuple(content["versions"])})


def in_force(found: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    """File and version -> the decision that counts, the newest."""
    return {(d.uri, version): d for d in found for version in d.versions}

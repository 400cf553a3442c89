"""Makes columns with a type, and says why in words."""

from __future__ import annotations

from typing import Any

from contracts import Column
from edp.contract.propose import words
from edp.contract.propose.model import Confidence, Proposed
from edp.contract.propose.profile import Profile
from edp.contract.propose.rendered import SHOWN, masked
from edp.contract.propose.trial import Fit

# Fewer values say little.
FEW = 10


def fitting(
    profile: Profile, found: Fit, type_: str, what: str, asked: str | None = None, **to: Any
) -> Proposed:
    """A column whose values fit a type, with a question about those that do not."""
    total, questions = found.good + found.odd, [asked] if asked else []
    if found.odd:
        why = but(profile, found)
        questions.append(f"{why}: damage, or another type? (they would be quarantined)")
    evidence = f"{found.good:,} of {total:,} values read as {what}"
    confidence: Confidence = "medium" if questions or total < FEW else "high"
    column = Column(profile.name, type_, "", profile.example(), **to)
    return Proposed(column, confidence, (evidence,), tuple(questions), found.odd)


def as_text(
    profile: Profile, confidence: Confidence, evidence: str, asked: str | None = None, **to: Any
) -> Proposed:
    """A column of text."""
    return made(profile, "string", confidence, evidence, *([asked] if asked else []), **to)


def made(
    profile: Profile, type_: str, confidence: Confidence, evidence: str, *asked: str, **to: Any
) -> Proposed:
    """A column of any type."""
    column = Column(profile.name, type_, "", profile.example(), **to)
    return Proposed(column, confidence, (evidence,), asked)


def but(profile: Profile, found: Fit) -> str:
    """How many values do not fit, as part of a sentence."""
    example = f", such as {shown(profile, found.examples[0])!r}" if found.examples else ""
    return f"{found.odd:,} of {found.good + found.odd:,} values do not fit{example}"


def shown(profile: Profile, value: str) -> str:
    """A value for people; of what is personal only its form."""
    forms = (words.PERSON, words.PERSONAL, words.EMAIL, words.PHONE)
    personal = any(form.search(profile.name) for form in forms)
    return masked(value) if personal else value[:SHOWN]

"""What the values of a column obey beside their type: required, allowed values, forms, privacy."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts import currencies
from edp.contract.propose import words
from edp.contract.propose.model import Proposed
from edp.contract.propose.profile import Profile

# Few different words, each of them often.
FEW, OFTEN = 12, 10
# Where so many values look like full names, a column of names is taken for one of people.
FULL_NAMES = 0.5
# Fewer records show too little to require a value.
ENOUGH = 20
PREFIXED = re.compile(r"([A-Za-z]{1,5}[-_]?)([0-9]{3,})")
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
FULL_NAME = re.compile(r"[^\W\d_][^\W\d_'’.-]*([ -][^\W\d_][^\W\d_'’.-]*)+")
Rule = Callable[[Proposed, Profile], Proposed]


def with_rules(proposed: Proposed, profile: Profile) -> Proposed:
    """A typed column with what else its values speak for."""
    for rule in (_required, _personal, _currency, _allowed, _form):
        proposed = rule(proposed, profile)
    return proposed


def _required(proposed: Proposed, profile: Profile) -> Proposed:
    missing = profile.records - profile.filled
    if missing == 0 and profile.records >= ENOUGH:
        return proposed.changed(f"a value in all {profile.records:,} records", required=True)
    if not missing:
        return proposed.changed(f"a value in each of {profile.records:,} records: too few to tell")
    if missing * 50 > profile.records:
        return proposed
    what = f"a value in {profile.filled:,} of {profile.records:,} records"
    return proposed.changed(what, f"{what}: required?")


def _personal(proposed: Proposed, profile: Profile) -> Proposed:
    name = proposed.column.name
    if proposed.column.personal:
        return proposed
    if words.PERSONAL.search(name):
        return proposed.changed("personal by its name", "is it personal?", personal=True)
    if proposed.column.type != "string" or not name.endswith("name"):
        return proposed
    if words.PERSON.search(name) and name != "name":
        return proposed.changed("the name of a person by its own name", personal=True)
    share, asked = profile.share(FULL_NAME), "the name of a person (classification: personal)?"
    if share < FULL_NAMES:
        return proposed.changed(question=asked)
    what = f"{share:.0%} look like full names of people"
    return proposed.changed(what, None if name == "name" else asked, personal=True)


def _currency(proposed: Proposed, profile: Profile) -> Proposed:
    if not _is_free(proposed) or not words.CURRENCY.search(proposed.column.name):
        return proposed
    known = {w.upper(): n for w, n in profile.words.items() if w.upper() in currencies()}
    others = sorted(w for w in profile.words if w.upper() not in known)
    if not known or len(others) > FEW:
        return proposed.changed(question="a currency by its name, but no codes of ISO 4217")
    what = f"{sum(known.values()):,} codes of ISO 4217"
    if others:
        asked = f"other values are {', '.join(map(repr, others))}: synonyms of which codes?"
        return proposed.changed(what, asked)
    allowed = dict.fromkeys(sorted(known), ())
    return proposed.changed(what, "can other currencies come?", allowed=allowed)


def _allowed(proposed: Proposed, profile: Profile) -> Proposed:
    said = profile.words
    if not _is_free(proposed) or profile.capped or not 1 < len(said) <= FEW:
        return proposed
    if min(said.values()) < OFTEN or words.IDENTIFIER.search(proposed.column.name):
        return proposed
    what = f"only {len(said)} different values in {profile.filled:,}"
    return proposed.changed(what, "are these all values?", allowed=profile.spellings(said))


def _form(proposed: Proposed, profile: Profile) -> Proposed:
    if not _is_free(proposed) or profile.filled < ENOUGH or profile.capped:
        return proposed
    if profile.share(UUID) == 1:
        pattern = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
        return proposed.changed("all are UUIDs", pattern=pattern, letter_case="lower")
    found = [(m, n) for t, n in profile.values.items() if (m := PREFIXED.fullmatch(t))]
    count = sum(n for _, n in found)
    prefixes = sorted({m[1] for m, _ in found})
    if count * 20 < profile.filled * 19 or len({p.upper() for p in prefixes}) != 1:
        return proposed
    if len(prefixes) > 1:
        asked = f"begins with {' and '.join(prefixes)}: do capitals tell values apart (letterCase)?"
        return proposed.changed(question=asked)
    least = min(len(m[2]) for m, _ in found)
    pattern = f"^{re.escape(prefixes[0])}[0-9]{{{least},}}$"
    what = f"{count:,} of {profile.filled:,} values are {prefixes[0]} and at least {least} digits"
    if count < profile.filled:
        return proposed.changed(
            what, f"pattern {pattern} for all? (the others would be quarantined)"
        )
    return proposed.changed(what, pattern=pattern)


def _is_free(proposed: Proposed) -> bool:
    """Whether any text will do so far."""
    column = proposed.column
    formed = column.pattern or column.format or column.allowed is not None
    return column.type == "string" and not formed and not column.personal

"""Sets files aside, and puts them back: writes down who decided it and why."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from difflib import get_close_matches

from edp.errors import EdpError
from lake_protocol.decisions import Decision, in_force
from lakehouse import ledger, set_aside


def decide(
    place: str, file: str, versions: Sequence[str], who: str | None, why: str, *, aside: bool
) -> Decision:
    """Decides on a file; the next build of silver takes it into account.

    Args:
        place: Where the ledger of the lake stands.
        file: The file as the ledger calls it (`<dataset>/a.csv`), or a path that ends so.
        versions: Those that it is about; none for all that have come so far.
        who: Who decides; None for whoever is logged in.
        why: Why, for whoever wonders later.
        aside: Whether it is set aside, or takes part whatever the rule says.

    Raises:
        EdpError: no such file or version was accepted, nothing is said as to why, or it is so
            already.
    """
    if not why.strip():
        raise EdpError("say why, for whoever wonders later: --why …")
    uri, known = _accepted(place, file)
    if unknown := sorted(set(versions) - set(known)):
        raise EdpError(f"{uri} has no version {unknown[0]}: it has {', '.join(known)}")
    meant = versions or known
    before = in_force(set_aside.decisions(place))
    if all((d := before.get((uri, v))) and d.aside == aside for v in meant):
        last = before[uri, meant[-1]]
        raise EdpError(f"{uri} {_already(aside)} already, by {last.who} at {last.at}: {last.why}")
    return set_aside.decide(place, uri, meant, who or getpass.getuser(), why, aside=aside)


def _already(aside: bool) -> str:
    return "is set aside" if aside else "was put back"


def _accepted(place: str, file: str) -> tuple[str, list[str]]:
    """How the ledger calls a file, and its versions that have records, in the order they came."""
    versions: dict[str, list[str]] = {}
    for entry in ledger.entries(place):
        if entry["data_file"]:
            versions.setdefault(entry["uri"], []).append(entry["version"])
    uri = file if file in versions else _ending(file, versions)
    if uri is None:
        near = get_close_matches(file, versions, 1, 0.5)
        hint = f"; is {near[0]} meant?" if near else ""
        raise EdpError(f"{file}: no file of that name was accepted{hint}")
    return uri, versions[uri]


def _ending(path: str, uris: dict[str, list[str]]) -> str | None:
    return next((uri for uri in sorted(uris, key=len) if path.endswith(f"/{uri}")), None)

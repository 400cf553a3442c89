"""What contracts and models said when the tables of a lake were published."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from edp.contract.declared import Declared, declared
from edp.contract.old_lake import as_far_as_tables_say
from edp.errors import EdpError
from edp.lake import Lake
from lake_protocol.publications import Publication
from lakehouse.publication import files_of, newest

GOLD = ("contracts/gold/", "models/")


def of_lake(lake: Lake, now: Declared) -> tuple[Declared, list[str]]:
    """What a lake was made by, and what people should know about that.

    Args:
        lake: Whose publications.
        now: What is declared now; what an earlier release did not write down counts as equal.

    Raises:
        EdpError: Nothing is published there.
        JobFailed: A publication is damaged.
    """
    found = {layer: newest(place) for layer, place in lake.publications.items()}
    silver, gold = found["silver"], found["gold"]
    if silver is None:
        raise EdpError(f"nothing published in {lake.publications['silver']}: {lake.filled_by}")
    texts = {layer: _texts(lake.publications[layer], found[layer]) for layer in found}
    if texts["silver"] is None:
        note = "an earlier release wrote the lake: what its tables do not show counts as unchanged"
        return as_far_as_tables_say(silver, gold, now), [note]
    files = {n: t for n, t in texts["silver"].items() if not (texts["gold"] and n.startswith(GOLD))}
    files |= {n: t for n, t in (texts["gold"] or {}).items() if n.startswith(GOLD)}
    was = _read(files, str(lake.publications["silver"]))
    # A lake has no settings.
    return replace(was, code=silver["declared"]["code"], others=now.others), []


def _texts(place: str, publication: Publication | None) -> dict[str, str] | None:
    said = publication.get("declared") if publication else None
    return files_of(place, said) if said else None


def _read(files: Mapping[str, str], label: str) -> Declared:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return declared([(f"{label}: ", Path(folder))])

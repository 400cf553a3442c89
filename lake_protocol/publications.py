"""Publications: small immutable objects that name the snapshots of all tables of one build.

The publication with the greatest number is the current one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from lake_protocol.documents import Fields, check_fields, parse
from lake_protocol.numbered import is_numbered

# The folder of those that were damaged.
REPLACED = "replaced"


class HeldBack(TypedDict):
    """Why a table is shown as it was published before.

    Attributes:
        since: When that was; None where it never was.
        reason: Why it was not published since.
        instead_of: The table as it was built and not published, where that tells the reason.
    """

    since: str | None
    reason: str | None
    instead_of: NotRequired[TableEntry]


class TableEntry(TypedDict):
    """One table of a publication.

    Attributes:
        snapshot_id: None for a table that was never written to.
        metadata_location: The metadata of the table at that snapshot.
        seal: A hash of its files: readers see that nothing happened to them since.
        held_back: Set where the table is an earlier one.
        rows: How many there are; of gold.
        columns: The columns of its files in their order, each as `name type`; of gold.
        sums: Decimal column -> its exact sum; of gold.
        manifest: The list of files that a warehouse copies; None where there is none; of gold.
        basis: What it was built from, a mark of each part; of gold.
    """

    snapshot_id: int | None
    metadata_location: str
    seal: str
    held_back: NotRequired[HeldBack]
    rows: NotRequired[int]
    columns: NotRequired[list[str]]
    sums: NotRequired[dict[str, str]]
    manifest: NotRequired[str | None]
    basis: NotRequired[dict[str, str]]


class Declared(TypedDict):
    """By which contracts, models and code a build was made.

    Attributes:
        code: Part of the code -> a mark of it.
        mark: Of the files.
        since: The first publication that was made by these files; it has them.
        files: Path, such as `contracts/source/<name>.yaml`, -> text; of the first one only.
    """

    code: dict[str, str]
    mark: str
    since: int
    files: NotRequired[dict[str, str]]


class Publication(TypedDict):
    """One audited build.

    Attributes:
        publication: Its number.
        build: The name of the build in snapshots.
        built_from: The last ingest that silver knows, or the silver publication that gold is of.
        code_hash: The code it was built with.
        declared: What it was built by; earlier releases did not say it.
        published_at: When, as ISO 8601.
        tables: Name, such as `silver.<dataset>`, -> table.
        datasets: Dataset -> what it was built from, how many records and what people should know;
            of silver.
        aside: Files that are set aside; of silver.
        decisions: The last decision that silver knows.
        held_back: Dataset -> why it is held back; of gold.
    """

    publication: int
    build: str
    built_from: int
    code_hash: NotRequired[str]
    declared: NotRequired[Declared]
    published_at: str
    tables: dict[str, TableEntry]
    datasets: NotRequired[dict[str, dict[str, Any]]]
    aside: NotRequired[list[dict[str, Any]]]
    decisions: NotRequired[int]
    held_back: NotRequired[dict[str, HeldBack]]


FIELDS: Fields = {
    "publication": int,
    "build": str,
    "built_from": int,
    "published_at": str,
    "tables": dict,
}
TABLE_FIELDS: Fields = {"snapshot_id": int | None, "metadata_location": str, "seal": str}


def read_publication(text: str) -> Publication:
    """A publication; raises Damaged when it is none."""
    content: Publication = parse(text, dict)
    check_fields(content, FIELDS)
    for name, entry in content["tables"].items():
        check_fields(entry, TABLE_FIELDS, f"{name}: ")
    return content


def current(paths: Iterable[str]) -> list[str]:
    """Those of the objects below a place that are publications, without replaced ones; by number.

    Args:
        paths: Relative to the place.
    """
    return sorted(p for p in paths if "/" not in p and is_numbered(p))


def held_back(publication: Publication) -> dict[str, HeldBack]:
    """The datasets that a publication of silver shows as they were before, and why."""
    tables = publication["tables"].items()
    marked = {n: ref["held_back"] for n, ref in tables if "held_back" in ref}
    return {n.partition(".")[2]: m for n, m in marked.items() if n.startswith("silver.")}

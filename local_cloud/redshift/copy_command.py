"""COPY of Parquet files from S3, by prefix and by manifest."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from local_cloud.redshift import catalog, names, relations
from local_cloud.redshift.errors import LoadError, SqlError
from local_cloud.redshift.fields import Answer
from local_cloud.redshift.lake import Lake, address
from local_cloud.redshift.manifest import Entry, read_manifest
from local_cloud.redshift.parquet import Misfit, load
from local_cloud.redshift.relations import Column

if TYPE_CHECKING:
    from local_cloud.redshift.session import Session

_OPTION = re.compile(
    r"\s*(?:iam_role\s+(?:'(?P<role>[^']+)'|(?P<default>default))"
    r"|(?P<parquet>(?:format\s+(?:as\s+)?)?parquet)\b"
    r"|(?P<manifest>manifest)\b"
    r"|statupdate(?:\s+(?:on|off|true|false))?\b)",
    re.IGNORECASE,
)


class Options(NamedTuple):
    """How a COPY reads.

    Attributes:
        role: Under which it reads; None for the namespace's default role.
        manifest: Whether the address is that of a manifest.
    """

    role: str | None
    manifest: bool


def copy(session: Session, wanted: re.Match[str]) -> Answer:
    """COPY table [(columns)] FROM 's3://...' IAM_ROLE '...' FORMAT AS PARQUET [MANIFEST].

    Raises:
        LoadError: a file does not fit.
        SqlError: it cannot be read, or COPY is asked for what is not simulated.
    """
    options = _options(wanted["options"])
    relation = names.relation(wanted["table"])
    columns = _columns(session, relation, wanted["columns"])
    lake = session.lake(options.role)
    entries = _entries(lake, wanted["uri"], manifest=options.manifest)
    rows, files, size = _load(session, lake, relation, columns, entries)
    session.last_copy_count = rows
    session.rows(
        f"INSERT INTO {catalog.SCHEMA}.loads "
        "VALUES (?, ?, current_timestamp::TIMESTAMP, ?, ?, ?, ?)",
        [session.query_id, relation.name, wanted["uri"], files, rows, size],
    )
    return Answer(number=rows)


def _options(text: str) -> Options:
    role: str | None = None
    given: set[str] = set()
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _OPTION.match(text, at)
        if not found:
            raise SqlError(f"COPY option not simulated, or not for PARQUET: {text[at:].strip()}")
        given |= {name for name, value in found.groupdict().items() if value}
        role, at = found["role"] or role, found.end()
    if "parquet" not in given:
        raise SqlError("not simulated by the local warehouse: COPY but FORMAT AS PARQUET")
    if not given & {"role", "default"}:
        raise SqlError("COPY needs credentials: IAM_ROLE '<arn>'")
    return Options(role, "manifest" in given)


def _columns(session: Session, relation: names.Relation, wanted: str | None) -> list[Column]:
    """The columns that a file's columns fill, in their order."""
    there = {c.name: c for c in relations.columns(session, relation)}
    if not there:
        raise SqlError(f'relation "{relation}" does not exist')
    if wanted is None:
        return [c for c in there.values() if not c.identity]
    for name in names.plain_list(wanted):
        if name not in there:
            raise SqlError(f'column "{name}" of relation "{relation.name}" does not exist')
    return [there[name] for name in names.plain_list(wanted)]


def _entries(lake: Lake, uri: str, *, manifest: bool) -> list[Entry]:
    place = address(uri)
    if manifest:
        if (content := lake.read(place)) is None:
            raise SqlError(f"Problem reading manifest file - S3ServiceException:NoSuchKey: {uri}")
        return read_manifest(place, content)
    found = [Entry(key, size, True) for key, size in lake.listing(place) if size]
    if not found:
        raise SqlError(f"The specified S3 prefix '{place.key}' does not exist: {uri}")
    return found


def _load(
    session: Session,
    lake: Lake,
    relation: names.Relation,
    columns: list[Column],
    entries: list[Entry],
) -> tuple[int, int, int]:
    """How many rows, files and bytes were loaded."""
    temporary = relations.is_temporary(session, relation)
    place = names.quoted(relation.name) if temporary else relation.sql
    rows = files = size = 0
    with tempfile.TemporaryDirectory(prefix="copy-") as folder:
        for entry, file in _files(lake, entries, Path(folder) / "file.parquet", relation.name):
            try:
                rows += load(session, file, place, columns)
            except Misfit as misfit:
                raise LoadError(
                    relation.name, str(entry.place), misfit.column, str(misfit)
                ) from None
            files, size = files + 1, size + entry.size
    if not files:
        raise SqlError("No files were found: none of the manifest's files exists")
    return rows, files, size


def _files(
    lake: Lake, entries: list[Entry], file: Path, table: str
) -> Iterator[tuple[Entry, Path]]:
    """One after the other, each in the same place."""
    for entry in entries:
        size = lake.download(entry.place, file)
        if size is None and entry.mandatory:
            raise LoadError(
                table, str(entry.place), "", "The file does not exist, and is mandatory"
            )
        if size is not None and size != entry.size:
            reason = f"The file has {size} bytes, its manifest says {entry.size}"
            raise LoadError(table, str(entry.place), "", reason)
        if size is not None:
            yield entry, file

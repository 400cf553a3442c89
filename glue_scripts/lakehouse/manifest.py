"""Manifests: which files a warehouse copies to have exactly the rows of a snapshot."""

from __future__ import annotations

from pyiceberg.table import Table

from lakehouse.storage.json_file import write_json


def write_manifest(path: str, table: Table) -> str | None:
    """Writes the manifest of a table's current snapshot as `COPY … MANIFEST` reads it.

    Returns:
        Its path; None where there is no file to copy.
    """
    files = sorted((t.file.file_path, t.file.file_size_in_bytes) for t in table.scan().plan_files())
    if not files:
        return None
    # Of columnar files COPY wants to know the size.
    entries = [
        {"url": url, "mandatory": True, "meta": {"content_length": size}} for url, size in files
    ]
    write_json(path, {"entries": entries})
    return path

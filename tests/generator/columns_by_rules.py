"""Which text of a record counts for a column: by names, aliases and folders."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote

from contracts.model import Contract, fold


def by_column(
    contract: Contract, path: str, record: dict[str, str | None]
) -> tuple[dict[str, str | None], dict[str, str]]:
    """The texts that count, and the others that say something."""
    texts = dict(_of_folders(contract, path))
    others: dict[str, str] = {}
    for name in sorted(record, key=lambda n: _rank(contract, n)):
        text, column = record[name] or "", contract.names.get(fold(name))
        first = column is not None and column not in said(record, contract, before=name)
        if text.strip() and column and first:
            texts[column] = text
        elif text.strip() and (column is None or not first):
            others[name] = text
        elif column and not texts.get(column):
            texts[column] = text
    return texts, others


def said(record: dict[str, str | None], contract: Contract, before: str) -> set[str]:
    """Columns for which a name of a better rank says something."""
    rank = _rank(contract, before)
    return {
        contract.names[fold(n)]
        for n, text in record.items()
        if (text or "").strip() and fold(n) in contract.names and _rank(contract, n) < rank
    }


def _rank(contract: Contract, name: str) -> int:
    """The contract's own name first, then its aliases in their order."""
    column = next((c for c in contract.columns if c.name == contract.names.get(fold(name))), None)
    if column is None:
        return 0
    return [fold(n) for n in (column.name, *column.aliases)].index(fold(name))


def _of_folders(contract: Contract, path: str) -> dict[str, str | None]:
    pairs = (part.split("=", 1) for part in PurePosixPath(path).parts[:-1] if "=" in part)
    return {
        contract.names[fold(name)]: None if "HIVE_DEFAULT" in value else unquote(value)
        for name, value in pairs
        if fold(name) in contract.names
    }

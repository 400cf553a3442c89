"""How true and false are written where a contract says nothing else."""

from __future__ import annotations

from contracts.model import Column

SPELLINGS = {
    "true": ("t", "yes", "y", "1", "1.0", "on"),
    "false": ("f", "no", "n", "0", "0.0", "off"),
}


def spellings(column: Column) -> dict[str, tuple[str, ...]]:
    """`true` and `false` -> how else they are written; what the contract says comes first."""
    own = column.allowed or {}
    said = {word.lower() for words in own.values() for word in words}
    return {
        value: (*own.get(value, ()), *(w for w in usual if w not in said))
        for value, usual in SPELLINGS.items()
    }

"""Draws which tables are made of which, from the contracts and the models."""

from __future__ import annotations

from collections.abc import Iterator

from contracts import datasets, load
from edp.docs.gold_words import steps


def data_flow() -> str:
    """A Mermaid flowchart from the sources to the marts."""
    return "\n".join(["flowchart LR", *_to_silver(), *_to_gold()])


def _to_silver() -> Iterator[str]:
    for name in datasets():
        inside = load(f"source.{name}").records_in
        bronze = f"bronze.{inside.dataset if inside else name}"
        yield (
            f"    {bronze} --> silver.{name}"
            if inside
            else (f"    source.{name} --> {bronze} --> silver.{name}")
        )
        yield f"    {bronze} --> quarantine.{name}"
        yield f"    {bronze} --> lineage.{name}"


def _to_gold() -> Iterator[str]:
    for name, step in steps().items():
        if step.model is None:
            yield f"    contract.{name} --> gold.{name}"
            continue
        for source in sorted(step.model.inputs):
            yield f"    {source} --> gold.{name}"

"""What a gold table's model and contract say beside its columns, in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from contracts import Contract
from contracts.roots import found, roots
from edp.docs.column_lineage import column_sources
from lakehouse.gold.plan import Step, plan


def steps() -> Mapping[str, Step]:
    """Gold table -> how it is built, in the order of building."""
    return _steps(roots())


@cache
def _steps(_roots: tuple[str, ...]) -> Mapping[str, Step]:
    return {step.contract.name: step for step in plan()}


def lineage_words(contract: Contract) -> dict[str, str]:
    """Column -> the columns that it is made of; empty for a table whose contract lists its rows."""
    model = steps()[contract.name].model
    if model is None:
        return {}
    sources = column_sources(found("models")[contract.name], model.inputs)
    rows = "rows of " + ", ".join(f"`{name}`" for name in sorted(model.inputs))
    return {c: ", ".join(f"`{s}`" for s in names) or rows for c, names in sources.items()}


def model_words(contract: Contract) -> str:
    """Where its SELECT stands."""
    model = steps()[contract.name].model
    return f"Its SELECT: `{model.label}`." if model else ""


def check_words(contract: Contract) -> str:
    """What each build holds the table against."""
    lines = [f"- `{c.name}`: {c.description}" for c in contract.checks]
    return "\n".join(["Checked in each build:", "", *lines]) if lines else ""


def layout_words(contract: Contract) -> str:
    """How its rows lie in the warehouse."""
    layout = contract.layout
    plain = layout.distribution in ("all", "even", "auto")
    how = f"`{layout.distribution}`" if plain else f"by `{layout.distribution}`"
    sort = ", ".join(f"`{name}`" for name in layout.sort) or "`auto`"
    return f"In the warehouse: distribution {how}, sorted by {sort}. {layout.why}"

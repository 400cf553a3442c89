"""Writes docs/data-model.md from the contracts and the models."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from string import Template

from contracts import Column, Contract, RecordsIn, delivered, inside, load, load_layer
from edp.docs.data_flow import data_flow
from edp.docs.entity_diagram import entity_diagram
from edp.docs.gold_words import check_words, layout_words, lineage_words, model_words
from edp.docs.rule_words import alias_words, rule_words, type_words
from lakehouse.set_aside import FEWEST_RECORDS

PATH = Path("docs/data-model.md")

# Longer lists are looked up, not read.
LISTED = 50

_INTRO = """# Data model

<!-- Written by `edp docs` from contracts/ and models/; change those, not this page. -->

What every table and column means, for readers of figures and for those who build on them.

## Overview

Files come in $number kinds: $datasets. They pass through layers, and every layer has tables:

| layer | for whom | what stands there |
| --- | --- | --- |
| [gold](#gold) | everybody | facts, dimensions and ready-made figures (marts); start here |
| [silver](#silver) | analysts | the current truth: typed, cleaned, one row per key |
| [sources](#sources) | producers of files | what is expected of files, and which rules each value must meet |
| [quarantine](#quarantine) | data stewards | records that could not be used, alone or with their whole file, with the reasons |
| [lineage](#lineage) | auditors | records that were merged into another record of the same key |
| [bronze](#bronze) | engineers | every record as it arrived |

No record is ever dropped: each one is in silver, merged (lineage) or in quarantine.

## How to read this page

- **Key** columns together identify a row. **Required** columns always have a value.
- **Personal data** names a person. In gold it stands in $personal only; everything else carries keys.
- A **moment** is in UTC, and so is the day made from it.
- Amounts of **different currencies are never added up**: every figure in money is per currency.
- Dimensions have a member for what is unknown or missing (`unknown`, `ZZ`, `0`; each says so), so that joins lose no rows.
- What happens to values that break a rule stands in [cleansing-rules.md](cleansing-rules.md); how files are read, in [reading-rules.md](reading-rules.md)."""  # noqa: E501 (rows of Markdown tables are one line)

_LAYERS = {
    "gold": "Facts (`fact_…`) say what happened, dimensions (`dim_…`) describe who, where and when;"
    " all others are ready-made figures.",
    "silver": "The rules are those of the source; columns that begin with `_` say where a row came"
    " from.",
    "source": "What files should look like. Letter case, spaces, `-` and `_` in column names do not"
    " matter.",
    "quarantine": "A table for each dataset, all with these columns; of records that stand inside"
    " others also `item_no`, their place in the array, from 1 (0 of one that could not be read).",
    "lineage": "A table for each dataset, all with these columns, and `item_no` as in quarantine.",
    "bronze": "A table for each dataset: the columns of its source as text, exactly as written,"
    " followed by these.",
}

_TITLES = {"source": "Sources"}


def render() -> str:
    """The whole page."""
    parts = [_intro(), _flow(), _diagram(), _metrics(), *(_layer(name) for name in _LAYERS)]
    return "\n\n".join(parts) + "\n"


def write(path: Path = PATH) -> None:
    """Writes the page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(), encoding="utf-8")


def is_stale(path: Path = PATH) -> bool:
    """Whether the page is not what the contracts say now."""
    return not path.is_file() or path.read_text(encoding="utf-8") != render()


def _intro() -> str:
    kinds = [f"**{name}**" for name in delivered()]
    within = [f"**{name}** in {_parent(name)}" for name in inside()]
    more = f"; records inside of these are {', '.join(within)}" if within else ""
    personal = [f"`{t.name}`" for t in load_layer("gold") if any(c.personal for c in t.columns)]
    return Template(_INTRO).substitute(
        number=len(kinds),
        datasets=", ".join(kinds) + more,
        personal=", ".join(personal) or "no table",
    )


def _parent(dataset: str) -> str:
    records_in = load(f"source.{dataset}").records_in
    return records_in.dataset if records_in else dataset


def _flow() -> str:
    return f"## How data flows\n\n```mermaid\n{data_flow()}\n```"


def _diagram() -> str:
    diagram = entity_diagram(_gold())
    return f"## How the gold tables hang together\n\n```mermaid\n{diagram}\n```"


def _metrics() -> str:
    lines = ["## Metrics", ""]
    for table in load_layer("gold"):
        for metric in table.metrics:
            lines += [f"**{metric.name}.** {metric.meaning}", "", "```sql", metric.sql, "```", ""]
    return "\n".join(lines).rstrip()


def _layer(layer: str) -> str:
    tables = _gold() if layer == "gold" else load_layer(layer)
    title = _TITLES.get(layer, layer.capitalize())
    return "\n\n".join([f"## {title}", _LAYERS[layer], *(_table(t) for t in tables)])


def _gold() -> tuple[Contract, ...]:
    """Marts first: what most readers come for."""
    rank = {"dim": 1, "fact": 2}
    return tuple(sorted(load_layer("gold"), key=lambda t: rank.get(t.name.partition("_")[0], 0)))


def _table(table: Contract) -> str:
    columns = [_with_source_rules(table, c) for c in table.columns]
    parts = [_heading(table), f"{table.purpose} {table.grain}"]
    if table.limitations:
        parts.append(f"**Mind:** {table.limitations}")
    sources = lineage_words(table) if table.layer == "gold" else {}
    heads = ("column", "meaning", "type", "rule", "example", *(["made of"] if sources else ()))
    rows = ((*_row(c), *([sources[c.name]] if sources else ())) for c in columns)
    parts.append(_grid(heads, rows))
    parts += [p for p in (_row_rules(table), _ordering(table), _members(table)) if p]
    return "\n\n".join([*parts, *(_of_gold(table) if table.layer == "gold" else ())])


def _of_gold(table: Contract) -> list[str]:
    parts = (model_words(table), check_words(table), layout_words(table))
    return [part for part in parts if part]


def _heading(table: Contract) -> str:
    # Gold and dimensions are linked to by bare name; the others would clash across layers.
    return f"### {table.name if table.layer == 'gold' else table.id}"


def _with_source_rules(table: Contract, column: Column) -> Column:
    """Silver obeys the rules of its source, which alone states them."""
    if table.layer != "silver":
        return column
    rules = {c.name: c for c in load(f"source.{table.name}").columns}.get(column.name)
    return column if rules is None else replace(rules, description=column.description, aliases=())


def _row(column: Column) -> Sequence[str]:
    rules = rule_words(column)
    if column.aliases:
        rules = f"{rules} {alias_words(column)}".strip()
    return f"`{column.name}`", column.description, type_words(column), rules, f"`{column.example}`"


def _row_rules(table: Contract) -> str:
    lines = [
        f"- `{r.name}`: {r.description} Violated when `{r.violated_when}`." for r in table.rules
    ]
    return "\n".join(["Rules over several columns:", "", *lines]) if lines else ""


def _ordering(table: Contract) -> str:
    if table.layer != "source":
        return ""
    if table.records_in:
        return _within(table.records_in)
    return (
        f"{_latest(table)}A file of {FEWEST_RECORDS} records or more is set aside, good records "
        f"too, when more than {table.quarantine_threshold:.0%} of them are quarantined."
    )


def _within(records_in: RecordsIn) -> str:
    parent = records_in.dataset
    return (
        f"The records stand in the array `{records_in.path}[]` of {parent}, and go where the "
        f"record of {parent} goes."
    )


def _latest(table: Contract) -> str:
    if not table.keys:
        return "There is no key: of equal records as many count as the file with the most has. "
    columns = ", ".join(f"`{c}`" for c in table.order_by)
    latest = f"with the latest {columns}" if columns else "of the file that arrived last"
    return f"Of several records with the same key, the one {latest} counts{_decision(table)}. "


def _decision(table: Contract) -> str:
    decision = table.on_conflict
    if decision is None:
        return "; where those contradict each other, none does"
    if decision.by is None:
        return "; where those contradict each other, the latest to arrive"
    which = "greatest" if decision.greatest else "least"
    return f"; where those contradict each other, the one with the {which} `{decision.by}`"


def _members(table: Contract) -> str:
    if not table.members:
        return ""
    if len(table.members) > LISTED:
        return f"It has {len(table.members)} rows."
    names = tuple(table.members[0].values)
    rows = (
        (
            f"`{m.code}`",
            *(_value(m.values[n]) for n in names),
            ", ".join(f"`{s}`" for s in m.synonyms),
        )
        for m in table.members
    )
    return "Its rows:\n\n" + _grid(("code", *names, "also written"), rows)


def _value(value: str | bool | int) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(heads), _line(["---"] * len(heads))]
    lines += [_line([cell.replace("|", "\\|") for cell in row]) for row in rows]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

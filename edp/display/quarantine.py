"""Shows what stands in quarantine: groups of records, single ones, refused files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from edp.display.faults import PICTURES, record_lines
from edp.display.look import count, done, put, table
from edp.quarantine.model import Example, Export, Reason, Record, RefusedFile
from edp.quarantine.model import Group as Records
from edp.reasons import in_words
from lakehouse.reader.faults import fault


def show_groups(
    found: Sequence[Records], files: Sequence[RefusedFile], most: int, console: Console
) -> None:
    """Prints some groups of records, the largest first, and refused files."""
    width = max((len(f"{g.records:,}") for g in found), default=1)
    for group in found[:most]:
        put(console, Group(*_group(group, width)))
    left = found[most:]
    if left:
        rest = f"and {len(left):,} more with {sum(g.records for g in left):,} records (--limit)"
        put(console, Text(rest, "dim"))
    if files:
        put(console, Group(*_refusals(files, most)))
    if not found and not files:
        put(console, Text.assemble(("✓ ", "bold green"), "nothing is in quarantine"))


def _group(group: Records, width: int) -> Iterator[Text | Padding]:
    head = Text.assemble(
        (f"{group.records:>{width},}", "bold yellow"), "  ", (group.dataset, "bold")
    )
    if group.file:
        head.append(f"  {group.file}", "bold cyan")
    head.append("  ").append(in_words(group.dataset, group.reason))
    if group.held_back:
        head.append("  held back", "bold red")
    yield head
    lines = [_example(group.example)]
    if group.expected:
        lines.append(Text.assemble(("expected ", "dim"), group.expected))
    if group.contract:
        back = f" would let {group.alone:,} of them in" if group.alone else " is one of several"
        lines.append(Text.assemble((group.contract, "cyan"), (back, "dim")))
    yield from (Padding(line, (0, 0, 0, width + 2), expand=False) for line in lines)


def _example(example: Example) -> Text:
    place = Text(f"{example.file} {_numbered(example.record, example.item)}", "dim")
    if example.value is None:
        return place
    return Text.assemble((repr(_printable(example.value)), "red"), "  ", place)


def _numbered(record: int, item: int | None) -> str:
    return f"record {record:,}" + ("" if item is None else f" item {item:,}")


def _refusals(files: Sequence[RefusedFile], most: int) -> Iterator[Text | Padding]:
    yield Text(f"{count(len(files), 'file')} refused", "bold")
    for file in files[:most]:
        yield from _refusal(file)
    if len(files) > most:
        yield Text(f"  and {len(files) - most:,} more (--limit)", "dim")


def _refusal(file: RefusedFile) -> Iterator[Text | Padding]:
    yield Text.assemble(("✗ ", "bold red"), (file.file, "bold"), f"  {in_words('', file.reason)}")
    at = "" if file.offset is None else f", at byte {file.offset:,}"
    why = Text.assemble((file.reason, "red"), f": {file.detail or ''}{at}")
    yield Padding(why, (0, 0, 0, 2), expand=False)


def show_records(
    records: Sequence[Record], files: Sequence[RefusedFile], most: int, console: Console
) -> None:
    """Prints records, each value that is at fault beside what was expected; first refusals."""
    for file in files:
        put(console, Group(*_refusal(file)))
    for record in records[:most]:
        put(console, _head(record), _values(record, console.width))
    if len(records) > most:
        put(console, Text(f"and {len(records) - most:,} more (--limit, --record)", "dim"))


def _head(record: Record) -> Text:
    place = f" {_numbered(record.record, record.item)}"
    head = Text.assemble((record.file, "bold"), place, "  ")
    head.append("; ".join(in_words(record.dataset, r.reason) for r in record.reasons), "yellow")
    return head.append("  (held back)", "bold red") if record.held_back else head


def _values(record: Record, width: int) -> Group | Table:
    if not record.values:
        return Group(*_undivided(record, width))
    grid = Table.grid(padding=(0, 2))
    for share in (width, width // 3, width):
        grid.add_column(overflow="fold", max_width=share)
    by_column: dict[str, list[Reason]] = {}
    for reason in record.reasons:
        by_column.setdefault(reason.column or "", []).append(reason)
    rules = by_column.pop("", [])
    for column in [*record.values, *(c for c in by_column if c not in record.values)]:
        grid.add_row(*_row(column, record.values.get(column), by_column.get(column, ())))
    if rules:
        grid.add_row(Text.assemble(" ", ("✗", "bold red")), "", _expected(rules))
    return grid


def _undivided(record: Record, width: int) -> Iterator[Text]:
    found = fault(record.reasons[0].reason, record.raw, None)
    place = {"record": record.record, "text": record.raw, "at": found.at}
    yield from record_lines(place | {"expected": found.expected}, width)


def _row(column: str, value: str | None, reasons: Sequence[Reason]) -> tuple[Text, Text, Text]:
    mark = "✗" if reasons else " "
    name = Text.assemble(" ", (mark, "bold red"), " ", (column, "bold" if reasons else "dim"))
    shown = Text("(nothing)", "dim") if value is None else Text(_printable(value))
    if reasons:
        shown.stylize("red")
    return name, shown, _expected(reasons)


def _expected(reasons: Sequence[Reason]) -> Text:
    lines = []
    for reason in reasons:
        words = reason.expected or reason.reason.rpartition(":")[2].replace("_", " ")
        lines.append(Text.assemble(("expected ", "dim"), (words, "yellow")))
        if reason.contract:
            lines.append(Text(reason.contract, "cyan"))
    return Text("\n").join(lines)


def _printable(value: str) -> str:
    return value.translate(PICTURES)


def show_export(made: Export, to: Path, console: Console) -> None:
    """Prints which files were written below a folder, and what could not be."""
    records, files = count(made.records, "record"), count(len(made.files), "file")
    done(console, f"{records} in {files} below {to}")
    shown = table("", "File", "Records", "As sent", right=1)
    for file in made.files:
        shown.add_row(str(Path(file.to).relative_to(to)), f"{file.records:,}", f"{file.as_sent:,}")
    if made.files:
        shown.caption = "As sent: read from the raw file; the others are as quarantine has them."
        put(console, shown)
    if made.left:
        left = f"{count(made.left, 'record')} left out: "
        put(console, Text(f"{left}written to a file, they would not stay bad", "yellow"))

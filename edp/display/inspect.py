"""Shows the verdicts on files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from edp.display.faults import record_lines
from edp.display.look import count, put, table
from edp.display.verdicts import STYLES, VERDICTS
from edp.reasons import in_words

Found = dict[str, Any]

_LEAST_WIDTH, _OTHER_WIDTH = 20, 27
_FILES_IN_DETAIL = 10


def show(verdicts: Sequence[Found], console: Console) -> None:
    """Prints a line per file: what it was taken for, or why not; then bad records and notes."""
    shown = table("", "", "File", "Records", "Bad", "What, or why not", right=2)
    shown.columns[-1].justify = "left"
    # Paths stay whole where there is room: words can be broken more nicely.
    longest = max(len(f["file"]) for f in verdicts)
    shown.columns[-1].max_width = max(_LEAST_WIDTH, console.width - longest - _OTHER_WIDTH)
    for found in verdicts:
        _add(shown, found)
    counts = Counter(f["verdict"] for f in verdicts)
    legend = Text(f"{count(len(verdicts), 'file')}: ")
    for verdict, words in VERDICTS.items():
        if counts[verdict]:
            legend.append(STYLES[verdict][0], STYLES[verdict][1])
            legend.append(f" {counts[verdict]:,} {words}   ")
    put(console, shown, *_details(verdicts, console.width), legend)


def _details(verdicts: Sequence[Found], width: int) -> Iterator[Group]:
    told = [found for found in verdicts if found["bad_reasons"] or found["notes"]]
    for found in told[:_FILES_IN_DETAIL]:
        yield Group(*_file(found, width))
    if rest := told[_FILES_IN_DETAIL:]:
        files = count(len(rest), "file")
        yield Group(Text(f"and {files} more with bad records or notes; --json has all", "dim"))


def _file(found: Found, width: int) -> Iterator[Text]:
    head = Text.assemble(STYLES[found["verdict"]], " ", (found["file"], "bold"))
    if found["bad_records"]:
        head.append(f": {found['bad_records']:,} of {count(found['records'], 'record')} bad")
    yield head
    for reason, bad in sorted(found["bad_reasons"].items(), key=lambda r: -r[1]["count"]):
        times = f" ×{bad['count']:,}  "
        yield Text.assemble("  ", (reason, "red"), times, (in_words("", reason), "dim"))
        for place in bad["first"]:
            yield from record_lines(place, width)
    yield from (Text.assemble("  ", ("note: ", "bold cyan"), note) for note in found["notes"])


def _add(shown: Table, found: Found) -> None:
    counted = found["verdict"].startswith("accept")
    figures = (f"{found[n]:,}" if counted else "–" for n in ("records", "bad_records"))
    mark = Text(*STYLES[found["verdict"]])
    shown.add_row(mark, Text(str(found["file"]), "bold"), *figures, _what(found))


def _what(found: Found) -> Text:
    if found["verdict"] == "empty":
        return Text(found["detail"] or "", "dim")
    if found["reason"] and found["verdict"] == "reject":
        return Text.assemble((found["reason"], "red"), f": {found['detail']}")
    parts = (found["format"], found["compression"], found["encoding"])
    return Text(", ".join(p for p in parts if p and p != "none"))

"""A producer of files from what they are, and from answers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from contracts.producers.model import Part, Producer
from edp.start.model import Answers, Group, Match

# What a topic begins with; a name follows.
COLUMN, VALUE, WORD, AGREED = "column:", "value:", "word:", "agreed:"
DATE_ORDER, DECIMAL_MARK, TIME_ZONE = "date order", "decimal mark", "time zone"
# Whether amounts count whole units of their currency, or its smallest ones.
UNITS = "units:"
WHOLE, SMALLEST = "whole units", "the smallest unit, such as cents"


def producer_for(group: Group, match: Match, answers: Answers) -> Producer:
    """The producer of a group's files."""
    like = f"like the profile {match.profile}" if match.profile else f"like {match.dataset}"
    return Producer(
        name=group.name,
        owner="to be named",
        description=f"Files found by edp start, {like}.",
        files=(f"{group.name}/",),
        parts=(_part(match.part, answers),),
        date_order=answers.get(DATE_ORDER),
        decimal_mark=answers.get(DECIMAL_MARK),
        time_zone=answers.get(TIME_ZONE, match.time_zone),
    )


def _part(part: Part, answers: Answers) -> Part:
    columns, values = dict(part.columns), dict(part.values)
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for column, said in part.words.items():
        words[column] |= {value: list(more) for value, more in said.items()}
    for topic, answer in answers.items():
        if topic.startswith(COLUMN):
            column = topic.removeprefix(COLUMN)
            columns = {n: None if c == column else c for n, c in columns.items()}
            columns[answer] = column
        elif topic.startswith(VALUE):
            values[topic.removeprefix(VALUE)] = answer
        elif topic.startswith(WORD):
            column, _, word = topic.removeprefix(WORD).partition(":")
            words[column].setdefault(answer, []).append(word)
    small = [t.removeprefix(UNITS) for t, answer in answers.items() if answer == SMALLEST]
    frozen = {c: {v: tuple(w) for v, w in said.items()} for c, said in words.items()}
    return replace(
        part, columns=columns, values=values, words=frozen, minor_units=(*part.minor_units, *small)
    )

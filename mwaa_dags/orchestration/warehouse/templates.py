"""The SQL that stands in files."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "sql"


def statement(name: str) -> str:
    """The only statement of a file."""
    (found,) = statements(name)
    return found


def statements(name: str, **values: object) -> list[str]:
    """The statements of a file, with values in the places of their names.

    Raises:
        ValueError: a value would end the text that it stands in.
    """
    texts = {key: str(value) for key, value in values.items()}
    if odd := [key for key, text in texts.items() if "'" in text or ";" in text]:
        raise ValueError(f"{name}.sql: {odd[0]}: {texts[odd[0]]!r} has a quote or semicolon in it")
    template = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return [s.strip() for s in template.format(**texts).split(";")]

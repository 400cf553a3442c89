"""Says in lines for people what the validation found: file, key, what is wrong, what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from config.model import Config
from lake_protocol.jobs import JOBS


def explain(error: ValidationError, folder: Path, name: str, own: dict[str, Any]) -> str:
    """One line per thing to mend."""
    found = error.errors(include_url=False)
    return "\n".join(dict.fromkeys(_line(e, folder, name, own) for e in found))


def _line(error: ErrorDetails, folder: Path, name: str, own: dict[str, Any]) -> str:
    keys = [str(k) for k in error["loc"] if isinstance(k, str)]
    shown = _as_written(keys, own)
    file = folder / (f"{name}.toml" if _has(own, shown) else "base.toml")
    if error["type"] == "missing":
        file = folder / f"{name}.toml"
    return f"{file}: {'.'.join(shown)}: {_wrong(error)}; allowed: {_allowed(keys)}"


def _as_written(keys: list[str], own: dict[str, Any]) -> list[str]:
    """Jobs get what [jobs] says; a key that stands there is not the fault of one job."""
    if keys[0] == "jobs" and len(keys) > 2 and keys[1] in JOBS and not _has(own, keys):
        return ["jobs", *keys[2:]]
    return keys


def _has(table: Any, keys: list[str]) -> bool:
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return True


def _wrong(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "is missing"
    if error["type"] == "extra_forbidden":
        return "unknown key"
    if error["type"] == "value_error" and " " in str(error["ctx"]["error"]):
        return str(error["ctx"]["error"])
    return f"{error['input']!r} is not possible"


def _allowed(keys: list[str]) -> str:
    model: type[BaseModel] = Config
    for key in keys:
        field = _fields(model).get(key)
        if field is None:
            break
        if not (isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)):
            return field.description or "text"
        model = field.annotation
    return "the keys " + ", ".join(k for k in _fields(model) if k != "name")


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {f.alias or name: f for name, f in model.model_fields.items()}

"""The folders whose contracts and models count on a laptop, beside the platform's own."""

from __future__ import annotations

import tomllib
from pathlib import Path

from edp.errors import EdpError

ROOT = Path(__file__).parents[1]
# The environment's own file comes first, as in a deployment.
FILES = ("local.toml", "base.toml")


def contract_roots(root: Path = ROOT) -> list[Path]:
    """The folders under `contracts` in `config/local.toml`, else in `config/base.toml`.

    No other key is looked at: checking all of the configuration takes half a second, and most
    commands need none of it.

    Raises:
        EdpError: A file is no TOML, or the key names no folders.
    """
    for path in (root / "config" / name for name in FILES):
        folders = _table(path).get("contracts")
        if folders is None:
            continue
        if not isinstance(folders, list) or not all(isinstance(f, str) for f in folders):
            raise EdpError(f'{path}: contracts: expected a list of folders, such as ["../shop"]')
        return [root / folder for folder in folders]
    return []


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EdpError(f"{path}: cannot be read as TOML: {error}") from error

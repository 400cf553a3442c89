"""What went wrong, in one line; the rest of the story in a file."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.markup import escape
from typer.exceptions import Abort, TyperException

from contracts import ContractError
from edp.errors import EdpError
from lakehouse.errors.causes import gist, limit
from lakehouse.errors.failure import Incomplete, JobFailed

CLEAR = (ContractError, EdpError, JobFailed)
WRONG_USE, FAILED, STOPPED = 2, 1, 130


def exit_code(command: Callable[[], int | None], notes: Console) -> int:
    """Runs a command; failures become lines on `notes`, mostly one, and a code other than 0."""
    try:
        return command() or 0
    except TyperException as error:
        _say(notes, f"{error.format_message().rstrip('.')} (see --help)")
        return WRONG_USE
    except CLEAR as error:
        for line in _lines(error):
            _say(notes, line)
        return FAILED
    except (Abort, KeyboardInterrupt):
        _say(notes, "stopped; running again carries on")
        return STOPPED
    except Exception as error:
        _say(notes, limit(error) or f"{_gist(error)}; running again is safe{_trace(error)}")
        return FAILED


def _lines(error: Exception) -> Sequence[str]:
    if isinstance(error, Incomplete):
        return error.lines
    return str(error).splitlines() if isinstance(error, ContractError) else [str(error)]


def _say(notes: Console, text: str) -> None:
    # Names of files may have bytes that are no letters.
    line = " ".join(text.split()).encode("utf-8", "backslashreplace").decode()
    notes.print(f"[bold red]error:[/] {escape(line)}", highlight=False, soft_wrap=True)


def _gist(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename and error.strerror:
        return f"{error.filename}: {error.strerror}"
    return gist(error)


def _trace(error: Exception) -> str:
    """Where the whole story stands."""
    try:
        handle, path = tempfile.mkstemp(prefix="edp-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        # The one line must be told, whether or not there is room for more.
        return ""
    return f", the whole trace is in {path}"

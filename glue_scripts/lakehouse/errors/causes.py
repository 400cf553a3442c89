"""What an error says in one line: the machine's limits in words, else the line that says most.

Engines wrap what happens in their workers: the class is theirs, the text a trace that ends with the
cause.
"""

from __future__ import annotations

import re

# Names of errors, of numbers of errors, and the words of the system, of databases and of engines.
LIMITS = {
    "no room is left on the disk": (
        r"No space left on device|\bdisk is full|ENOSPC|Disk quota exceeded|EDQUOT",
        "free some",
    ),
    "it is read-only": (
        r"Read-only file system|readonly database|EROFS",
        "make it one that can be written to",
    ),
    "no permission": (
        r"Permission denied|PermissionError|Operation not permitted|AccessDenied|EACCES",
        "mend the rights",
    ),
    "too little memory": (
        r"MemoryError|Cannot allocate memory|Resources exhausted|bad_alloc|OutOfMemory|"
        r"Java heap space|malloc of size \d+ failed|Out of Memory|GC overhead limit",
        "close other programs or take a larger machine",
    ),
    "too many files are open": (r"Too many open files", "raise the limit (`ulimit -n`)"),
    "the disk fails": (r"Input/output error", "look after it"),
}
RAISED = re.compile(r"(?:[\w.]+\.)?(?:\w*(?:Error|Exception)|Arrow\w+): \S")
PATH = re.compile(r"'((?:/|s3://)[^']+)'")


def limit(error: BaseException) -> str | None:
    """What the machine lacks, where, and what to do; None where the error is something else."""
    text = _whole(error)
    for words, (pattern, remedy) in LIMITS.items():
        if found := re.search(pattern, text):
            at = PATH.search(_line_at(text, found.start()))
            where = f"{at[1]}: " if at else ""
            return f"{where}{words}; {remedy} and run again, nothing is lost"
    return None


def gist(error: BaseException) -> str:
    """The error in one line: of a trace its last one, else the first that says something."""
    lines = [line.strip() for line in str(error).splitlines()]
    if raised := [line for line in lines if RAISED.match(line)]:
        return raised[-1]
    said = next((line for line in lines if re.search(r"\w", line)), "")
    return f"{type(error).__name__}: {said}".removesuffix(": ")


def _whole(error: BaseException | None) -> str:
    """The error and those behind it."""
    texts: list[str] = []
    while error is not None and len(texts) < 20:
        texts.append(f"{type(error).__name__}: {error}")
        error = error.__cause__ or error.__context__
    return "\n".join(texts)


def _line_at(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else None]

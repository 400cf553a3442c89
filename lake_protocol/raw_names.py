"""Which files below a raw folder or bucket are data, by their names."""

from __future__ import annotations

import re

HIDDEN = ("_", ".")
ARCHIVE, INSIDE = ".zip", "!/"
# Of programs that copy, download or edit, and of engines: the file gets its name when it is whole.
UNFINISHED = re.compile(
    r"~$"  # editors
    r"|^~\$"  # offices
    r"|^#.*#$"
    r"|[.](part|partial|tmp|temp|crdownload|opdownload|download|filepart|incomplete|unfinished"
    r"|inprogress|in_progress|in-progress|progress|upload|uploading|writing|pending|lock|lck"
    r"|sw[a-z]|kate-swp|aria2|!ut|!qb|bc!|gstmp|camellock|_copying_|_temporary_?)$"
    r"|[.]inprogress[.][\w-]+$"
    r"|_[.]gstmp$",
    re.IGNORECASE,
)


def is_data(uri: str) -> bool:
    """Whether a file is meant to be read: neither it nor a folder of it begins with `_` or `.`.

    Args:
        uri: its path below raw, with `/` between folders.
    """
    parts = uri.split("/")
    return bool(parts[-1]) and not any(part.startswith(HIDDEN) for part in parts)


def is_taken(uri: str) -> bool:
    """Whether a file is data and whole, by its name."""
    return is_data(uri) and not is_unfinished(uri)


def is_unfinished(uri: str) -> bool:
    """Whether the name is one that files have while somebody still writes them."""
    return UNFINISHED.search(uri.rpartition("/")[2]) is not None


def is_archive(uri: str) -> bool:
    """Whether the name says that other files are in it."""
    return uri.lower().endswith(ARCHIVE)


def member_uri(archive: str, name: str) -> str:
    """What a file in an archive is called."""
    return f"{archive}{INSIDE}{name}"


def archive_and_member(uri: str) -> tuple[str, str]:
    """The file in raw that has it, and its name in there; empty where it is none of an archive."""
    archive, inside, name = uri.partition(INSIDE)
    return (archive, name) if inside and is_archive(archive) else (uri, "")

"""What the command line reports to people as one line."""

from __future__ import annotations


class EdpError(Exception):
    """Something the caller can act on; the message is one clear line."""

"""Which allocators this process uses: those that give back most of what was freed.

Threads come and go while an engine works, and what one of them has freed is of no use to others.
"""

from __future__ import annotations

import ctypes
import os
import sys

# From malloc.h of the GNU C library.
M_ARENA_MAX = -8


def give_back() -> None:
    """To be called before Arrow is loaded and threads are started."""
    if sys.platform != "linux":
        return
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "jemalloc")
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(M_ARENA_MAX, 1)

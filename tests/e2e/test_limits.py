"""What the machine lacks is one line, and the exit code is 1."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow
LIMITED = """
import resource, signal, sys
# Writing more than this is an error, as on a disk without room.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv = ["edp", *sys.argv[2:]]
from edp.__main__ import run
run()
"""

"""How a job is started as a script."""

from __future__ import annotations

import sys
import traceback

from contracts import ContractError
from lakehouse.errors.causes import gist, limit
from lakehouse.errors.failure import JobFailed
from lakehouse.runtime.arguments import parse
from lakehouse.runtime.job import Job, perform


def main(job: Job) -> None:
    """Runs a job with the arguments of the command line; what goes wrong is one line and exit 1."""
    try:
        settings, run_id = parse(job, sys.argv[1:])
        perform(job, settings, run_id)
    except (ContractError, JobFailed) as failure:
        sys.exit(f"JobFailed: {failure}")
    except Exception as error:
        # Nobody foresaw it, so its trace goes to the log, and the reason to the one line.
        traceback.print_exc(file=sys.stdout)
        sys.exit(f"JobFailed: {limit(error) or ' '.join(gist(error).split())[:2000]}")

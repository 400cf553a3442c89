"""Job: files from raw, verified whole, into bronze; bad ones into quarantine."""

from lakehouse.jobs.raw_to_bronze import JOB
from lakehouse.runtime.entry_point import main

if __name__ == "__main__":
    main(JOB)

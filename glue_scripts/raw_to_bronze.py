"""Job: files from raw, verified whole, into bronze; bad ones into quarantine."""

from lakehouse.entry_point import main
from lakehouse.jobs.raw_to_bronze import JOB

if __name__ == "__main__":
    main(JOB)

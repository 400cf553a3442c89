"""Job: all of bronze into silver: typed, cleaned, one record per key."""

from lakehouse.jobs.bronze_to_silver import JOB
from lakehouse.runtime.entry_point import main

if __name__ == "__main__":
    main(JOB)

"""Job: all of bronze into silver: typed, cleaned, one record per key."""

from lakehouse.entry_point import main
from lakehouse.jobs.bronze_to_silver import JOB

if __name__ == "__main__":
    main(JOB)

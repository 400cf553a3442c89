"""Job: silver into the star schema and the marts."""

from lakehouse.jobs.silver_to_gold import JOB
from lakehouse.runtime.entry_point import main

if __name__ == "__main__":
    main(JOB)

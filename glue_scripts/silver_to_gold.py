"""Job: silver into the star schema and the marts."""

from lakehouse.entry_point import main
from lakehouse.jobs.silver_to_gold import JOB

if __name__ == "__main__":
    main(JOB)

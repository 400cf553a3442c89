"""Random sequences of changes and arrivals: `python -m tests.e2e.changes --help`."""

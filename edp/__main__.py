"""`python -m edp` is `edp`."""

from edp.cli import main

main()

"""The front door of the platform: the `edp` command and what it shows."""

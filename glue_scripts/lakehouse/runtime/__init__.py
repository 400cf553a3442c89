"""What every run of a job has in common: arguments, settings, engine, metrics."""

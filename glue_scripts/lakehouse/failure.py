"""The one kind of error that a job ends with."""


class JobFailed(Exception):
    """A job that must not go on; its text is one line: what, where, why, and what to do."""

"""A contract for files of which nobody has written one."""

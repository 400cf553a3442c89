"""Raw files into bronze: what is new, who reads it, which tables hold it."""

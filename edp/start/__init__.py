"""First contact: figures from a folder of files that nobody described."""

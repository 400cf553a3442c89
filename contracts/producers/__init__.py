"""Producers: sources of files, and what their files cannot say by themselves."""

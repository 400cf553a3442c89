"""The formats of files, a module each: what begins like one, and how it is read.

Formats of text have `begins` and `read`. Formats of tables have `begins`, `opened` and `reason`;
the latter two run in a process of their own (`lakehouse.reader.tables`), which loads nothing else.
Both have `SUFFIXES`. A module that stands here is found, no list names it.
"""

"""What files are compressed with, a module each: its marks, and what undoes it.

A module that stands here is found, no list names it.
"""

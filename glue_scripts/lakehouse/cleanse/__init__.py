"""Turns text into typed values, or says why not (rules: docs/cleansing-rules.md).

Arrow's functions take whole columns of values as programs write them; plain Python takes what is
left, each different value once.
"""

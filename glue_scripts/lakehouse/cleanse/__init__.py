"""Turns text into typed values, or says why not (rules: docs/cleansing-rules.md)."""

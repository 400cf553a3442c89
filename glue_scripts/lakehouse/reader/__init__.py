"""Reads files nobody can be trusted to have written well (rules: docs/reading-rules.md)."""

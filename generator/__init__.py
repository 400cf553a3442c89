"""Generates messy shop data with an answer key."""

from generator.run import GenerateError, generate
from generator.summary import Summary

__all__ = ["GenerateError", "Summary", "generate"]

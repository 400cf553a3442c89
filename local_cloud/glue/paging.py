"""Answers in pages."""

from __future__ import annotations

from typing import Any


def page(name: str, items: list[Any], request: dict[str, Any], most: int = 1000) -> dict[str, Any]:
    """The page that is asked for, and how to ask for the next one if there is one."""
    begin = int(request.get("NextToken") or 0)
    end = begin + min(int(request.get("MaxResults") or most), most)
    answer: dict[str, Any] = {name: items[begin:end]}
    return answer | {"NextToken": str(end)} if end < len(items) else answer

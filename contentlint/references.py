"""Decodes character references, and imports their table where a text has any."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["unescape"]


@cache
def _html() -> Any:
    import html

    return html


def unescape(text: str) -> str:
    """As `html.unescape`."""
    made: str = _html().unescape(text) if "&" in text else text
    return made

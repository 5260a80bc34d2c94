"""Colours of a terminal, or none."""

from __future__ import annotations

__all__ = ["Paint"]

_CODES = {
    "error": "1;31",
    "warning": "33",
    "info": "36",
    "good": "32",
    "bold": "1",
    "path": "1;4",
    "dim": "2",
}


class Paint:
    """Wrap text in the escape sequences of a style; with *color* off, give it back as it is."""

    __slots__ = ("_codes",)

    def __init__(self, color: bool) -> None:
        self._codes = _CODES if color else {}

    def __call__(self, style: str, text: str) -> str:
        """*text* in *style*: a severity, ``good``, ``bold``, ``path`` or ``dim``."""
        code = self._codes.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if code and text else text

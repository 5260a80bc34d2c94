"""What was worked out about short texts, kept for the posts to come: they have much in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

__all__ = ["Kept"]

T = TypeVar("T")

_LONGEST = 400
_MOST = 2000


class Kept(dict[str, T]):
    """``kept[text]`` is what *make* makes of *text*; a look-up where it was made before.

    Long texts are not kept, and when there are too many, all are forgotten.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make

    def __missing__(self, text: str) -> T:
        made = self._make(text)
        if len(text) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[text] = made
        return made

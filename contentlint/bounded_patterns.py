"""Patterns of a site: they give up after a while instead of backtracking for ever.

They run on the library `regex`, which is imported with the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from contentlint.errors import ContentlintError

__all__ = ["BoundedPattern"]


class BoundedPattern:
    """A regular expression with a limit on time.

    *fault* makes the error to raise where the limit is reached, of the words that say so; they
    go on from a name of the pattern.
    """

    SECONDS = 2.0

    def __init__(self, pattern: str, flags: int, fault: Callable[[str], ContentlintError]) -> None:
        import regex

        wanted = 0
        for name in ("IGNORECASE", "MULTILINE", "DOTALL"):
            if flags & getattr(re, name):
                wanted |= getattr(regex, name)
        self._pattern = regex.compile(pattern, wanted)
        self._fault = fault
        self._slow: str | None = None

    def search(self, text: str) -> Any:
        """Like ``re.Pattern.search``."""
        if text == self._slow:  # whoever asks again need not wait again
            raise self._too_slow()
        try:
            return self._pattern.search(text, timeout=self.SECONDS)
        except TimeoutError as error:
            self._slow = text
            raise self._too_slow() from error

    def finditer(self, text: str) -> Iterator[Any]:
        """Like ``re.Pattern.finditer``."""
        try:
            yield from self._pattern.finditer(text, timeout=self.SECONDS)
        except TimeoutError as error:
            raise self._too_slow() from error

    def _too_slow(self) -> ContentlintError:
        return self._fault(
            f"ran longer than {self.SECONDS:g} seconds on one file; "
            "write it so that it cannot match the same text in many ways"
        )

"""Maps that tell places without the events of the whole text, and read these when they must."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Set
from functools import cached_property
from itertools import accumulate
from typing import Any

from contentlint.document.markdown_outline import (
    Link,
    move_link,
    normalise_label,
    rename_definitions,
)
from contentlint.document.markdown_parts import Parts
from contentlint.document.pyro import make_parser
from contentlint.document.source_map import MARKDOWN, SourceMap

__all__ = ["CopiedMap", "PartedMap"]


class _WholeLater(SourceMap):
    """A map that answers some questions without the events, which it reads at the first other."""

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def _is_whole(self) -> bool:
        return "_rendering" in self.__dict__

    @cached_property
    def labels_used(self) -> Set[str]:
        """As in `SourceMap`, from what has no definition once all have another label."""
        found = None if self._is_whole else self._find_labels_used()
        return super().labels_used if found is None else found

    def _find_labels_used(self) -> Set[str] | None:
        """The labels used, ``None`` where one is defined twice, in a way that is not seen."""
        renamed = rename_definitions(self._clean, self.definitions)
        if len(MARKDOWN.reference_definitions(renamed)) != len(self.definitions):
            return None
        broken: list[Any] = []
        make_parser(broken.append).html(renamed)
        return {normalise_label(reference["reference"]) for reference in broken}

    def __getattr__(self, name: str) -> Any:
        if self._is_whole:
            raise AttributeError(name)
        super().__init__(self.text)
        return getattr(self, name)


class CopiedMap(_WholeLater):
    """The map of a text that is HTML throughout; *copied* are its ranges that make up the page."""

    def __init__(self, text: str, copied: list[tuple[int, int]]) -> None:
        super().__init__(text)
        ends = list(accumulate(end - start for start, end in copied))
        self._copies = [0, *ends[:-1]]
        self._shifts = [start - at for (start, _), at in zip(copied, self._copies, strict=True)]
        self._size = ends[-1]

    @property
    def segments(self) -> Iterator[tuple[int, int, int, int, bool]]:
        """As in `SourceMap`."""
        for start, end, shift in zip(
            self._copies, [*self._copies[1:], self._size], self._shifts, strict=True
        ):
            yield start, end, start + shift, end + shift, True

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """As in `SourceMap`."""
        copies, shifts = self._copies, self._shifts
        first = max(0, bisect_right(copies, start) - 1)
        if end <= start:
            return start + shifts[first], start + shifts[first], True
        last = bisect_right(copies, end - 1, first + 1) - 1
        return start + shifts[first], end + shifts[last], first == last

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """As in `SourceMap`."""
        copies = self._copies
        number = max(0, bisect_right(copies, start) - 1)
        return copies[number], copies[number + 1] if number + 1 < len(copies) else self._size

    @property
    def is_whole_copy(self) -> bool:
        """As in `SourceMap`."""
        return True

    def is_copy(self, start: int, end: int) -> bool:
        """As in `SourceMap`."""
        return self.place(start, end)[2]


class PartedMap(_WholeLater):
    """A map that is built part by part for those who ask for places, and as a whole for others."""

    def __init__(
        self,
        text: str,
        html: str,
        starts: list[int],
        render: Callable[[str], str],
        build: Callable[[str, str], SourceMap],
    ) -> None:
        super().__init__(text)
        self._parts = Parts(text, html, starts, render, build)

    def place(self, start: int, end: int) -> tuple[int, int, bool]:
        """As in `SourceMap`, from the map of a part while there is no other."""
        if not self._is_whole:
            found = self._parts.place(start, end)
            if found is not None:
                return found
        return super().place(start, end)

    def link_at(self, rendered: int) -> Link | None:
        """As in `SourceMap`, from the map of a part while there is no other."""
        found = None if self._is_whole else self._parts.find(rendered, rendered + 1)
        if found is None:
            return super().link_at(rendered)
        part, base, shift = found
        link = part.link_at(rendered - base)
        return None if link is None else move_link(link, shift, base)

    def copy_at(self, start: int) -> tuple[int, int] | None:
        """As in `SourceMap`; nothing where the part is not known."""
        return super().copy_at(start) if self._is_whole else self._parts.copy_at(start)

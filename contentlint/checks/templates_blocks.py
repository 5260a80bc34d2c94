"""Finds the parts of a post that a pair of template tags has rendered by themselves."""

from __future__ import annotations

from bisect import bisect
from typing import TYPE_CHECKING

from contentlint.checks.templates_places import find_open

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["Blocks", "paired_blocks"]


class Blocks:
    """Pairs of template tags, from the start of the first to the end of the second."""

    def __init__(self, pairs: list[tuple[int, int]], inlined: frozenset[int]) -> None:
        self._pairs = sorted(pairs)
        self._starts = [start for start, _ in self._pairs]
        self._inlined = inlined
        self._around: list[int] = []
        around = -1
        for at, (start, _) in enumerate(self._pairs):
            around = self._reach(around, start)
            self._around.append(around)
            around = at

    def holder(self, offset: int) -> int:
        """Where the innermost pair around *offset* begins; -1 for the post itself.

        What stands between ``{{% %}}`` and its end tag is a part of the post itself, unless these
        stand in a pair, too.
        """
        at = self._reach(bisect(self._starts, offset) - 1, offset)
        if at < 0 or (self._around[at] < 0 and self._starts[at] in self._inlined):
            return -1
        return self._starts[at]

    def _reach(self, at: int, offset: int) -> int:
        """The pair numbered *at*, or the nearest one around it, that ends after *offset*."""
        while at >= 0 and self._pairs[at][1] <= offset:
            at = self._around[at]
        return at


def paired_blocks(document: Document) -> Blocks:
    """The blocks of the body: shortcodes with an end tag, and tags that an ``end`` tag closes."""
    stack: list[TemplateTag] = []
    pairs: list[tuple[int, int]] = []
    inlined: set[int] = set()
    for tag in document.templates.tags:
        if tag.kind not in ("shortcode", "tag"):
            continue
        prefix = "/" if tag.kind == "shortcode" else "end"
        opened = None
        if tag.name.startswith(prefix):
            opened = find_open(stack, tag.name.removeprefix(prefix))
        if opened is None:
            stack.append(tag)
            continue
        start = stack[opened].start
        pairs.append((start, tag.end))
        if document.body.startswith("{{%", start):
            inlined.add(start)
        del stack[opened:]
    return Blocks(pairs, frozenset(inlined))

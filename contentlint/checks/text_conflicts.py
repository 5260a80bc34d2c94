"""Finds what git leaves in a file where two people changed the same lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_zones import verbatim_zones
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    import re

    from contentlint.document import Document

__all__ = ["merge_conflict"]

_MARK: Final = pattern(r"(?m:^(<{7}|={7}|>{7})(?: ([^\n]*))?$)")
_LONGEST_LABEL: Final = 60


def merge_conflict(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """A conflict from its first mark to its last, if all are there, and not in code."""
    for first, last in _conflicts(document.source.text):
        start, end = first.start(), last.end()
        in_front = start < document.body_start
        if not in_front and verbatim_zones(document).touch(start, first.end()):
            continue
        values = {"ours": _label(first), "theirs": _label(last)}
        yield Hit(Span(start, end), values, message="front-matter" if in_front else None)


def _conflicts(text: str) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The first and the last mark of each conflict; of one in another, those of the inner one."""
    first: re.Match[str] | None = None
    is_parted = False
    for found in _MARK.finditer(text):
        mark = found[1][0]
        if mark == "<":
            first, is_parted = found, False
        elif mark == "=":
            is_parted = True
        elif first is not None and is_parted:
            yield first, found
            first = None


def _label(mark: re.Match[str]) -> str:
    label = (mark[2] or mark[1]).strip()
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"

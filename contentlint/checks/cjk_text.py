"""Where Chinese typography is judged: running text and title, without URLs and templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_zones import Zones
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["HAN", "ONE_HAN", "Passage", "passages", "replace_hit"]

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
"""The Chinese characters, for a character class."""

ONE_HAN: Final = pattern(f"[{HAN}]")
# an address may hold Chinese, but no Chinese mark
_REST: Final = r"[^\s<>\"“”‘’…\u3000-\u303f\uff00-\uffef]+"
_ADDRESS: Final = pattern(
    r"(?:[a-zA-Z][a-zA-Z0-9+.-]{0,20}:(?=[\w/])|www\.|\w:\\)"
    + _REST
    + r"|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]+|(?<![\w/])(?:~|\.{1,2})?/[\w./-]+",
    re.ASCII,
)


class Passage(NamedTuple):
    """A text, and for a range of it the place in the source, if it is written there as it reads."""

    text: str
    place: Callable[[int, int], Span | None]
    is_title: bool


def passages(document: Document) -> Iterator[Passage]:
    """The title and the running text of *document*, as far as they hold Chinese."""
    title = _title(document)
    if title is not None and ONE_HAN.search(title.text):
        yield title
    prose = document.page.prose
    if ONE_HAN.search(prose.text) is None:
        return
    addresses = Zones([Span(*found.span()) for found in _ADDRESS.finditer(prose.text)])
    base = document.body_start

    def place(start: int, end: int) -> Span | None:
        if addresses.touch(start, end) or not prose.is_verbatim(start, end):
            return None
        span = prose.locate(start, end)
        if document.templates.overlap(span.start - base, span.end - base):
            return None
        return span

    yield Passage(prose.text, place, False)


def _title(document: Document) -> Passage | None:
    front = document.front_matter
    value, span = front.values.get("title"), front.value(("title",))
    if span is None or not isinstance(value, str):
        return None
    written = document.source.slice(span)
    if value not in (written, written[1:-1]):
        return None
    base = span.start + (len(written) - len(value)) // 2
    return Passage(value, lambda start, end: Span(base + start, base + end), True)


def replace_hit(
    passage: Passage, start: int, end: int, text: str, values: dict[str, Any] | None = None
) -> Hit | None:
    """A finding on ``passage.text[start:end]`` whose fix writes *text* there."""
    span = passage.place(start, end)
    if span is None:
        return None
    found = passage.text[start:end]
    fix = Fix("unsafe", f"Write {text}", (Edit(*span, text),))
    return Hit(span, {"found": found, "meant": text, **(values or {})}, fix=fix)

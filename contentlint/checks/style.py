"""Checks of inline styles: what a style attribute does, and whether it does anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.style_defaults import PLAIN, Style, changes_nothing, read_style
from contentlint.document.tag_places import attribute_spans, start_offset
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["inline_style", "removal"]

Allowed = tuple[frozenset[str], frozenset[tuple[str, str]]]
"""Properties, and whole declarations, that an allow-list names."""

_BLANKS: Final = " \t\n\f"
# drawings, formulas and coloured code cannot do without
_SPARED_TAGS: Final = frozenset(("svg", "math", "pre", "mjx-container"))
_SPARED: Final = ", ".join(
    f"{place}[style], {place} [style]" for place in (*sorted(_SPARED_TAGS), ".katex", ".MathJax")
)
_SETTERS: Final = frozenset(("align", "dir"))
_ALIGNED: Final = "[align][style], [dir][style], [align] [style], [dir] [style]"


def inline_style(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Every ``style`` attribute that is not allowed; one that changes nothing is said to be so."""
    page, base = document.page, document.body_start
    text, templates = document.source.text, document.templates
    allowed = _read_allowed(options["allow"]) if options["allow"] else None
    spared = _find_spared(page)
    context = _Context(page)
    known: dict[str, _Known] = {}
    for element, span in zip(elements, attribute_spans(page, elements, "style"), strict=True):
        # Markdown makes styles of its own, for the columns of tables: they have no span
        if span is None or (spared and start_offset(page, element) in spared):
            continue
        start, end = span
        if templates.tags and templates.overlap(start - base, end - base):
            continue
        # the same few styles make up most of a page
        written = text[start:end]
        about = known.get(written)
        if about is None:
            about = known[written] = _Known(element, allowed)
        if about.allowed:
            continue
        message = about.message
        if message == "idle" and not context.changes_nothing(element):
            message = None
        edit = Edit(start - 1 if text[start - 1] in _BLANKS else start, end, "")
        fix = Fix("safe" if message else "unsafe", "Remove the style", (edit,))
        yield Hit(span, about.values(element.tag), message=message, fix=fix)


class _Known:
    """What there is to say about one spelling of a style attribute."""

    __slots__ = ("_shown", "_style", "allowed", "message")

    def __init__(self, element: Any, allowed: Allowed | None) -> None:
        value = element.attr("style") or ""
        style = read_style(value)
        self.allowed = allowed is not None and _all_allowed(style, allowed)
        self.message = "void" if style.void else "idle" if style.idle else None
        self._style = {"style": value.strip(" \t\n\f;"), "properties": style.properties}
        self._shown: dict[str, dict[str, Any]] = {}

    def values(self, tag: str) -> dict[str, Any]:
        """The values of the message for an element named *tag*."""
        shown = self._shown.get(tag)
        if shown is None:
            shown = self._shown[tag] = {**self._style, "tag": tag}
        return shown


def _find_spared(page: Page) -> frozenset[int | None]:
    """Where elements begin whose styles are part of a drawing, a formula or a block of code."""
    if _SPARED_TAGS.isdisjoint(page.tags) and (
        "class" not in page.attributes or not ("katex" in page.html or "MathJax" in page.html)
    ):
        return frozenset()
    return frozenset(start_offset(page, element) for element in page.dom.select(_SPARED))


class _Context:
    """What on a page could make a style matter that states what holds anyway."""

    __slots__ = ("_doubtful", "_page", "_right_to_left")

    def __init__(self, page: Page) -> None:
        self._page = page
        self._doubtful: set[int | None] | None = None
        self._right_to_left = False

    def changes_nothing(self, element: Any) -> bool:
        """Whether *element* would look the same without its idle style."""
        if self._doubtful is None:
            self._look_around()
        if self._right_to_left or element.tag not in PLAIN:
            return False
        if self._doubtful and start_offset(self._page, element) in self._doubtful:
            return changes_nothing(element)
        return True

    def _look_around(self) -> None:
        page, html = self._page, self._page.html
        # letters without which no text written from the right exists
        self._right_to_left = "\u0627" in html or "\u05d0" in html or "\u05d5" in html
        others = frozenset(page.tags) - PLAIN
        doubtful = page.dom.select(_inside(others, not _SETTERS.isdisjoint(page.attributes)))
        self._doubtful = {start_offset(page, e) for e in doubtful if e.tag in PLAIN}


@lru_cache(maxsize=1024)
def _inside(others: frozenset[str], aligned: bool) -> str:
    """A selector for elements that stand inside something which may give them another style."""
    parts = [f"{name} [style]" for name in sorted(others) if name.isalnum()]
    if len(parts) < len(others):
        parts = [f":not({','.join(sorted(PLAIN))}) [style]"]
    return ", ".join([*parts, "[style] [style]", *([_ALIGNED] if aligned else ())])


def removal(text: str, span: Span) -> Edit:
    """The edit that removes an attribute together with one blank before it."""
    start = span.start
    return Edit(start - 1 if text[start - 1] in _BLANKS else start, span.end, "")


def _read_allowed(allow: Iterable[str]) -> Allowed:
    """Split an allow-list into properties and whole declarations."""
    names = frozenset(entry.strip().lower() for entry in allow if ":" not in entry)
    pairs = frozenset(
        pair for entry in allow if ":" in entry for pair in read_style(entry).declarations
    )
    return names, pairs


def _all_allowed(style: Style, allowed: Allowed) -> bool:
    names, pairs = allowed
    return bool(style.declarations) and all(
        pair[0] in names or pair in pairs for pair in style.declarations
    )

"""Checks of inline styles: what a style attribute does, and whether it does anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.style_defaults import Style, changes_nothing, read_style
from contentlint.findings import Edit, Fix, Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Place

__all__ = ["inline_style", "removal"]

_BLANKS: Final = " \t\n\f"
# drawings, formulas and coloured code cannot do without
_SPARED: Final = frozenset(("svg", "math", "pre", "mjx-container"))
_SPARED_CLASSES: Final = frozenset(("katex", "MathJax"))
_DEEPEST: Final = 200
# letters without which no text of a language written from the right exists
_RIGHT_TO_LEFT: Final = "\u0627\u05d0\u05d5\u0710\u0780"


def inline_style(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Every ``style`` attribute that is not allowed; one that changes nothing is said to be so."""
    page, templates, base = document.page, document.templates, document.body_start
    allowed = _read_allowed(options["allow"])
    spares = not _SPARED.isdisjoint(page.tags) or "katex" in page.html or "MathJax" in page.html
    rtl = any(letter in page.html for letter in _RIGHT_TO_LEFT)
    for element in elements:
        value = element.attr("style") or ""
        style = read_style(value)
        if allowed and _all_allowed(style, allowed):
            continue
        if spares and _is_spared(element):
            continue
        place = page.attribute(element, "style")
        if place is None or not place.verbatim:
            # Markdown makes styles of its own, for the columns of tables
            continue
        start, end = place.span
        if templates.tags and templates.overlap(start - base, end - base):
            continue
        idle = (not rtl or style.void) and changes_nothing(element, style)
        yield _style_hit(document, element, place, value, style, idle)


def _is_spared(element: Any) -> bool:
    """Whether *element* is part of a drawing, a formula or a block of code."""
    for _ in range(_DEEPEST):
        tag = getattr(element, "tag", None)
        if tag is None:
            return False
        if tag in _SPARED or not _SPARED_CLASSES.isdisjoint(element.attrs.get("class") or ()):
            return True
        element = element.parent
    return False


def _style_hit(
    document: Document, element: Any, place: Place, value: str, style: Style, idle: bool
) -> Hit:
    message = None
    if idle:
        message = "void" if style.void else "idle"
    values = {"style": value.strip(" \t\n\f;"), "tag": element.tag, "properties": style.properties}
    change = removal(document.source.text, place.span)
    fix = Fix("safe" if idle else "unsafe", "Remove the style", (change,))
    return Hit(place.span, values, message=message, fix=fix)


def removal(text: str, span: Span) -> Edit:
    """The edit that removes an attribute together with one blank before it."""
    start = span.start - 1 if text[span.start - 1] in _BLANKS else span.start
    return Edit(start, span.end, "")


def _read_allowed(allow: Iterable[str]) -> tuple[frozenset[str], frozenset[tuple[str, str]]] | None:
    """Split an allow-list into properties and whole declarations."""
    names = frozenset(entry.strip().lower() for entry in allow if ":" not in entry)
    pairs = frozenset(
        pair for entry in allow if ":" in entry for pair in read_style(entry).declarations
    )
    return (names, pairs) if names or pairs else None


def _all_allowed(style: Style, allowed: tuple[frozenset[str], frozenset[tuple[str, str]]]) -> bool:
    names, pairs = allowed
    return bool(style.declarations) and all(
        pair[0] in names or pair in pairs for pair in style.declarations
    )

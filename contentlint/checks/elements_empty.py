"""Finds elements that hold nothing, and paragraphs that hold nothing but space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint import edits
from contentlint.checks.links_data import make_once
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit, Safety

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["blank_paragraphs", "empty"]

_SPACE = " \t\n\f\r"
# no-break and other spaces that keep their width, and characters without any
_BLANK = _SPACE + "\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u2060\u3000\ufeff"
# elements that show nothing without text; a class on any other may draw something
_TEXT_ONLY = names_of("p strong b em u s del ins mark small big font sub sup blockquote li")
_INLINE = names_of("span strong b em i u s del ins mark small big font sub sup")
_KEPT = names_of("id name role aria-label hidden slot contenteditable")
_DRAWN = re.compile(r"height|width|padding|border|background|margin|clear|float|flex", re.I)
_FORMATTING = _INLINE | {"br"}


def empty(document: Document, options: Mapping[str, Any], elements: Sequence[Any]) -> Iterator[Hit]:
    """The outermost of elements that hold nothing but other empty elements."""
    # in a copied post, classes belong to the style sheet of another site
    known = make_once(options, _read_options)
    if "news" in document.settings.presets:
        known = _Known(known.names, False)
    seen = set()
    for element in elements:
        if element.tag not in known.names or not known.is_void(element):
            continue
        outer = element
        while known.is_void(outer.parent):
            outer = outer.parent
        place = document.page.start_tag(outer)
        if place is None or not place.verbatim or place.span in seen:
            continue
        seen.add(place.span)
        # without an end tag, something else is wrong: the text it was meant for stands elsewhere
        if document.page.end_tag(outer) is not None and not _hides_template(document, outer):
            fix = _removal(document, outer)
            yield Hit(place.span, {"tag": outer.tag}, fix=fix, element=outer)


def _read_options(options: Mapping[str, Any]) -> _Known:
    return _Known(frozenset(options["elements"]), not options["with-class"])


class _Known(NamedTuple):
    """The elements to judge; with *bare*, a class may give one a look and keeps it."""

    names: frozenset[str]
    bare: bool

    def is_void(self, element: Any) -> bool:
        """Whether *element* is one of these and shows nothing at all."""
        name = getattr(element, "tag", None)
        if name not in self.names or element.text.strip(_SPACE) or not self._may_go(element):
            return False
        return all(self.is_void(child) for child in element.children if hasattr(child, "tag"))

    def _may_go(self, element: Any) -> bool:
        """Whether no attribute gives the empty *element* a look or a use."""
        attributes = element.attrs
        if not attributes:
            return True
        if not _KEPT.isdisjoint(attributes) or _DRAWN.search(element.attr("style") or ""):
            return False
        if not self.bare or element.tag in _TEXT_ONLY:
            return True
        return "class" not in attributes and not any(name[:5] == "data-" for name in attributes)


def _hides_template(document: Document, element: Any) -> bool:
    return bool(document.templates.tags) and "<!--" in element.inner_html


def _removal(document: Document, element: Any) -> Fix | None:
    safety: Safety = "unsafe" if element.tag == "li" or element.attrs else "safe"
    made: tuple[Edit, ...] | None
    place = document.page.element(element)
    if element.tag in _INLINE and element.text and place is not None and place.verbatim:
        # the blank in it may be all that parts two words
        made = (Edit(*place.span, " "),)
    else:
        made = edits.remove_element(document, element)
    return Fix(safety, "Remove it", made) if made else None


def blank_paragraphs(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Paragraphs that hold only wide blanks or line breaks."""
    for element in elements:
        text = element.text
        if text[:1].isalnum() or text.strip(_BLANK) or element.attr("id") or element.attr("name"):
            continue
        inside = {child.tag for child in element.descendants if hasattr(child, "tag")}
        if not inside <= _FORMATTING or not (text.strip(_SPACE) or "br" in inside):
            continue
        place = document.page.start_tag(element)
        if place is None or not place.verbatim or _hides_template(document, element):
            continue
        made = edits.remove_element(document, element)
        fix = Fix("unsafe", "Remove the paragraph", made) if made else None
        yield Hit(place.span, {}, fix=fix, element=element)

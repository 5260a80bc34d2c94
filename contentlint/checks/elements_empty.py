"""Finds elements that hold nothing, and paragraphs that hold nothing but space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.links_data import make_once
from contentlint.document.masks import holds_mask, names_mask
from contentlint.document.nesting import names_of
from contentlint.document.nesting_proof import SPACE
from contentlint.findings import Edit, EditRow, FixRow, Hit, Safety, fix_of
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["blank_paragraphs", "empty", "may_be_filled"]

# no-break and other spaces that keep their width, and characters without any
_BLANK = SPACE + "\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u2060\u3000\ufeff"
# elements that show nothing without text; a class on any other may draw something
_TEXT_ONLY = names_of("p strong b em u s del ins mark small big font sub sup blockquote li")
_INLINE = names_of("span strong b em i u s del ins mark small big font sub sup")
_KEPT = names_of("id name role aria-label hidden slot contenteditable ref dangerouslysetinnerhtml")
_CLASSES = names_of("class classname")  # the second one is React's
_DRAWN = pattern(r"height|width|padding|border|background|margin|clear|float|flex|break-", re.I)
# of Vue, Alpine, htmx, Angular, Stimulus, Knockout
_FILLS = ("v-", ":", "@", "x-", "hx-", "data-hx-", "ng-", "[", "data-controller", "data-bind")
_FORMATTING = _INLINE | {"br"}
_MORE = pattern(r"<!--[ \t]*more[ \t]*-->", re.IGNORECASE)
_TAG = pattern(r"</?[a-z][^<>]*>", re.IGNORECASE)
_LONGEST_EXCERPT = 500
# the mark of an item of a list, and no more on its line
_MARK = pattern(r"[ \t>]*(?:[-*+]|\d{1,9}\.)[ \t]*")


def empty(document: Document, options: Mapping[str, Any], elements: Sequence[Any]) -> Iterator[Hit]:
    """The outermost of elements that hold nothing but other empty elements.

    *elements* are all that hold no element and no text, but for the head that a parser supplies.
    """
    if document.page.whole:
        elements = document.page.select("body :empty")
    known = make_once(options, _read_options)
    if "news" in document.settings.presets:
        # in a copied post, classes belong to the style sheet of another site
        known = _Known(known.names, False)
    page = document.page
    told: dict[Any, bool] = {}
    for element in reversed(_find_void(elements, known)):  # the outer ones first
        told[element] = told.get(element.parent, False)
        place = None if told[element] else page.start_tag(element)
        if place is None or not place.verbatim:
            continue  # a part of one that was told of, or made by Markdown
        told[element] = True
        if document.hides_template(element) or _is_empty_excerpt(document, place.span.start):
            continue
        # without an end tag, something else is wrong: the text it was meant for stands elsewhere
        if page.end_tag(element) is not None:
            fix = _removal(document, element)
            yield Hit(place.span, {"tag": element.tag}, fix=fix, element=element)


def _is_empty_excerpt(document: Document, start: int) -> bool:
    """Whether nothing but empty elements stands from the top of the post to the excerpt's mark.

    They are there on purpose: with nothing before the mark, themes list the whole post.
    """
    text, top = document.source.text, document.body_start
    mark = _MORE.search(text, start, start + _LONGEST_EXCERPT)
    return mark is not None and not _TAG.sub("", text[top : mark.start()]).strip()


def _read_options(options: Mapping[str, Any]) -> _Known:
    return _Known(frozenset(options["elements"]), not options["with-class"])


class _Known(NamedTuple):
    """The elements to judge; with *bare*, a class may give one a look and keeps it."""

    names: frozenset[str]
    bare: bool

    def may_go(self, element: Any) -> bool:
        """Whether *element* is one of these, and no attribute gives it a look or a use."""
        if element.tag not in self.names:
            return False
        attributes = element.attrs
        if not attributes:
            return True
        style = element.attr("style") or ""
        if (
            may_be_filled(element)
            or not _KEPT.isdisjoint(attributes)
            or _DRAWN.search(style)
            or holds_mask(style)
        ):
            return False
        if not self.bare or element.tag in _TEXT_ONLY:
            return True
        if not _CLASSES.isdisjoint(attributes):
            return False
        return not any(name[:5] == "data-" for name in attributes)


def may_be_filled(element: Any) -> bool:
    """Whether a framework may put something into *element*, as Vue does for ``v-html``."""
    return any(name.startswith(_FILLS) or names_mask(name) for name in element.attrs)


def _find_void(leaves: Sequence[Any], known: _Known) -> list[Any]:
    """Every element that shows nothing, the inner ones first: *leaves*, and what holds only those.

    Each element is looked at once, however deep and wide the page is.
    """
    queue = [leaf for leaf in leaves if leaf.tag in known.names and known.may_go(leaf)]
    waiting: dict[Any, int] = {}
    for element in queue:
        parent = element.parent
        if parent not in waiting:
            waiting[parent] = _count_children(parent, known)
        waiting[parent] -= 1
        if not waiting[parent]:
            queue.append(parent)
    return queue


def _count_children(parent: Any, known: _Known) -> int:
    """How many elements *parent* holds; ``-1`` if it holds text, or is not to be judged."""
    if not hasattr(parent, "tag") or not known.may_go(parent):
        return -1
    count = 0
    for child in parent.children:
        if hasattr(child, "tag"):
            count += 1
        elif type(child).__name__ == "Text" and child.data.strip(SPACE):
            return -1
    return count


def _removal(document: Document, element: Any) -> FixRow | None:
    if "<!--" in element.inner_html:
        return None  # a mark of the site's, such as <!-- more -->, would go with it
    safety: Safety = "unsafe" if element.tag == "li" or element.attrs else "safe"
    made: tuple[EditRow, ...] | None
    place = document.page.element(element)
    if element.tag in _INLINE and element.text and place is not None and place.verbatim:
        # the blank in it may be all that parts two words
        made = (Edit(*place.span, " "),)
    else:
        made = edits.remove_element(document, element)
    if not made or _is_item(document, made):
        return None
    return fix_of(safety, "Remove it", made)


def _is_item(document: Document, made: Sequence[EditRow]) -> bool:
    """Whether *made* leave the mark of an item alone, which is text to kramdown."""
    if "jekyll" not in document.settings.generators or document.kind != "markdown":
        return False
    text, start, end = document.source.text, made[0][0], made[-1][1]
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return _MARK.fullmatch(before) is not None and not text[end:].partition("\n")[0].strip()


def blank_paragraphs(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Paragraphs that hold only wide blanks or line breaks."""
    # most begin with a letter
    for element in [element for element in elements if element.text[:1] in _BLANK]:
        text = element.text
        if text.strip(_BLANK) or element.attr("id") or element.attr("name"):
            continue
        inside = {child.tag for child in element.descendants if hasattr(child, "tag")}
        if not inside <= _FORMATTING or not (text.strip(SPACE) or "br" in inside):
            continue
        place = document.page.start_tag(element)
        if place is None or not place.verbatim or document.hides_template(element):
            continue
        is_noted = "<!--" in element.inner_html
        made = None if is_noted else edits.remove_element(document, element)
        fix = fix_of("unsafe", "Remove the paragraph", made) if made else None
        yield Hit(place.span, {}, fix=fix, element=element)

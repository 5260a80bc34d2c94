"""The page: rendered HTML, one DOM, and the place in the source of everything in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from contentlint.document.prose import Prose
from contentlint.document.selectors import narrow, narrowed_for
from contentlint.document.turbo import parse
from contentlint.lazy import lazy
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.limits import LimitHit

__all__ = ["Page", "Place"]

_FRAGMENT_PREFIX = "<!doctype html><body>"
# Possessive throughout: many leading comments must not be tried in every combination.
_WHOLE = re.compile(
    r"(?>\s++|<!--(?:(?!-->).)*+-->|<\?[^>]*+>)*+<(?:!doctype|html)\b", re.IGNORECASE | re.DOTALL
)


_RAW_MARKUP = re.compile("<[a-zA-Z/!?]")
_LARGE = 50_000
_MOST_LOCATIONS = 500
_MOST_SELECTORS = 500


class Place(NamedTuple):
    """Where something of the page stands in ``Source.text``.

    *verbatim* says that the source holds exactly the rendered text; otherwise *span* covers the
    whole Markdown construct it was made from.
    """

    span: Span
    verbatim: bool


class Page:
    """One body as a browser would see it.

    ``html`` is the rendered text, ``dom`` its tree, ``tags`` and ``attributes`` the names that
    occur.  Places are computed only when asked for.  ``cache`` is for checks that share work.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._is_html = document.kind == "html"
        if self._is_html:
            self.html = document.templates.text
        else:
            from contentlint.document.markdown import render

            self.html = render(document.templates.text)
        self.whole = self._is_html and _WHOLE.match(self.html) is not None
        self.prefix = 0 if self.whole else len(_FRAGMENT_PREFIX)
        self.excess: LimitHit | None = None
        """What makes the page too complex to be built; then its tree is empty."""
        if len(self.html) > _LARGE:
            from contentlint.document.excess import find_excess

            self.excess = find_excess(self.html)
        content = "" if self.excess else self.html
        markup = content if self.whole else _FRAGMENT_PREFIX + content
        self.dom: Any = parse(markup, source_locations=True)
        self.cache: dict[str, Any] = {}
        self._selected: dict[str, Sequence[Any]] = {}
        self._locations: dict[Any, Any] = {}

    @lazy
    def source_map(self) -> Any:
        """The Markdown source map (`contentlint.document.markdown.SourceMap`), built once."""
        from contentlint.document.markdown import build_map

        return build_map(self._document.templates.text)

    @lazy
    def made(self) -> bool:
        """Whether Markdown made every tag: the source holds nothing that could be raw HTML."""
        if self._is_html:
            return False
        text = self._document.templates.text
        return "<" not in text or _RAW_MARKUP.search(text) is None

    @lazy
    def survey(self) -> Any:
        """What one walk over the tokens tells (`contentlint.document.nesting.Survey`)."""
        from contentlint.document.nesting import survey

        return survey(self.html, self._has_odd_tags(), made=self.made)

    def _has_odd_tags(self) -> bool:
        """Whether a parse error may mean that the tags are not what the tokens say."""
        errors = self.dom.errors
        if not errors:
            return False
        from contentlint.document.tokenizer_errors import TAGS_STAND_CODES

        return not all(error.code in TAGS_STAND_CODES for error in errors)

    @lazy
    def prose(self) -> Prose:
        """The running text, without code."""
        return Prose(self)

    @lazy
    def tags(self) -> frozenset[str]:
        """The names of the tags that occur, in lower case."""
        names: frozenset[str] = self.survey.tags
        return names

    @lazy
    def attributes(self) -> frozenset[str]:
        """The names of the attributes that occur, in lower case."""
        names: frozenset[str] = self.survey.attributes
        return names

    @lazy
    def clean(self) -> bool:
        """Whether the tags are proven to nest as written."""
        return bool(self.survey.clean)

    @lazy
    def _narrowed(self) -> dict[str, str]:
        return narrowed_for(self.survey.names)

    def select(self, selector: str) -> Sequence[Any]:
        """The elements that match *selector*, in order; found once for all who ask."""
        found = self._selected.get(selector)
        if found is None:
            plain = self._narrowed.get(selector)
            if plain is None:
                plain = narrow(selector, self.tags, self.attributes)
                if len(self._narrowed) < _MOST_SELECTORS:
                    self._narrowed[selector] = plain
            found = self._selected[selector] = self.dom.select(plain) if plain else ()
        return found

    def has_attribute(self, element: Any, name: str) -> bool:
        """Whether the source of the element's start tag holds the attribute *name*."""
        location = self._location(element)
        return location is not None and name in location.attrs

    def place(self, start: int, end: int) -> Place:
        """The place of the rendered range ``[start, end)``."""
        base = self._document.body_start
        if self._is_html:
            return Place(Span(base + start, base + end), True)
        low, high, verbatim = self.source_map.place(start, end)
        return Place(Span(base + low, base + high), verbatim)

    def start_tag(self, element: Any) -> Place | None:
        """The place of the element's start tag; ``None`` for one the parser supplied."""
        location = self._location(element)
        return None if location is None else self._place_of(location.start_tag)

    def end_tag(self, element: Any) -> Place | None:
        """The place of the element's end tag; ``None`` where the source has none."""
        location = self._location(element)
        if location is None or location.end_tag is None:
            return None
        return self._place_of(location.end_tag)

    def attribute(self, element: Any, name: str) -> Place | None:
        """The place of an attribute, from its name to the end of its value."""
        location = self._location(element)
        if location is None:
            return None
        span = location.attrs.get(name)
        return self._place_of(span) if span is not None else self._place_of(location.start_tag)

    def element(self, element: Any) -> Place | None:
        """The place of the whole element, from its start tag to its end tag."""
        location = self._location(element)
        if location is None:
            return None
        last = location.end_tag or location.start_tag
        prefix = self.prefix
        return self.place(location.start_tag.start_offset - prefix, last.end_offset - prefix)

    def _location(self, element: Any) -> Any:
        """The element's source location; ``None`` for one that is not of the post's own text.

        Making it costs more than all else about a place, and many rules ask for the same elements.
        """
        locations = self._locations
        if element in locations:
            return locations[element]
        location = element.source_location
        if location is not None and location.start_tag.start_offset < self.prefix:
            location = None
        if len(locations) >= _MOST_LOCATIONS:
            locations.clear()
        locations[element] = location
        return location

    def _place_of(self, span: Any) -> Place:
        prefix = self.prefix
        return self.place(span.start_offset - prefix, span.end_offset - prefix)

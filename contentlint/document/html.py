"""The page: rendered HTML, one DOM, and the place in the source of everything in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from contentlint.document import turbo
from contentlint.document.characters import may_raise_errors
from contentlint.document.link_texts import LinkTexts, read_links
from contentlint.document.nesting import line_starts, survey
from contentlint.document.prose import Prose
from contentlint.document.selection import Vocabulary, vocabulary_of
from contentlint.document.tag_places import FORMATTING, attribute_ranges, start_offset, tag_length
from contentlint.findings import Range
from contentlint.lazy import lazy
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_headings import Headings
    from contentlint.document.table_texts import Widths
    from contentlint.limits import LimitHit

__all__ = ["Found", "Page", "Place"]

_FRAGMENT_PREFIX = "<!doctype html><body>"
# Possessive throughout: many leading comments must not be tried in every combination.
_WHOLE = pattern(
    r"(?>\s++|<!--(?:(?!-->).)*+-->|<\?[^>]*+>)*+<(?:!doctype|html)\b", re.IGNORECASE | re.DOTALL
)


_RAW_MARKUP = pattern("<[a-zA-Z/!?]")
_CAPITAL_END = pattern("</[SPT]")  # the quick question
_ENDS_OF_BLOCKS = pattern("</(?:script|style|pre|textarea)>", re.IGNORECASE)
_INDENTED_TAG = pattern(r"\n[ \t]*+\n(?:[ ]{4}|[ ]{0,3}\t)")
_JEKYLL = frozenset(("jekyll",))
_LARGE = 50_000
_HEADING = len("<h1>")
_MOST_LOCATIONS = 500


_NO_ELEMENTS: frozenset[Any] = frozenset()
_Tag = tuple[int, int]


@cache
def _markdown() -> Any:
    """The module that renders Markdown: HTML posts need none, and an import costs each time."""
    from contentlint.document import markdown

    return markdown


class Place(NamedTuple):
    """Where something of the page stands in ``Source.text``.

    *verbatim* says that the source holds exactly the rendered text; otherwise *span* covers the
    whole Markdown construct it was made from.
    """

    span: Span
    verbatim: bool


Found = tuple[Range, bool]
"""A `Place` as a plain tuple: made in a fifth of the time, and a post asks for many."""


def _place(found: Found) -> Place:
    (start, end), verbatim = found
    return Place(Span(start, end), verbatim)


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
            self.html = _markdown().render(self._markdown_text)
        self.whole = self._is_html and _WHOLE.match(self.html) is not None
        self.prefix = 0 if self.whole else len(_FRAGMENT_PREFIX)
        self.excess: LimitHit | None = None
        """What makes the page too complex to be built; then its tree is empty."""
        if len(self.html) > _LARGE:
            from contentlint.document.excess import find_excess

            self.excess = find_excess(self.html)
        self.cache: dict[str, Any] = {}
        self._selected: dict[str, Sequence[Any]] = {}
        self._locations: dict[Any, Any] = {}
        self._tags: dict[Any, _Tag | None] = {}
        self.copied = (0, len(self.html), document.body_start) if self._is_html else (0, 0, 0)
        """The piece of ``html`` that was last found to be a copy, and how far off its source is."""
        self.covered: frozenset[Any] = _NO_ELEMENTS
        """Elements whose tags are to go: checks need say nothing of them (`covering`)."""

    @lazy
    def _markdown_text(self) -> str:
        """The masked body, with end tags that end an HTML block in any case (CommonMark, 4.6).

        pulldown-cmark knows them in lower case only, and takes the rest of the post into the block.
        """
        text = self._document.templates.text
        if self.made:
            return text
        if self._document.settings.generators == _JEKYLL and _INDENTED_TAG.search(text):
            from contentlint.document.markdown_whole import join_whole

            text = join_whole(text)
        if not _CAPITAL_END.search(text):
            return text
        return _ENDS_OF_BLOCKS.sub(lambda end: end.group().lower(), text)

    @lazy
    def dom(self) -> Any:
        """The tree, with the errors of the tokenizer: many Markdown posts need none."""
        content = "" if self.excess else self.html
        markup = content if self.whole else _FRAGMENT_PREFIX + content
        return turbo.parse(markup, source_locations=True)

    @lazy
    def errors(self) -> Sequence[Any]:
        """The errors of the tokenizer.  Tags that Markdown made have none, only characters may."""
        if self.made and not may_raise_errors(self._document, self.html):
            return ()
        errors: Sequence[Any] = self.dom.errors
        return errors

    @lazy
    def source_map(self) -> Any:
        """The Markdown source map (`contentlint.document.source_map.SourceMap`), built once."""
        return _markdown().build_map(self._markdown_text, self.html)

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
        return survey(self.html, self._has_odd_tags(), made=self.made)

    @lazy
    def _headings(self) -> Headings:
        from contentlint.document.markdown_headings import Headings

        return Headings(self._markdown_text, self.html)

    def _has_odd_tags(self) -> bool:
        """Whether a parse error may mean that the tags are not what the tokens say."""
        errors = self.errors
        if not errors:
            return False
        from contentlint.document.tokenizer_errors import TAGS_STAND_CODES

        return not all(error.code in TAGS_STAND_CODES for error in errors)

    @lazy
    def line_starts(self) -> list[int]:
        """Where the lines of ``html`` begin; the first one as if its prefix were part of it."""
        document = self._document
        if self.html is document.body:
            starts = document.source.line_starts_from(document.body_start)
        else:
            starts = line_starts(self.html)
        starts[0] -= self.prefix
        return starts

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
    def as_written(self) -> bool:
        """Whether each element is the one between its tags: what is out of order moves nothing."""
        flawed = self.survey.flawed
        return self.clean or (flawed is not None and not flawed.is_copied_from())

    @lazy
    def has_nested_blocks(self) -> bool:
        """Whether a block may stand in an inline element, a heading, ``<pre>`` or ``<th>``."""
        return self.survey.nested or not self.as_written

    @lazy
    def _vocabulary(self) -> Vocabulary:
        return vocabulary_of(self.survey.names, made=self.made)

    def select(self, selector: str) -> Sequence[Any]:
        """The elements that match *selector*, in order; found once for all who ask."""
        found = self._selected.get(selector)
        if found is None:
            selected = self._selected
            found = selected[selector] = self._vocabulary.select(self.dom, selector, selected)
        return found

    @lazy
    def links_are_covered(self) -> bool:
        """Whether all links of the page are `covered`, once that is known."""
        return "area" not in self.tags and self.covered.issuperset(self.select("a"))

    @lazy
    def links(self) -> LinkTexts:
        """What the links of the page say, and whether two may stand side by side."""
        return read_links(self) if "a" in self.tags else LinkTexts((), False)

    @lazy
    def tables(self) -> Sequence[Widths] | None:
        """How many cells the rows of each table have, where the text tells."""
        from contentlint.document.table_texts import read_tables

        found = read_tables(self)
        return found if found is not None and len(found) == len(self.select("table")) else None

    def has_attribute(self, element: Any, name: str) -> bool:
        """Whether the source of the element's start tag holds the attribute *name*."""
        tag = self.tag(element)
        return tag is not None and self.attribute_range(tag[0], name) is not None

    def attribute_range(self, start: int, name: str) -> Range | None:
        """Where an attribute stands, relative to its tag at *start*.

        In drawings the tree has some names with capitals, as in ``viewBox``.
        """
        ranges = attribute_ranges(self.html, start)
        return ranges.get(name) or ranges.get(name.lower())

    def place(self, start: int, end: int) -> Place:
        """The place of the rendered range ``[start, end)``."""
        return _place(self.find(start, end))

    def find(self, start: int, end: int) -> Found:
        """The same without names."""
        low, high, shift = self.copied
        if low <= start < end <= high:
            return (start + shift, end + shift), True
        return self._find_place(start, end)

    def find_copy(self, start: int, end: int) -> Range | None:
        """Where the source holds the rendered range ``[start, end)`` as it is, if it does."""
        low, high, shift = self.copied
        if low <= start < end <= high:
            return start + shift, end + shift
        found, verbatim = self._find_place(start, end)
        return found if verbatim else None

    def _find_place(self, start: int, end: int) -> Found:
        """Ask the source map; what is asked for next was most often copied in the same piece."""
        base = self._document.body_start
        if self._is_html:
            return (base + start, base + end), True
        if end - start == _HEADING and self.made and self.html.startswith("<h", start):
            heading = self._headings.place(start)
            if heading is not None:
                return (base + heading[0], base + heading[1]), False
        source_map = self.source_map
        low, high, verbatim = source_map.place(start, end)
        if verbatim and start < end:
            piece = source_map.copy_at(start)
            if piece is not None:
                self.copied = piece[0], piece[1], base + low - start
        return (base + low, base + high), verbatim

    def tag(self, element: Any) -> _Tag | None:
        """Where the element's start tag begins and ends in ``html``.

        ``None`` for an element that the parser supplied or copied.  The parser's own account of
        it, `_location`, costs more than all else about a place; it is asked only for elements that
        may be copies.
        """
        tags = self._tags
        if element in tags:
            return tags[element]
        start = start_offset(self, element)
        if start is not None and not self.as_written and element.tag in FORMATTING:
            start = None if self._location(element) is None else start
        tag = None
        if start is not None:
            if self.survey.plain:
                tag = start, self.html.index(">", start) + 1
            else:
                tag = start, start + tag_length(self.html, start)
        if len(tags) >= _MOST_LOCATIONS:
            tags.clear()
        tags[element] = tag
        return tag

    def start_tag(self, element: Any) -> Place | None:
        """The place of the element's start tag; ``None`` for one the parser supplied."""
        found = self.find_start_tag(element)
        return None if found is None else _place(found)

    def find_start_tag(self, element: Any) -> Found | None:
        """The same without names."""
        tag = self._tags.get(element) or self.tag(element)
        return None if tag is None else self.find(tag[0], tag[1])

    def end_tag(self, element: Any) -> Place | None:
        """The place of the element's end tag; ``None`` where the source has none."""
        found = self.find_end_tag(element)
        return None if found is None else _place(found)

    def find_end_tag(self, element: Any) -> Found | None:
        """The same without names."""
        after = self._end_after_text(element)
        if after is not None:
            return self.find(*after)
        location = self._location(element)
        if location is None or location.end_tag is None:
            return None
        tag, prefix = location.end_tag, self.prefix
        return self.find(tag.start_offset - prefix, tag.end_offset - prefix)

    def _end_after_text(self, element: Any) -> tuple[int, int] | None:
        """Where the end tag of *element* stands, if nothing but text stands before it."""
        tag = self.tag(element) if self.as_written else None
        if tag is None:
            return None
        html, end_tag = self.html, f"</{element.tag}>"
        start = html.find("<", tag[1])
        return (start, start + len(end_tag)) if html.startswith(end_tag, start) else None

    def attribute(self, element: Any, name: str) -> Place | None:
        """The place of an attribute, from its name to the end of its value."""
        found = self.find_attribute(element, name)
        return None if found is None else _place(found)

    def find_attribute(self, element: Any, name: str) -> Found | None:
        """The same without names."""
        tag = self.tag(element)
        if tag is None:
            return None
        start, end = tag
        span = self.attribute_range(start, name)
        return (
            self.find(start, end) if span is None else self.find(start + span[0], start + span[1])
        )

    def element(self, element: Any) -> Place | None:
        """The place of the whole element, from its start tag to its end tag."""
        found = self.find_element(element)
        return None if found is None else _place(found)

    def find_element(self, element: Any) -> Found | None:
        """The same without names."""
        location = self._location(element)
        if location is None:
            return None
        last = location.end_tag or location.start_tag
        prefix = self.prefix
        return self.find(location.start_tag.start_offset - prefix, last.end_offset - prefix)

    def _location(self, element: Any) -> Any:
        """The element's source location; ``None`` for one that is not of the post's own text."""
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

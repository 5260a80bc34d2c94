"""Finds Markdown that a block of HTML keeps from being read: readers see the marks."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.text_zones import Zones, inside_link
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.html_standard.elements import ELEMENTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["KRAMDOWN_LINE", "in_raw_block", "is_mark", "reads_elements", "unparsed_markup"]

_KEY = "raw-blocks"

_URL = (
    r"(?:(?:https?://|mailto:|tel:|www\.|\.{0,2}/|#)[^\s()<>]*"
    r"|[\w./%-]+\.(?:html?|md|pdf|zip|png|jpe?g|gif|webp|svg)(?:[?#][^\s()<>]*)?)"
)
_TITLE = r"(?:[ \t]+\"[^\"\n]*\")?"
_MARKS = pattern(
    r"(?P<bold>(?<![A-Za-z0-9*\\])\*\*(?=[^\s*])(?P<strong>[^*\n]{1,200})(?<=[^\s*])\*\*"
    r"(?![A-Za-z0-9*]))"
    rf"|(?P<image>!\[(?P<alt>[^\[\]\n]{{0,200}})\]\((?P<src>{_URL}){_TITLE}\))"
    rf"|(?P<link>(?<!\\)\[(?P<words>[^\[\]\n]{{1,200}})\]\((?P<href>{_URL}){_TITLE}\))"
    r"|^[ \t]{0,3}(?P<heading>\#{1,6}[ \t]+\S[^\n]*)"
    r"|^[ \t]{0,3}(?P<fence>(?:```|~~~)[^\n`]*$)"
    r"|(?P<code>(?<![A-Za-z0-9`\\])`(?P<codes>[^`\n]{1,100})`(?![A-Za-z0-9`]))",
    re.MULTILINE,
)
_ITEM = r"(?:[-*+]|\d{1,3}[.)])[ \t]+[^\s][^\n]*"
_ITEM_START = pattern(r"[ \t>]*+(?:[-*+]|\d{1,3}[.)])[ \t]")
_LIST = pattern(rf"^[ \t]{{0,3}}(?P<items>{_ITEM}(?:\n[ \t]{{0,3}}{_ITEM})+)", re.MULTILINE)
_LIST_HINT: re.Pattern[str] = re.compile(r"\n[ \t>]{0,9}(?:[-*+]|[0-9]{1,3}[.)])[ \t]")
_LIST_LINE = pattern(r"\n[ \t]{0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]")
# a comment with what follows it, or a tag that begins a line
_BLOCK_TAG = pattern(
    r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)(?:[ \t]*<(?P<next>[a-zA-Z][\w:-]*))?"
    r"|^(?:[ \t]*+>)*+[ \t]{0,3}<(?P<first>[a-zA-Z][\w:-]*)",
    re.MULTILINE,
)
# kramdown/parser/html.rb, HTML_SPAN_ELEMENTS
KRAMDOWN_LINE = names_of(
    "a abbr acronym b big bdo br button cite code del dfn em i img input ins kbd label mark option "
    "q rb rbc rp rt rtc ruby samp select small span strong sub sup tt u var"
)
_COMPONENT = pattern(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+<([A-Z][A-Za-z]*+)(?=[\s>])", re.MULTILINE
)
_KINDS = ("bold", "image", "link", "heading", "fence", "code")
_NEEDS = (("**", "*"), ("](", "]"), ("~~~", "~"), ("`", "`"))
# no mark reaches beyond its line, and none is without one of these
_HINTS = pattern(r"\*\*|\]\(|#[ \t]|~~~|`")


def unparsed_markup(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Bold, links, pictures, headings, lists and code in Markdown's spelling in a block of HTML."""
    page = document.page
    if document.kind != "markdown" or document.is_mdx or "<" not in document.body:
        return
    latin = document.latin
    if not (_may_hold_marks(page.html, latin) or _may_hold_lists(page.html, latin)):
        return
    prose = page.prose
    matches, lists = list(_find_marks(prose.text)), list(_LIST.finditer(prose.text))
    if not (matches or lists):
        return
    if "jekyll" in document.settings.generators and reads_elements(document):
        return
    if not document.settings.generators and _holds_components(document.body):
        return
    if not any(match["fence"] for match in matches):
        yield from _lists(document, lists)
    fenced = False
    for match in matches:
        kind = next(kind for kind in _KINDS if match.group(kind))
        start, end = match.span(kind)
        span = prose.locate(start, end)
        if not _is_unread(document, span.start) or (fenced and kind != "fence"):
            continue
        if kind == "fence":
            fenced = not fenced
        if not _stands(match, kind, document.source.text, span) or (kind == "fence" and not fenced):
            continue
        mendable = prose.is_verbatim(start, end) and not (
            kind == "link" and inside_link(document.page.html, prose.rendered(start, end)[0])
        )
        fix = _fix(match, kind, document, span) if mendable else None
        message = "kramdown" if "jekyll" in document.settings.generators else kind
        yield Hit(span, {"text": document.source.slice(span)}, message=message, fix=fix)


def _holds_components(body: str) -> bool:
    """Whether *body* is made of components of a program unknown here, which may read Markdown."""
    return any(
        not name.isupper()
        and name.lower() not in ELEMENTS
        and name.lower() not in OBSOLETE_ELEMENTS
        for name in _COMPONENT.findall(body)
    )


def reads_elements(document: Document) -> bool:
    """Whether the post or the site tells kramdown to read Markdown in any element."""
    if "parse_block_html" in document.body:
        return True
    root = document.look_outside()
    if root is None:
        return False
    from contentlint.site_settings import reads_html_blocks

    return reads_html_blocks(root)


def _lists(document: Document, found: list[re.Match[str]]) -> Iterator[Hit]:
    """Two or more items, each on a line of its own that nothing but its end parts from the next."""
    prose, text = document.page.prose, document.source.text
    for match in found:
        start, end = match.span("items")
        span = prose.locate(start, end)
        if not _is_unread(document, span.start):
            continue
        begin = text.rfind("\n", 0, span.start) + 1
        lines = text[begin : span.end].split("\n")
        if all(_ITEM_START.match(line) and "<br" not in line for line in lines):
            message = "kramdown" if "jekyll" in document.settings.generators else "list"
            yield Hit(span, {"text": lines[0].strip()}, message=message)


def _may_hold_marks(html: str, latin: str) -> bool:
    """Whether any of the marks stands in *html*, the page of a source with the characters *latin*.

    Where the source has no reference, the page has no mark that its characters are not in.
    """
    is_plain = "&" not in latin
    for mark, first in _NEEDS:
        if is_plain and first not in latin:
            continue
        if mark[0] in html and mark in html:
            return True
    # colours are full of this one
    at = html.find("#")
    while at >= 0:
        if html.startswith("# ", at):
            return True
        at = html.find("#", at + 1)
    return False


def _find_marks(text: str) -> Iterator[re.Match[str]]:
    """The marks in *text*, looked for in the lines that hold a hint of one."""
    if not any(mark in text for mark in ("**", "](", "#", "~~~", "`")):
        return
    done = 0
    while hint := _HINTS.search(text, done):
        begin = text.rfind("\n", done, hint.start()) + 1 or done
        end = text.find("\n", hint.end())
        end = len(text) if end < 0 else end
        yield from _MARKS.finditer(text, begin, end)
        done = end


def _may_hold_lists(html: str, latin: str) -> bool:
    """Whether lines of the page begin like entries: those of Markdown's own lists do not."""
    # the lists of front matter are in the one, and the text of all scripts in the other
    return _LIST_HINT.search(latin) is not None and _LIST_LINE.search(html) is not None


def in_raw_block(document: Document, offset: int) -> bool:
    """Whether *offset* of the whole text lies in a block of HTML, where no Markdown is read."""
    page = document.page
    if page.made:
        return False
    blocks: _RawBlocks | None = page.cache.get(_KEY)
    if blocks is None:
        blocks = page.cache[_KEY] = _RawBlocks(document)
    return blocks.hold(offset)


def _is_unread(document: Document, offset: int) -> bool:
    """Whether the site reads no Markdown at *offset*."""
    if not in_raw_block(document, offset):
        return False
    if "jekyll" not in document.settings.generators:
        return True
    blocks: _RawBlocks = document.page.cache[_KEY]
    return offset >= blocks.unread_by_kramdown(document.source.text, offset)


def _unread_from(text: str, start: int, end: int) -> int:
    """Where kramdown (Jekyll) ceases to read Markdown in a block of HTML; its *end* if nowhere.

    A tag that belongs into a line begins a paragraph to it, and what follows a comment is read.
    """
    for match in _BLOCK_TAG.finditer(text[start:end]):
        name = match["next"] or match["first"]
        if name and name.lower() not in KRAMDOWN_LINE:
            return start + match.end()
    return end


class _RawBlocks:
    """The HTML blocks of a body, as far as Markdown is not read in them.

    They are asked by offset of the whole text.
    """

    def __init__(self, document: Document) -> None:
        self._base = document.body_start
        self._unread: dict[int, int] = {}
        blocks = document.page.source_map.html_blocks
        self._starts = [block.span.start for block in blocks]
        self._ends = [block.span.end for block in blocks]
        self._read = Zones(list(_read_elements(document)) if document.has_unread_markdown else [])

    def unread_by_kramdown(self, text: str, offset: int) -> int:
        """From where on kramdown reads no Markdown in the one that holds *offset* of *text*."""
        at = bisect_right(self._starts, offset - self._base) - 1
        if at not in self._unread:
            start, end = self._base + self._starts[at], self._base + self._ends[at]
            self._unread[at] = _unread_from(text, start, end)
        return self._unread[at]

    def hold(self, offset: int) -> bool:
        """Whether *offset* lies in one of them."""
        at = bisect_right(self._starts, offset - self._base) - 1
        if at < 0 or offset - self._base >= self._ends[at]:
            return False
        return not self._read.touch(offset, offset + 1)


def _read_elements(document: Document) -> Iterator[Span]:
    """The elements in which the site reads Markdown after all."""
    page = document.page
    for element in page.select('[markdown]:not([markdown="0"])'):
        start, end = page.start_tag(element), page.end_tag(element)
        if start is not None:
            yield Span(start.span.start, end.span.end if end else len(document.source.text))


def _stands(match: re.Match[str], kind: str, text: str, span: Span) -> bool:
    """Whether Markdown would read the mark where it stands."""
    if kind in ("heading", "fence"):
        return not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip(" \t>")
    if kind != "bold":
        return True
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    inside = match.group("strong")
    return not (before.isalnum() and is_mark(inside[0])) and not (
        after.isalnum() and is_mark(inside[-1])
    )


def is_mark(character: str) -> bool:
    """Whether *character* is punctuation or a symbol to Markdown (CommonMark 2.1)."""
    return unicodedata.category(character)[0] in "PS"


def _fix(match: re.Match[str], kind: str, document: Document, span: Span) -> Fix | None:
    """Spell it in HTML; unsafe, since the marks may be meant as they stand."""

    def part(group: str) -> str:
        low, high = match.span(group)
        start = span.start - match.start(kind)
        return document.source.text[start + low : start + high]

    if kind == "bold":
        new = f"<strong>{part('strong')}</strong>"
    elif kind == "code":
        new = f"<code>{part('codes')}</code>"
    elif kind == "link" and not match.group().endswith('")'):
        new = f'<a href="{_quote(part("href"))}">{part("words")}</a>'
    elif kind == "image" and not match.group().endswith('")'):
        new = f'<img src="{_quote(part("src"))}" alt="{_quote(part("alt"))}">'
    else:
        return None
    return Fix("unsafe", "Write it as HTML", (Edit(*span, new),))


def _quote(value: str) -> str:
    return value.replace('"', "&quot;")

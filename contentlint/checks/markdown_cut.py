"""Finds HTML elements whose content Markdown takes apart at a blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.markdown_open import BLOCKS, TAG
from contentlint.document.nesting import names_of
from contentlint.document.spellings import VOID_NAMES
from contentlint.findings import Hit
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["cut_blocks", "cut_elements", "cut_ends"]

_RAW = names_of("script style textarea title xmp")
# elements that cannot hold a paragraph, so that Markdown's next block ends them
_NARROW = names_of("p h1 h2 h3 h4 h5 h6")
_CUT = BLOCKS | {"pre"}
# what Markdown makes that holds whole blocks, as people call it
_HOLDERS = {"li": "list item", "blockquote": "quotation", "td": "table cell", "th": "table cell"}
_KEY = "cut-blocks"
_DEEPEST = 200


class _Open:
    """An open element: a writer's own, or one that Markdown made."""

    __slots__ = ("cutter", "end", "made", "name", "start")

    def __init__(self, name: str, made: bool, start: int, end: int) -> None:
        self.name = name
        self.made = made
        self.start = start
        self.end = end
        self.cutter: _Open | None = None  # the element of Markdown's that cuts this one


_Cut = tuple[_Open, _Open, tuple[int, int]]
"""A writer's element, the element of Markdown's that cuts it, and the end tag that shows it."""


def cut_blocks(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Block elements that begin in one block of Markdown and end inside another one's."""
    cuts = _cuts_of(document)
    if not cuts:
        return
    place = document.page.source_map.place
    base = document.body_start
    # to kramdown (Jekyll) an element is a block up to its end tag, whatever blank lines it holds
    is_kramdown = "jekyll" in document.settings.generators
    for element, cutter, end in cuts:
        if is_kramdown and _is_whole(element, cutter):
            continue
        starts = _shift(place(element.start, element.end), base)
        if is_kramdown and _stands_in_whole(document, starts.start - base):
            continue
        ends = _shift(place(*end), base)
        made = _shift(place(cutter.start, cutter.end), base)
        if element.name in _RAW:
            yield Hit(starts, {"tag": element.name}, message="raw")
            continue
        begins_inside = made.start < starts.start
        holder = _HOLDERS.get(cutter.name, "")
        inside = "item" if holder == "list item" else "holder" if holder else "inline"
        ended = (f"</{element.name}> stands here", ends)
        opened = (f"<{element.name}> begins here", starts)
        begun = ("Markdown begins a block of its own here", Span(made.start, made.start))
        yield Hit(
            starts if begins_inside else ends,
            {"tag": element.name, "holder": holder},
            message=inside if begins_inside else "pre" if element.name == "pre" else None,
            related=(ended,) if begins_inside else (opened, begun),
        )


def _is_whole(element: _Open, cutter: _Open) -> bool:
    """Whether kramdown takes all of *element* as it stands."""
    return element.name in _RAW or cutter.start > element.start


def _stands_in_whole(document: Document, at: int) -> bool:
    """Whether the character *at* of the body stands in an element that kramdown takes whole."""
    from contentlint.checks.markdown_whole import whole_elements

    return whole_elements(document).touch(at, at + 1)


def cut_elements(document: Document) -> frozenset[int]:
    """Where in the page the start tags of the elements stand of which `cut_blocks` tells."""
    return frozenset([element.start for element, _, _ in _cuts_of(document)])


def cut_ends(document: Document) -> frozenset[int]:
    """Where in the page the end tags stand of elements that begin in the middle of a paragraph.

    To kramdown, those of the other elements are right where they stand.
    """
    cuts, is_kramdown = _cuts_of(document), "jekyll" in document.settings.generators
    return frozenset(
        [
            end[0]
            for element, cutter, end in cuts
            if cutter.start < element.start or (is_kramdown and _is_whole(element, cutter))
        ]
    )


def _cuts_of(document: Document) -> list[_Cut]:
    page = document.page
    if document.kind != "markdown" or document.is_mdx or page.clean:
        return []
    cuts: list[_Cut] | None = page.cache.get(_KEY)
    if cuts is None:
        whole = page.source_map.is_whole_copy
        cuts = page.cache[_KEY] = [] if whole else list(_find_cuts(page))
    return cuts


def _shift(place: tuple[int, int, bool], base: int) -> Span:
    return Span(base + place[0], base + place[1])


def _find_cuts(page: Page) -> Iterator[_Cut]:
    """What is cut, one for each element that cuts; code is often cut together with its <pre>."""
    stack: list[_Open] = []
    spoken: set[int] = set()
    is_copy = page.source_map.is_copy
    for name, closes, start, end in _find_tags(page.html):
        made = not is_copy(start, end)
        if not closes:
            element = _Open(name, made, start, end)
            _open(stack, element)
            if name in _RAW and not made:
                yield from _find_made(page, element)
            continue
        at = _find_open(stack, name, made)
        if at is None:
            continue
        element = stack.pop(at)
        if made:
            for inner in stack[at:]:
                inner.cutter = inner.cutter or element
            continue
        cutter = element.cutter or next((other for other in stack[at:] if other.made), None)
        if cutter is None or cutter.start in spoken:
            continue
        cut = element if name in _CUT else _find_pre(stack, at)
        if cut is not None:
            spoken.add(cutter.start)
            yield cut, cutter, (start, end)


def _find_made(page: Page, element: _Open) -> Iterator[_Cut]:
    """The first tag of Markdown's in a script or style sheet, where it is no tag."""
    end = _end_of_raw(page.html, element.name, element.end)
    for match in TAG.finditer(page.html, element.end, max(end, element.end)):
        start, stop = match.span()
        if match.group(2) and not page.source_map.is_copy(start, stop):
            yield element, _Open(match.group(2), True, start, stop), (start, stop)
            return


def _end_of_raw(html: str, name: str, at: int) -> int:
    end = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
    return -1 if end is None else end.start()


def _open(stack: list[_Open], element: _Open) -> None:
    if element.name in VOID_NAMES:
        return
    if stack and not stack[-1].made and stack[-1].name in _NARROW and element.name in BLOCKS:
        if element.made:
            stack[-1].cutter = stack[-1].cutter or element
        elif stack[-1].name == "p":
            stack.pop()
    stack.append(element)


def _find_open(stack: list[_Open], name: str, made: bool) -> int | None:
    for at in range(len(stack) - 1, max(-1, len(stack) - _DEEPEST), -1):
        if stack[at].name == name and stack[at].made == made:
            return at
    return None


def _find_pre(stack: list[_Open], at: int) -> _Open | None:
    """The writer's <pre> around what stood in the *stack* at *at*."""
    around = reversed(stack[max(0, at - _DEEPEST) : at])
    return next((other for other in around if other.name == "pre" and not other.made), None)


def _find_tags(html: str) -> Iterator[tuple[str, bool, int, int]]:
    at = 0
    while match := TAG.search(html, at):
        at = match.end()
        if match.group() == "<!--":
            at = html.find("-->", at)
            if at < 0:
                return
            continue
        name, closes = match.group(2).lower(), bool(match.group(1))
        if name in _RAW and not closes:
            at = _end_of_raw(html, name, at)
            if at < 0:
                return
        yield name, closes, match.start(), match.end()

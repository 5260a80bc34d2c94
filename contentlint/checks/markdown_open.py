"""Which HTML elements a writer opened around a place in Markdown, as the source has them.

The page cannot tell: once Markdown has turned part of an element's content into code or closed a
paragraph around it, the tree is another one.  So the tags of the source itself are matched, those
in code on purpose left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from contentlint.document.nesting import names_of
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document.source_map import SourceMap

__all__ = ["BLOCKS", "TAG", "Element", "find_elements", "find_enclosing"]

TAG = pattern(r"<!--|<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
BLOCKS = names_of(
    "address article aside blockquote body button caption center dd details dialog div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li main nav ol p "
    "section summary table tbody td tfoot th thead tr ul"
)
_LEFT_OPEN = names_of("body caption dd dt li p tbody td tfoot th thead tr")
_DEEPEST = 200


class Element(NamedTuple):
    """A block element: its start tag, its end tag if it has one, and where it ends at the latest.

    Elements nest: each ends before the one around it does.
    """

    name: str
    start: Span
    end: Span | None
    until: int


class _Found(NamedTuple):
    name: str
    closes: bool
    span: Span


def find_enclosing(source_map: SourceMap, offsets: Sequence[int]) -> list[Element | None]:
    """For each of the ascending *offsets*, the innermost block element that is open there."""
    elements = find_elements(source_map)
    stack: list[Element] = []
    around: list[Element | None] = []
    following = 0
    for offset in offsets:
        while following < len(elements) and elements[following].start.start < offset:
            element = elements[following]
            while stack and stack[-1].until <= element.start.start:
                stack.pop()
            stack.append(element)
            following += 1
        while stack and stack[-1].until <= offset:
            stack.pop()
        around.append(stack[-1] if stack else None)
    return around


def find_elements(source_map: SourceMap) -> list[Element]:
    """The block elements of the source, in the order of their start tags.

    End tags inside indented code count, since it may be code by accident; start tags there do
    not.  An element whose end tag may be left out and is left out is not listed.
    """
    stack: list[_Found] = []
    elements: list[Element] = []
    indented = _Ranges([b.span for b in source_map.code_blocks if b.kind == "indented"])
    for tag in _find_tags(source_map):
        if not tag.closes:
            if not indented.hold(tag.span.start):
                stack.append(tag)
            continue
        for depth in range(len(stack) - 1, max(-1, len(stack) - _DEEPEST), -1):
            if stack[depth].name == tag.name:
                until = tag.span.start
                elements.append(Element(tag.name, stack[depth].span, tag.span, until))
                elements += _unclosed(stack[depth + 1 :], until)
                del stack[depth:]
                break
    elements += _unclosed(stack, len(source_map.text) + 1)
    return sorted(elements, key=lambda element: element.start)


def _unclosed(tags: list[_Found], until: int) -> list[Element]:
    return [Element(tag.name, tag.span, None, until) for tag in tags if tag.name not in _LEFT_OPEN]


def _find_tags(source_map: SourceMap) -> Iterator[_Found]:
    text = source_map.text
    fenced = _Ranges([b.span for b in source_map.code_blocks if b.kind == "fenced"])
    spans = _Ranges([span.span for span in source_map.code_spans])
    at = 0
    while match := TAG.search(text, at):
        at = match.end()
        if match.group() == "<!--":
            at = text.find("-->", at)
            if at < 0:
                return
        elif match.group(2).lower() in BLOCKS and not (
            fenced.hold(match.start())
            or spans.hold(match.start())
            or text[max(0, match.start() - 1) : match.start()] == "\\"
        ):
            yield _Found(match.group(2).lower(), bool(match.group(1)), Span(*match.span()))


class _Ranges:
    """Ascending spans that do not overlap, asked by offset."""

    def __init__(self, spans: list[Span]) -> None:
        self._starts = [span.start for span in spans]
        self._ends = [span.end for span in spans]

    def hold(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]

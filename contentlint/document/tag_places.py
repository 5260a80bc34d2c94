"""Where the attributes of a start tag stand, read from the tag's own text.

turbohtml tells the line and column of an element at no cost, but building its full source location
costs more than all else about a finding.  Tags are spelled alike in most posts, so each spelling
is taken apart once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = [
    "FORMATTING",
    "attribute_ranges",
    "read_tag",
    "start_offset",
    "tag_length",
    "written_tags",
]

Ranges = dict[str, tuple[int, int]]

FORMATTING: Final = frozenset(
    (
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    )
)
"""The elements of which a parser makes copies, where their tags are not nested."""

_NAME: Final = pattern(r"<[a-zA-Z][^ \t\n\f/>]*")
# what the standard's tokenizer takes for an attribute (HTML, sections 13.2.5.32 to 13.2.5.39)
_ATTRIBUTE: Final = pattern(
    r"[ \t\n\f/]*(=?[^ \t\n\f/>=]*)"
    r"(?:[ \t\n\f]*=[ \t\n\f]*(\"[^\"]*\"|'[^']*'|(?![\"'])[^ \t\n\f>]+|(?=>)))?"
)
# one blank before each attribute, double quotes around each value, which is left out
_PLAIN_TAG: Final = pattern('<[a-z][a-z0-9]*((?: [a-z0-9-]+="")*)>')
_LONGEST_KEPT: Final = 400
_MOST_KEPT: Final = 2000
_KEPT: dict[str, tuple[Ranges, int]] = {}
_ASCII_LOWER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)} | {0: "\ufffd"}


def start_offset(page: Page, element: Any) -> int | None:
    """The offset in ``page.html`` of the element's start tag, ``None`` for one the parser made.

    A copy that the parser made of an element, to repair its nesting, has the offset of the first.
    """
    line = element.source_line
    if line is None:
        return None
    offset: int = element.source_col + page.line_starts[line - 1]
    return offset if offset >= 0 else None


def attribute_ranges(html: str, start: int) -> Ranges:
    """The range of each attribute of the tag at *start*, relative to the tag, name to value's end.

    Names are in lower case; of two attributes with one name the first counts, as for a browser.
    """
    return read_tag(html, start)[0]


def tag_length(html: str, start: int) -> int:
    """The length of the tag at *start*, up to and with its ``>``."""
    spelling = html[start : html.find(">", start) + 1]
    tag = _KEPT.get(spelling)
    if tag is not None:
        return tag[1]
    # links are new in each post, and most are removed without a look at their attributes
    if _PLAIN_SIZES['""'.join(spelling.split('"')[::2])] is not None:
        return len(spelling)
    return read_tag(html, start)[1]


def read_tag(html: str, start: int) -> tuple[Ranges, int]:
    """The `attribute_ranges` of the tag at *start*, and its length up to and with its ``>``."""
    spelling = html[start : html.find(">", start) + 1]
    tag = _KEPT.get(spelling)
    if tag is None:
        tag = _read_plain_tag(spelling) or _read_tag(html, start)
        if tag[1] == len(spelling) <= _LONGEST_KEPT:
            # no ">" within a value: the spelling is the whole tag
            if len(_KEPT) >= _MOST_KEPT:
                _KEPT.clear()
            _KEPT[spelling] = tag
    return tag


def _read_plain_tag(spelling: str) -> tuple[Ranges, int] | None:
    """The same for a tag whose attributes are all spelt in the commonest way, if they are."""
    parts = spelling.split('"')  # what is not quoted, and values in turn
    sizes = _PLAIN_SIZES['""'.join(parts[::2])]
    if sizes is None:
        return None
    ranges: Ranges = {}
    start = len(parts[0]) - sizes[0][1] + 2 if sizes else 0
    for (name, size), value in zip(sizes, parts[1::2], strict=False):
        end = start + size + len(value)
        ranges[name] = start, end
        start = end + 1
    return ranges, len(spelling)


def _plain_sizes(bare: str) -> list[tuple[str, int]] | None:
    """The attributes of a tag that is plain without its values, if all differ, with their sizes."""
    plain = _PLAIN_TAG.fullmatch(bare)
    if plain is None:
        return None
    sizes = {name[:-3]: len(name) for name in plain[1].split()}
    return list(sizes.items()) if len(sizes) == plain[1].count(" ") else None


_PLAIN_SIZES: Final = Kept(_plain_sizes)


def _read_tag(html: str, start: int) -> tuple[Ranges, int]:
    ranges: Ranges = {}
    name = _NAME.match(html, start)
    at = name.end() if name else start
    while True:
        found = _ATTRIBUTE.match(html, at)
        if found is None or not found.group(1):
            break
        low, at = found.start(1) - start, found.end(2 if found.group(2) else 1)
        ranges.setdefault(_fold(found.group(1)), (low, at - start))
        at = found.end()
    return ranges, html.find(">", at) + 1 - start


def _fold(name: str) -> str:
    """The name as the tokenizer has it: only ASCII letters are put in lower case."""
    return name.lower() if name.isascii() and "\0" not in name else name.translate(_ASCII_LOWER)


def written_tags(page: Page, elements: Sequence[Any]) -> list[tuple[Any, int, str]]:
    """The *elements* that are written out, each with its start tag's offset and spelling.

    The offset is that in ``page.html``, the spelling the tag's text up to the first ``>``.
    Elements that the parser supplied or copied are left out.
    """
    html, starts = page.html, page.line_starts
    find = html.find
    seen: set[int] | None = None if page.as_written else set()
    found = []
    spelling = ">"
    for element in elements:
        line = element.source_line
        start = -1 if line is None else element.source_col + starts[line - 1]
        if start < 0:
            continue
        if seen is not None:
            if start in seen:
                continue
            seen.add(start)
        if not html.startswith(spelling, start):  # most tags are spelt as the one before
            spelling = html[start : find(">", start) + 1]
        found.append((element, start, spelling))
    return found

"""The tokenizer's parse errors (HTML standard, 13.2.2), each with the whole construct it is about.

turbohtml finds the errors and says at which character the tokenizer stood.  Here that place leads
to the construct: a tag or comment from its ``<``, an attribute from its name, a character
reference from its ``&``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from contentlint.document.nesting import line_starts, names_of
from contentlint.document.pieces import END, TEXT, Piece, piece_at
from contentlint.document.tokenizer import read_pieces
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = [
    "CODES",
    "DOCTYPE_CODES",
    "TAGS_STAND_CODES",
    "Attribute",
    "TokenError",
    "read_attributes",
    "token_errors",
]

REFERENCE_CODES: Final = names_of(
    "absence-of-digits-in-numeric-character-reference character-reference-outside-unicode-range "
    "control-character-reference missing-semicolon-after-character-reference "
    "noncharacter-character-reference null-character-reference surrogate-character-reference "
    "unknown-named-character-reference"
)
CHARACTER_CODES: Final = names_of(
    "control-character-in-input-stream noncharacter-in-input-stream surrogate-in-input-stream "
    "unexpected-null-character"
)
ATTRIBUTE_CODES: Final = names_of(
    "duplicate-attribute missing-attribute-value missing-whitespace-between-attributes "
    "unexpected-character-in-attribute-name unexpected-character-in-unquoted-attribute-value "
    "unexpected-equals-sign-before-attribute-name"
)
TAG_CODES: Final = names_of(
    "end-tag-with-attributes end-tag-with-trailing-solidus eof-before-tag-name eof-in-tag "
    "invalid-first-character-of-tag-name missing-end-tag-name unexpected-solidus-in-tag"
)
COMMENT_CODES: Final = names_of(
    "abrupt-closing-of-empty-comment cdata-in-html-content eof-in-cdata eof-in-comment "
    "eof-in-script-html-comment-like-text incorrectly-closed-comment incorrectly-opened-comment "
    "nested-comment"
)
INSTRUCTION_CODES: Final = names_of(
    "disallowed-processing-instruction-target eof-in-processing-instruction "
    "invalid-first-character-of-processing-instruction-target "
    "invalid-processing-instruction-target"
)
DOCTYPE_CODES: Final = names_of(
    "abrupt-doctype-public-identifier abrupt-doctype-system-identifier eof-in-doctype "
    "invalid-character-sequence-after-doctype-name missing-doctype-name "
    "missing-doctype-public-identifier missing-doctype-system-identifier "
    "missing-quote-before-doctype-public-identifier "
    "missing-quote-before-doctype-system-identifier "
    "missing-whitespace-after-doctype-public-keyword "
    "missing-whitespace-after-doctype-system-keyword missing-whitespace-before-doctype-name "
    "missing-whitespace-between-doctype-public-and-system-identifiers "
    "unexpected-character-after-doctype-system-identifier"
)
CODES: Final = (
    REFERENCE_CODES
    | CHARACTER_CODES
    | ATTRIBUTE_CODES
    | TAG_CODES
    | COMMENT_CODES
    | INSTRUCTION_CODES
    | DOCTYPE_CODES
)
"""The codes of the standard's tokenizer.

``non-void-html-element-start-tag-with-trailing-solidus``, which the standard lists too, is found
by the tree construction: see ``html/self-closing``.
"""
TAGS_STAND_CODES: Final = (
    REFERENCE_CODES
    | ATTRIBUTE_CODES
    | COMMENT_CODES - names_of("eof-in-cdata eof-in-comment eof-in-script-html-comment-like-text")
    | names_of(
        "control-character-in-input-stream end-tag-with-attributes end-tag-with-trailing-solidus "
        "invalid-first-character-of-tag-name noncharacter-in-input-stream unexpected-solidus-in-tag"
    )
)
"""The codes of errors that leave the names and order of the tags as they stand on the page."""

_MOST_ALIKE: Final = 200
_MOST_TOUCHING: Final = 10
_ENDLESS: Final = {
    "eof-in-cdata": ("<![CDATA[", "]]>"),
    "eof-in-processing-instruction": ("<?", "?>"),
    "eof-in-script-html-comment-like-text": ("<!--", "-->"),
}
_RAW_TEXT: Final = names_of("iframe noembed noframes script style textarea title xmp")
_REFERENCE: Final = pattern(r"&#?[0-9A-Za-z]*;?\Z")
_LONGEST_REFERENCE: Final = 4000
_TAG_BEGINS: Final = pattern("</?[a-zA-Z]")
_TAG_NAME: Final = pattern(r"</?[^\t\n\f />]*")
_BETWEEN: Final = pattern(r"[\t\n\f /]*")
_NAME: Final = pattern(r"=?[^\t\n\f />=]*")
_VALUE: Final = pattern(
    r"[\t\n\f ]*=[\t\n\f ]*(?:\"[^\"]*\"?|'[^']*'?|[^\t\n\f >\"'][^\t\n\f >]*)|[\t\n\f ]*="
)


class Attribute(NamedTuple):
    """One attribute of a tag: ``[start, name_end)`` is its name, ``[start, end)`` all of it."""

    start: int
    name_end: int
    end: int


class TokenError(NamedTuple):
    """A parse error: its *code*, ``html[start:end]``, and *at*, where the tokenizer noticed it.

    *tag* is the tag around an attribute, for those errors that are about one.  *more* counts the
    errors of this code that follow, where there are too many to list them all.
    """

    code: str
    start: int
    end: int
    at: int
    tag: int
    more: int = 0


def token_errors(
    html: str,
    errors: Sequence[Any],
    prefix: int,
    read: Callable[[], Sequence[Piece]] | None = None,
    *,
    plain: bool = False,
) -> list[TokenError]:
    """Turn turbohtml's *errors* (``Document.errors``) into constructs of *html*.

    *prefix* is the number of characters that stood before *html* on its first line when it was
    parsed.  *read* gives the pieces of *html* if they are asked for.  *plain* says that every
    ``<`` begins a tag or comment that ends at the next ``>``.  What is no tokenizer error is left
    out.  Linear in the length of *html*.
    """
    starts = line_starts(html)
    locator = _Locator(html, read or (lambda: read_pieces(html)), plain)
    counts = Counter(error.code for error in errors)
    seen: Counter[str] = Counter()
    found: list[TokenError] = []
    touching = 1  # how many errors alike end in the last one found, without a gap
    last_end = -1
    for error in errors:
        code = error.code
        if code not in CODES:
            continue
        seen[code] += 1
        if seen[code] > _MOST_ALIKE:
            continue
        at = starts[error.line - 1] + error.col - (prefix if error.line == 1 else 0)
        start, end, tag = locator.locate(code, min(max(at, 0), len(html)))
        alike = bool(found) and found[-1].code == code and start == last_end
        touching = touching + 1 if alike else 1
        last_end = end
        if touching <= _MOST_TOUCHING:
            listed = touching < _MOST_TOUCHING and seen[code] < _MOST_ALIKE
            more = 0 if listed else counts[code] - seen[code]
            found.append(TokenError(code, start, end, at, tag, more))
    return found


def read_attributes(html: str, start: int, end: int) -> list[Attribute]:
    """The attributes of the tag ``html[start:end]``, as the tokenizer reads them."""
    attributes: list[Attribute] = []
    name = _TAG_NAME.match(html, start, end)
    at = name.end() if name else end
    while True:
        between = _BETWEEN.match(html, at, end)
        at = between.end() if between else end
        if at >= end or html[at] == ">":
            return attributes
        name = _NAME.match(html, at, end)
        name_end = name.end() if name else end
        value = _VALUE.match(html, name_end, end)
        attribute = Attribute(at, name_end, value.end() if value else name_end)
        attributes.append(attribute)
        at = attribute.end


class _Locator:
    """Finds the construct around a place where the tokenizer noticed an error."""

    def __init__(self, html: str, read: Callable[[], Sequence[Piece]], plain: bool) -> None:
        self.html = html
        self._read_pieces = read
        self._plain = plain
        self._pieces: Sequence[Piece] | None = None
        self._tag = -1
        self._attributes: list[Attribute] = []
        self._names: list[int] = []

    def locate(self, code: str, at: int) -> tuple[int, int, int]:
        """Start and end of the construct, and the start of the tag that it stands in."""
        if code in CHARACTER_CODES:
            return at, at + 1, at
        if code in REFERENCE_CODES:
            return self._reference(code, at)
        if code == "eof-before-tag-name":
            start = len(self.html) - (2 if self.html.endswith("</") else 1)
            return start, len(self.html), start
        if code in _ENDLESS:
            return self._endless(*_ENDLESS[code])
        start, end = self._markup(code, at)
        if code in ATTRIBUTE_CODES:
            return self._attribute(code, at, start, end)
        return start, end, start

    def _endless(self, opening: str, closing: str) -> tuple[int, int, int]:
        """What begins with *opening* and would end with *closing*, but goes on to the end."""
        closed = self.html.rfind(closing)
        start = self.html.find(opening, closed + len(closing) if closed >= 0 else 0)
        start = start if start >= 0 else len(self.html)
        return start, len(self.html), start

    def _reference(self, code: str, at: int) -> tuple[int, int, int]:
        end = at + 1 if code == "unknown-named-character-reference" else at
        match = _REFERENCE.search(self.html, max(0, end - _LONGEST_REFERENCE), end)
        start = match.start() if match else at - 1
        return start, end, start

    def _markup(self, code: str, at: int) -> tuple[int, int]:
        """The tag, comment or doctype that *at* stands in, or the sign before it that is none."""
        if code == "invalid-first-character-of-tag-name" and self.html[at - 1] == "<":
            return at - 1, at
        if self._plain:
            start = self.html.rfind("<", 0, at + 1)
            end = self.html.find(">", start) + 1
            if start >= 0 and at < end:
                return start, end
        if self._pieces is None:
            self._pieces = self._read_pieces()
        pieces = self._pieces
        piece = self._markup_at(pieces, at)
        if piece is not None:
            return piece.start, piece.end
        if code == "missing-end-tag-name":
            return at - 2, at + 1
        return self._cut_off(pieces), len(self.html)

    def _markup_at(self, pieces: Sequence[Piece], at: int) -> Piece | None:
        piece = piece_at(pieces, at)
        if piece is None and pieces and at == pieces[-1].end == len(self.html):
            piece = pieces[-1]  # the end of the page is part of what it cuts off
        return None if piece is None or piece.kind == TEXT else piece

    def _cut_off(self, pieces: Sequence[Piece]) -> int:
        """Where the tag begins that the end of the page cuts off."""
        last = next((piece for piece in reversed(pieces) if piece.kind != TEXT), None)
        begin = last.end if last else 0
        match = None
        if last is not None and last.kind != END and last.name in _RAW_TEXT:
            match = re.compile(rf"</{last.name}(?=[\s/])", re.IGNORECASE).search(self.html, begin)
        # in a drawing such an element holds tags as others do
        match = match or _TAG_BEGINS.search(self.html, begin)
        return match.start() if match else len(self.html)

    def _attribute(self, code: str, at: int, start: int, end: int) -> tuple[int, int, int]:
        if self._tag != start:
            self._tag = start
            self._attributes = read_attributes(self.html, start, end)
            self._names = [attribute.start for attribute in self._attributes]
        # a duplicate is noticed at the end of its name
        place = bisect_right(self._names, at - (code == "duplicate-attribute")) - 1
        if place < 0:
            return start, end, start
        return self._attributes[place].start, self._attributes[place].end, start

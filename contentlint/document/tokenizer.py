"""A page's markup in pieces with exact offsets, as the tree builder of the HTML standard reads it.

turbohtml's stream of tokens knows nothing of the tree: it takes ``<noscript>``, and ``<style>``
inside SVG, as raw text, and knows no CDATA sections.  Here the stream is corrected for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from contentlint.document.nesting import line_starts, names_of
from contentlint.document.turbo import TokenType, tokenize

__all__ = ["COMMENT", "DOCTYPE", "END", "SPACE", "START", "TEXT", "Piece", "read_pieces"]

START, END, TEXT, COMMENT, DOCTYPE = range(5)
SPACE: Final = " \t\n\f\r"
"""What the standard calls ASCII whitespace."""

_RAW: Final = names_of("iframe noembed noframes plaintext script style textarea title xmp")
_FOREIGN: Final = frozenset(("svg", "math"))
# Foreign elements with HTML inside (13.2.6, integration points), and HTML elements that end all
# foreign ones around them (13.2.6.5).
_INTEGRATING: Final = {
    "svg": frozenset(("desc", "foreignobject", "title")),
    "math": frozenset(("annotation-xml", "mi", "mn", "mo", "ms", "mtext")),
}
_BREAKING_OUT: Final = names_of(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li "
    "listing menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var"
)
_NOSCRIPT: Final = re.compile(r"(?i)(</?)noscript(?=[\s/>])")
_STAND_IN: Final = "x-noscri"  # as long as the name it stands for
# Starting anew copies the rest of the page, so soup made of such places must not go on for ever.
_MOST_RESTARTS: Final = 40
_DEEPEST: Final = 100


class Piece:
    """One tag, comment, doctype or run of text: ``html[start:end]``.

    *attributes* are a start tag's, or a doctype's ``name``, ``public``, ``system`` and ``quirks``;
    *blank* holds for text of nothing but whitespace.
    """

    __slots__ = ("attributes", "blank", "end", "kind", "name", "self_closing", "start")

    def __init__(self, kind: int, name: str, start: int, end: int) -> None:
        self.kind = kind
        self.name = name
        self.start = start
        self.end = end
        self.attributes: list[tuple[str, str]] = []
        self.self_closing = False
        self.blank = False


def read_pieces(html: str) -> list[Piece]:
    """Cut *html* into pieces, in order.

    A tag that the end of the page cuts off is no piece, as it makes no element.
    """
    text = html
    if "noscript" in html.lower():
        text = _NOSCRIPT.sub(rf"\1{_STAND_IN}", html)
    pieces: list[Piece] = []
    foreign: list[str] = []
    at = 0
    for restarts in range(_MOST_RESTARTS + 1):
        resume = _read_until(text, at, pieces, foreign, restarts < _MOST_RESTARTS)
        if resume is None:
            break
        at = resume
    return pieces


def _read_until(
    html: str, offset: int, pieces: list[Piece], foreign: list[str], may_stop: bool
) -> int | None:
    """Read on from *offset*; where turbohtml would misread what follows, stop and say where."""
    for piece in _stream(html, offset):
        pieces.append(piece)
        if piece.kind == START:
            if _enter(piece, foreign) and may_stop and piece.name in _RAW:
                return piece.end
        elif piece.kind == END:
            if piece.name in foreign:
                while foreign.pop() != piece.name:
                    pass
        elif piece.kind == COMMENT and foreign and html.startswith("<![CDATA[", piece.start):
            close = html.find("]]>", piece.start)
            if may_stop and close >= piece.end:
                piece.end = close + 3
                return piece.end
    return None


def _enter(piece: Piece, foreign: list[str]) -> bool:
    """Note what the start tag *piece* means for *foreign*; tell whether it is foreign itself."""
    name = piece.name
    top = foreign[-1] if foreign else ""
    if top in _FOREIGN and name in _BREAKING_OUT:
        while foreign and foreign[-1] in _FOREIGN:
            foreign.pop()
        return False
    opens = name in _FOREIGN or name in _INTEGRATING.get(top, ())
    if opens and not piece.self_closing and len(foreign) < _DEEPEST:
        foreign.append(name)
    return top in _FOREIGN


def _stream(html: str, offset: int) -> Iterator[Piece]:
    part = html[offset:] if offset else html
    starts = line_starts(part)
    text: Any = None
    end = 0
    for token in tokenize(part, capture_source=True):
        source = token.source
        if source is None:
            text = token
            continue
        start = starts[token.line - 1] + token.col
        if text is not None:
            yield _text_piece(text, offset + end, offset + start)
            text = None
        end = start + len(source)
        yield _markup_piece(token, offset + start, offset + end)
    if text is not None:
        yield _text_piece(text, offset + end, len(html))


def _text_piece(token: Any, start: int, end: int) -> Piece:
    piece = Piece(TEXT, "", start, end)
    piece.blank = not (token.data or "").strip(SPACE)
    return piece


def _markup_piece(token: Any, start: int, end: int) -> Piece:
    kind = token.type
    if kind is TokenType.START_TAG:
        piece = Piece(START, token.tag, start, end)
        piece.attributes = token.attrs or []
        piece.self_closing = token.self_closing
    elif kind is TokenType.END_TAG:
        piece = Piece(END, token.tag, start, end)
    elif kind is TokenType.DOCTYPE:
        piece = Piece(DOCTYPE, "", start, end)
        parts = ("name", token.name), ("public", token.public_id), ("system", token.system_id)
        piece.attributes = [(part, value) for part, value in parts if value is not None]
        if token.force_quirks:
            piece.attributes.append(("quirks", ""))
    else:
        piece = Piece(COMMENT, "", start, end)
    if piece.name == _STAND_IN:
        piece.name = "noscript"
    return piece

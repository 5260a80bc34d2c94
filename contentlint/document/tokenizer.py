"""Cuts a page's markup into pieces, as the tree builder of the HTML standard reads it.

turbohtml's stream of tokens knows nothing of the tree: it takes ``<noscript>``, and ``<style>``
inside SVG, as raw text, and knows no CDATA sections.  Here the stream is corrected for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from contentlint.document.nesting import line_starts, names_of
from contentlint.document.pieces import COMMENT, DOCTYPE, END, START, TEXT, Piece, Pieces, Tag
from contentlint.document.spellings import read_spelling
from contentlint.document.turbo import TokenType, tokenize
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document.html import Page

__all__ = ["RAW", "pieces_of", "read_pieces"]

RAW: Final = names_of("iframe noembed noframes plaintext script style textarea title xmp")
"""The elements whose content holds no tags."""
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
_NOSCRIPT: Final = pattern(r"(?i)(</?)noscript(?=[\s/>])")
_STAND_IN: Final = "x-noscri"  # as long as the name it stands for
# Starting anew copies the rest of the page, so soup made of such places must not go on for ever.
_MOST_RESTARTS: Final = 40
_DEEPEST: Final = 100
# What says more of what follows it than the next tag does; the letters in both cases are written
# out, because to lower a whole page costs more than to look at each `<` of it.
_TELLING: Final = pattern(
    "<(?:[sS][vV][gG]|[mM][aA][tT][hH]|[pP][lL][aA][iI][nN][tT][eE][xX][tT]"
    "|/?[nN][oO][sS][cC][rR][iI][pP][tT])"
)
_MOST_KEPT: Final = 2000
_LONGEST_KEPT: Final = 400
_KEY: Final = "pieces"
_NAME: Final = itemgetter(1)
_A_TEXT: Final[Tag] = (TEXT, "", "")


def pieces_of(page: Page) -> Sequence[Piece]:
    """The pieces of ``page.html``, which are read once for all who ask for them."""
    pieces: Sequence[Piece] | None = page.cache.get(_KEY)
    if pieces is None:
        pieces = page.cache[_KEY] = read_pieces(page.html)
    return pieces


def read_pieces(html: str) -> Sequence[Piece]:
    """Cut *html* into pieces, in order.

    A tag that the end of the page cuts off is no piece, as it makes no element.
    """
    pieces: list[Piece] = []
    at = 0
    if "\0" not in html and not _TELLING.search(html):
        plain = _read_tags(html)
        if plain is not None:
            return plain
        for _restart in range(_MOST_RESTARTS):
            odd = _read_plainly(html, at, pieces)
            resume = None if odd is None else _read_odd(html, odd, pieces)
            if resume is None:
                return pieces
            at = resume
    lowered = html.lower()
    if "noscript" in lowered:
        html = _NOSCRIPT.sub(rf"\1{_STAND_IN}", html)
    foreign = _Foreign() if "<svg" in lowered or "<math" in lowered else None
    resume = at
    while resume is not None:
        resume = _read_until(html, resume, pieces, foreign)
    return pieces


def _read_tags(html: str) -> Pieces | None:
    """The pieces of *html* if each ``<`` begins a tag that ends at the next ``>``.

    Tags are spelt alike in most posts, and each spelling means the same wherever a tag can begin.
    """
    parts = html.split("<")
    tags, written = ([_A_TEXT], [parts[0]]) if parts[0] else ([], [])
    del parts[0]
    known, add, write = _TAGS.get, tags.append, written.append
    for part in parts:
        source, closing, text = part.partition(">")
        tag = known(source) or _read_tag(source)
        if tag is None or not closing:
            return None
        add(tag)
        write(tag[2])
        if text:
            add(_A_TEXT)
            write(text)
    # inside raw text a `<` begins no tag
    raw = not RAW.isdisjoint(map(_NAME, tags))
    return None if raw else Pieces(tags, written)


def _read_plainly(html: str, at: int, pieces: list[Piece]) -> int | None:
    """Read on from *at*; where more than the next ``>`` tells what a ``<`` begins, say where."""
    append, new = pieces.append, tuple.__new__
    raw = ""
    parts = (html[at:] if at else html).split("<")
    text = parts[0]
    for part in parts[1:]:
        if text:
            start, at = at, at + len(text)
            append(new(Piece, (TEXT, "", start, at, text)))
        source, closing, text = part.partition(">")
        tag = (_TAGS.get(source) or _read_tag(source)) if closing else None
        if raw:
            if tag is None or tag[0] != END or tag[1] != raw:
                return _before_raw(pieces)
            raw = ""
        elif tag is None:
            return at
        elif tag[1] in RAW and tag[0] == START:
            raw = tag[1]
        kind, name, written = tag
        start, at = at, at + len(source) + 2
        append(new(Piece, (kind, name, start, at, written)))
    if raw:
        return _before_raw(pieces)
    if text:
        append(new(Piece, (TEXT, "", at, len(html), text)))
    return None


def _before_raw(pieces: list[Piece]) -> int:
    """Take back the start tag of a raw text element, and its text; tell where it stands."""
    if pieces[-1].kind == TEXT:
        pieces.pop()
    return pieces.pop().start


def _read_odd(html: str, at: int, pieces: list[Piece]) -> int | None:
    """Read one tag by the tokenizer, and what belongs to it; tell where the next one begins."""
    part = html[at:]
    starts = line_starts(part)
    text: Any = None
    end = at
    raw = ""
    for token in tokenize(part, capture_source=True):
        if token.source is None:
            text = token
            continue
        start = at + starts[token.line - 1] + token.col
        # what is dropped, such as "</>", belongs to the text before it
        if text is not None or (start > end and pieces and pieces[-1].kind == TEXT):
            _add_text(html, end, start, text, pieces)
            text = None
        end = start + len(token.source)
        piece = _markup_piece(token, start, end)
        pieces.append(piece)
        if not raw and piece.kind == START and piece.name in RAW:
            raw = piece.name
        elif raw in ("", piece.name):
            return end
    if text is not None or (end == at and pieces and pieces[-1].kind == TEXT):
        _add_text(html, end, len(html), text, pieces)
    return None


def _add_text(html: str, start: int, end: int, token: Any, pieces: list[Piece]) -> None:
    """Add a run of text, which may continue the one before."""
    if pieces and pieces[-1].kind == TEXT:
        start = pieces.pop().start
        token = html[start:end]
    pieces.append(Piece(TEXT, "", start, end, token))


def _markup_piece(token: Any, start: int, end: int) -> Piece:
    name = token.tag
    if name is None:
        kind = DOCTYPE if token.type is TokenType.DOCTYPE else COMMENT
        return Piece(kind, "", start, end, token)
    kind = END if token.source[1] == "/" else START
    return Piece(kind, "noscript" if name == _STAND_IN else name, start, end, token)


# Kind and name of a tag, and how it is written, by what stands between ``<`` and ``>``.
_TAGS: Final[dict[str, Tag]] = {}


def _read_tag(source: str) -> Tag | None:
    """What ``<source>`` is, if it is one whole tag or comment."""
    written = f"<{source}>"
    spelling = read_spelling(written)
    if spelling is None:
        return None
    name = spelling[0]
    kind = (END if source[0] == "/" else START) if name else COMMENT
    tag = kind, name, written
    if len(source) <= _LONGEST_KEPT:
        if len(_TAGS) >= _MOST_KEPT:
            _TAGS.clear()
        _TAGS[source] = tag
    return tag


def _read_until(
    html: str, offset: int, pieces: list[Piece], foreign: _Foreign | None
) -> int | None:
    """Read on from *offset*; where turbohtml would misread what follows, stop and say where."""
    part = html[offset:] if offset else html
    starts = [offset + start for start in line_starts(part)]
    text: Any = None
    end = offset
    append, new = pieces.append, tuple.__new__
    for token in tokenize(part, capture_source=True):
        source = token.source
        if source is None:
            text = token
            continue
        start = starts[token.line - 1] + token.col
        if text is not None:
            append(new(Piece, (TEXT, "", end, start, text)))
            text = None
        end = start + len(source)
        piece = _markup_piece(token, start, end)
        append(piece)
        if foreign is not None:
            resume = foreign.misread(piece, html)
            if resume is not None:
                pieces[-1] = piece._replace(end=resume)
                return resume
    if text is not None:
        append(new(Piece, (TEXT, "", end, len(html), text)))
    return None


class _Foreign:
    """Follows the foreign elements, inside which turbohtml misreads some content."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._restarts = 0

    def misread(self, piece: Piece, html: str) -> int | None:
        """Where *piece* really ends, if turbohtml would misread it or what follows it."""
        resume: int | None = None
        foreign = self._open
        if piece.kind == START:
            if self._enter(piece) and piece.name in RAW:
                resume = piece.end
        elif piece.kind == END:
            if piece.name in foreign:
                while foreign.pop() != piece.name:
                    pass
        elif piece.kind == COMMENT and foreign and html.startswith("<![CDATA[", piece.start):
            close = html.find("]]>", piece.start)
            if close >= piece.end:
                resume = close + 3
        if resume is None or self._restarts == _MOST_RESTARTS:
            return None
        self._restarts += 1
        return resume

    def _enter(self, piece: Piece) -> bool:
        """Note what the start tag *piece* means; tell whether it is foreign itself."""
        foreign = self._open
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

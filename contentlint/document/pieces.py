"""A page's markup in pieces: tags, comments and runs of text, each with its exact offsets."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Any, Final, overload

from contentlint.document.nesting_proof import SPACE
from contentlint.document.turbo import tokenize
from contentlint.named import NamedTuple

__all__ = [
    "COMMENT",
    "DOCTYPE",
    "END",
    "START",
    "TEXT",
    "Piece",
    "Pieces",
    "Tag",
    "piece_at",
    "starts_of",
    "tags_of",
]

START, END, TEXT, COMMENT, DOCTYPE = range(5)
_START_OF: Final = itemgetter(2)


class Piece(NamedTuple):
    """One tag, comment, doctype or run of text: ``html[start:end]``.

    *token* is turbohtml's, or what it would be read from: the tag or the text as it is written.
    """

    kind: int
    name: str
    start: int
    end: int
    token: Any

    @property
    def attributes(self) -> list[tuple[str, str]]:
        """A start tag's attributes, or a doctype's ``name``, ``public``, ``system``, ``quirks``."""
        if self.kind == START:
            return self._read_token().attrs or []
        if self.kind != DOCTYPE:
            return []
        token = self.token
        parts = ("name", token.name), ("public", token.public_id), ("system", token.system_id)
        attributes = [(part, value) for part, value in parts if value is not None]
        if token.force_quirks:
            attributes.append(("quirks", ""))
        return attributes

    @property
    def self_closing(self) -> bool:
        """Whether a start tag ends with a slash."""
        if self.kind != START or (type(self.token) is str and not self.token.endswith("/>")):
            return False
        return bool(self._read_token().self_closing)

    @property
    def blank(self) -> bool:
        """Whether it is text of nothing but whitespace."""
        if self.kind != TEXT:
            return False
        text = self.token
        if type(text) is not str:
            text = text.data or ""
        elif "&" in text or "<" in text:  # "</>" and a tag that the page's end cuts off are nothing
            text = "".join(token.data or "" for token in tokenize(text))
        return not text.strip(SPACE)

    def _read_token(self) -> Any:
        token = self.token
        return next(iter(tokenize(token))) if type(token) is str else token


Tag = tuple[int, str, str]
"""Kind and name of a piece, and how it is written if it is a tag."""


class Pieces(Sequence[Piece]):
    """The pieces of a page whose tags can be read one by one; each is made when it is asked for.

    Of a broken page all tags are looked at, but few pieces are.
    """

    __slots__ = ("_bounds", "_made", "_written", "tags")

    def __init__(self, tags: list[Tag], written: list[str]) -> None:
        self.tags = tags
        self._written = written
        self._bounds = list(accumulate(map(len, written), initial=0))
        self._made: dict[int, Piece] = {}

    def __len__(self) -> int:
        return len(self.tags)

    @overload
    def __getitem__(self, index: int) -> Piece: ...

    @overload
    def __getitem__(self, index: slice) -> list[Piece]: ...

    def __getitem__(self, index: int | slice) -> Piece | list[Piece]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self.tags)))]
        place = index + len(self.tags) if index < 0 else index
        piece = self._made.get(place)
        if piece is None:
            kind, name, _ = self.tags[place]
            start, end = self._bounds[place], self._bounds[place + 1]
            piece = self._made[place] = Piece(kind, name, start, end, self._written[place])
        return piece

    @property
    def starts(self) -> list[int]:
        """Where the pieces begin."""
        return self._bounds[:-1]

    def at(self, offset: int) -> Piece | None:
        """The piece that holds the character at *offset*."""
        place = bisect_right(self._bounds, offset) - 1
        return self[place] if 0 <= place < len(self.tags) else None


def piece_at(pieces: Sequence[Piece], offset: int) -> Piece | None:
    """The one of *pieces* that holds the character at *offset*."""
    if isinstance(pieces, Pieces):
        return pieces.at(offset)
    place = bisect_right(pieces, offset, key=_START_OF) - 1
    return pieces[place] if place >= 0 and pieces[place].end > offset else None


def starts_of(pieces: Sequence[Piece]) -> list[int]:
    """Where each of *pieces* begins."""
    return pieces.starts if isinstance(pieces, Pieces) else [piece.start for piece in pieces]


def tags_of(pieces: Sequence[Piece]) -> list[Tag]:
    """What each of *pieces* is; what ends with a slash is written so, whatever else is."""
    if isinstance(pieces, Pieces):
        return pieces.tags
    return [
        (piece[0], piece[1], "/>" if piece[0] == START and piece.self_closing else "")
        for piece in pieces
    ]

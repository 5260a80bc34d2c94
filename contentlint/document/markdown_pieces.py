"""Collects rendered HTML piece by piece, each with the place in the source it came from.

A piece is *verbatim* (copied character by character) or *generated*, in which case its place is
the construct it stands for.  Equal length proves nothing, so texts are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = [
    "ATTRIBUTE_SPECIAL",
    "BODY_SPECIAL",
    "Mark",
    "Piece",
    "Pieces",
    "Rendering",
    "escape_attribute",
    "escape_href",
]

BODY_SPECIAL = re.compile("[&<>]")
ATTRIBUTE_SPECIAL = re.compile("[&<>\"']")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
_HREF_UNSAFE = re.compile(r"[^A-Za-z0-9!#$%()*+,\-./:;=?@^_~&']+")
_PREFIX_RUN = re.compile(r"[ \t>]*")

Piece = tuple[int, int, int, bool]


class Mark(NamedTuple):
    """An event worth finding again: its index among the events, and where its HTML begins."""

    event: int
    rendered: int


class Rendering(NamedTuple):
    """The HTML and its pieces: ``(rendered start, source start, source end, verbatim)``."""

    html: str
    pieces: list[Piece]
    marks: list[Mark]


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES[match[0]]


def escape_attribute(value: str) -> str:
    """Escape *value* as pulldown-cmark does inside an attribute."""
    return ATTRIBUTE_SPECIAL.sub(_escape, value).replace("\r", " ")


def _percent_encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8"))


def escape_href(url: str) -> str:
    """Escape *url* as pulldown-cmark does in ``href`` and ``src``."""
    return _HREF_UNSAFE.sub(_percent_encode, url).replace("&", "&amp;").replace("'", "&#x27;")


class Pieces:
    """The growing output; `put` and its kin append to it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.marks: list[Mark] = []
        self._out: list[str] = []
        self._pieces: list[Piece] = []
        self._empty_at = -1
        self._copied_to = -1  # where the last piece ends in the source, if it was copied
        self._trimmed: dict[int, int] = {}

    def finish(self) -> Rendering:
        """The HTML and the places of everything put so far."""
        return Rendering("".join(self._out), self._pieces, self.marks)

    def put(self, piece: str, start: int, end: int, verbatim: bool = False) -> None:
        """Append *piece*, which came from ``[start, end)``; neighbours that were copied join."""
        if not piece:
            return
        self._out.append(piece)
        position = self.position
        self.position = position + len(piece)
        if not verbatim:
            self._pieces.append((position, start, end, False))
            self._copied_to = -1
            return
        if self._copied_to == start:
            position, start, _, _ = self._pieces.pop()
        self._pieces.append((position, start, end, True))
        self._copied_to = end

    def put_nothing(self) -> None:
        """An empty text: it writes nothing, and yet the next block begins with a line end."""
        self._empty_at = len(self._out)

    @property
    def end_newline(self) -> bool:
        """Whether the output stands at the beginning of a line."""
        out = self._out
        return len(out) != self._empty_at and (not out or out[-1][-1] == "\n")

    def put_block(self, piece: str, start: int, end: int) -> None:
        """A block's start tag: on a line of its own, placed without the blanks after the block."""
        self.put(piece if self.end_newline else "\n" + piece, start, self.trim(start, end))

    def trim(self, start: int, end: int) -> int:
        """Step back over the blanks before *end*, not before *start*."""
        known = self._trimmed.get(end)
        if known is None:
            text, known = self.text, end
            while known and text[known - 1] in " \t\n":
                known -= 1
            self._trimmed[end] = known
        return max(start, known)

    def put_escaped(
        self, value: str, start: int, end: int, special: re.Pattern[str] = BODY_SPECIAL
    ) -> None:
        """Append *value* escaped; verbatim wherever the source reads the same."""
        if "\r" in value:
            value = value.replace("\r", " ")
        source = self.text[start:end]
        plain = special.search(value) is None
        if source == value and plain:
            self.put(value, start, end, True)
        elif source == value:
            self._put_split(value, start, special)
        else:
            escaped = value if plain else special.sub(_escape, value)
            self.put(escaped, start, end, escaped == source)

    def _put_split(self, value: str, start: int, special: re.Pattern[str]) -> None:
        done = 0
        for match in special.finditer(value):
            at = match.start()
            self.put(value[done:at], start + done, start + at, True)
            self.put(_ESCAPES[match[0]], start + at, start + at + 1)
            done = at + 1
        self.put(value[done:], start + done, start + len(value), True)

    def put_code(
        self, value: str, start: int, end: int, special: re.Pattern[str] = BODY_SPECIAL
    ) -> None:
        """Append a code span's content; *start* and *end* include the backticks."""
        done, source_done = 0, start
        for at, source_at, length in _align_code(value, self.text[start:end]):
            if length:
                begin = start + source_at
                self.put(value[done:at], source_done, begin)  # a line end that became a space
                done, source_done = at + length, begin + length
                self.put_escaped(value[at:done], begin, source_done, special)
        if done < len(value):
            self.put_escaped(value[done:], source_done, end, special)

    def put_html(self, value: str, start: int, end: int) -> None:
        """Append raw HTML; where a container's prefix stands between its lines, line by line."""
        if "\r" in value:
            value = value.replace("\r", " ")
        source = self.text[start:end]
        if source == value:
            self.put(value, start, end, True)
            return
        lines, source_lines = value.split("\n"), source.split("\n")
        if len(lines) != len(source_lines):
            self.put(value, start, end)
            return
        last = len(lines) - 1
        for number, (line, source_line) in enumerate(zip(lines, source_lines, strict=True)):
            tail = "\n" if number < last else ""
            stop = start + len(source_line) + len(tail)
            exact = source_line.endswith(line)
            self.put(line + tail, stop - len(line + tail) if exact else start, stop, exact)
            start = stop


def _align_code(content: str, source: str) -> Iterator[tuple[int, int, int]]:
    """Align a code span's *content* with its *source*, backticks included.

    Yields ``(content start, source start, length)``; nothing where the two cannot be aligned.
    """
    ticks = len(source) - len(source.lstrip("`"))
    inner = source[ticks : len(source) - ticks]
    if inner == content:
        yield 0, ticks, len(content)
    elif "\n" in inner:
        yield from _align_lines(content, inner, ticks)
    elif inner[1:-1] == content:
        yield 0, ticks + 1, len(content)


def _align_lines(content: str, inner: str, base: int) -> list[tuple[int, int, int]]:
    """Align over line ends, which became spaces, and the prefixes of containers, which went."""
    padded = f" {content} " if inner[0] in " \n" and inner[-1] in " \n" else content
    for wanted, shift in ((content, 0), (padded, 1)):
        pieces = []
        at, offset = 0, base
        for number, line in enumerate(inner.split("\n")):
            skip = 0
            if number:
                if wanted[at : at + 1] != " ":
                    break
                at += 1
                skip = max(0, _run_length(line, 0) - _run_length(wanted, at))
            kept = len(line) - skip
            if not wanted.startswith(line[skip:], at):
                break
            pieces.append((at - shift, offset + skip, kept))
            at += kept
            offset += len(line) + 1
        else:
            if at == len(wanted):
                return [_clip(piece, len(content)) for piece in pieces]
    return []


def _clip(piece: tuple[int, int, int], length: int) -> tuple[int, int, int]:
    """Cut from *piece* what lies outside ``[0, length)`` of the content."""
    at, offset, size = piece
    low, high = max(0, at), min(length, at + size)
    return low, offset + low - at, max(0, high - low)


def _run_length(text: str, start: int) -> int:
    match = _PREFIX_RUN.match(text, start)
    return match.end() - start if match else 0

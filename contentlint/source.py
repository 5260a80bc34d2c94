"""The text of one file: decoding, newlines, spans, and lines and columns computed on demand.

Everything inside the linter works on ``Source.text``: the decoded file without its byte order
mark and with every line ending as ``\\n``.  Offsets are code points of that text.  Positions that
leave the linter (reports, edits) are translated back to the file as it stands, where ``\\r\\n``
counts as two characters.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from contentlint.named import NamedTuple

if TYPE_CHECKING:
    from contentlint.limits import LimitHit

__all__ = ["DecodeFault", "Position", "Source", "Span"]


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in ``Source.text``."""

    start: int
    end: int


class Position(NamedTuple):
    """A place in the file as it stands: 1-based line, 1-based code-point column, 0-based offset."""

    line: int
    column: int
    offset: int


class DecodeFault(NamedTuple):
    """Why the bytes are not UTF-8: the 0-based byte offset, the byte found there, and the guess.

    *kind* and *guess* are those of a `contentlint.encodings.Guess`.
    """

    byte_offset: int
    byte: int
    guess: str | None
    kind: str = "unknown"


# up to here, front matter for the most part, lines are counted from the beginning
_NEAR = 1000
# so many further places, up to there, as well: that costs less than a list of all lines
_CREDIT, _FAR = 4, 10_000


class Source:
    """One file's text, immutable, with lazy line and column look-up.

    ``text`` is what the linter reads, ``raw`` is the decoded file (newlines as they stand, byte
    order mark removed).  Both are the same object unless the file has a carriage return.
    """

    __slots__ = (
        "_credit",
        "_line_starts",
        "_reached",
        "_removed",
        "_written",
        "bom",
        "fault",
        "limit",
        "path",
        "raw",
        "text",
    )

    def __init__(
        self, raw: str, path: str = "<text>", *, bom: bool = False, fault: DecodeFault | None = None
    ) -> None:
        self.path = path
        self.bom = bom
        self.fault = fault
        self.limit: LimitHit | None = None
        """The limit that the file exceeds; then the text is no more than its beginning."""
        self.raw = raw
        self.text = raw
        self._written: bytes | None = None
        self._removed: list[int] = []
        self._line_starts: list[int] | None = None
        self._credit = _CREDIT
        self._reached = 1, 0  # the line that was asked for last, and where it begins
        if "\r" in raw:
            self.text, self._removed = _normalise_newlines(raw)

    @classmethod
    def from_bytes(cls, data: bytes, path: str = "<bytes>") -> Source:
        """Decode *data* as UTF-8.

        Bytes that are not UTF-8 never raise: ``fault`` says where the first bad byte is, and
        ``raw`` holds the text up to it.
        """
        bom = data.startswith(b"\xef\xbb\xbf")
        if bom:
            data = data[3:]
        try:
            source = cls(data.decode("utf-8"), path, bom=bom)
        except UnicodeDecodeError as error:
            return cls._faulty(data, error.start, path, bom=bom)
        if 0 in data[:2]:  # as in UTF-16, where plain English would pass for UTF-8
            from contentlint.encodings import is_utf16

            if is_utf16(data):
                return cls._faulty(data, 0, path, bom=bom)
        source._written = data
        return source

    @classmethod
    def _faulty(cls, data: bytes, start: int, path: str, *, bom: bool) -> Source:
        """What can be read of *data*, whose byte at *start* is the first that is not UTF-8."""
        from contentlint.encodings import guess_encoding

        kind, guess = guess_encoding(data, start)
        if guess == "UTF-16":
            start = 0  # what stands before that is no text, either
        fault = DecodeFault(start + (3 if bom else 0), data[start], guess, kind)
        return cls(data[:start].decode("utf-8"), path, bom=bom, fault=fault)

    @classmethod
    def from_text(cls, text: str, path: str = "<text>") -> Source:
        """Wrap *text*; a leading U+FEFF is taken as the byte order mark."""
        if text.startswith("\ufeff"):
            return cls(text[1:], path, bom=True)
        return cls(text, path)

    @property
    def written(self) -> bytes:
        """``raw`` in UTF-8."""
        if self._written is None:
            self._written = self.raw.encode("utf-8", "surrogatepass")
        return self._written

    @property
    def newline(self) -> str:
        """The file's commonest line ending: ``"\\n"``, ``"\\r\\n"`` or ``"\\r"``."""
        pairs = self.raw.count("\r\n")
        returns = self.raw.count("\r") - pairs
        feeds = self.raw.count("\n") - pairs
        best = max(pairs, returns, feeds)
        if best == 0 or best == feeds:
            return "\n"
        return "\r\n" if best == pairs else "\r"

    def raw_offset(self, offset: int) -> int:
        """Translate an offset of ``text`` to the offset of ``raw``.

        The offset of a line feed that stood as ``\\r\\n`` gives the place before the ``\\r``.
        """
        if not self._removed:
            return offset
        return offset + bisect_left(self._removed, offset)

    def text_offset(self, raw_offset: int) -> int:
        """Translate an offset of ``raw`` to the offset of ``text`` (inverse of `raw_offset`)."""
        if not self._removed:
            return raw_offset
        # the k-th removed return stood at raw offset removed[k] + k
        low, high = 0, len(self._removed)
        while low < high:
            middle = (low + high) // 2
            if self._removed[middle] + middle < raw_offset:
                low = middle + 1
            else:
                high = middle
        return raw_offset - low

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds *offset* of ``text``."""
        return bisect_right(self._starts(), offset)

    def line_span(self, line: int) -> Span:
        """The span of a 1-based *line* without its line ending."""
        starts = self._starts()
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return Span(start, end)

    def line_at(self, offset: int) -> tuple[int, int, int]:
        """The 1-based line that holds *offset* of ``text``, and its span without line ending.

        Whoever asks for one line after the other needs no list of all lines: most posts have few
        findings, and these in the front matter.
        """
        starts = self._line_starts
        if starts is None:
            line, low = self._reached
            if offset >= low:
                text = self.text
                line += text.count("\n", low, offset)
                low = max(low, text.rfind("\n", low, offset) + 1)
                high = text.find("\n", offset)
                self._reached = line, low
                return line, low, high if high >= 0 else len(text)
            starts = self._starts()
        line = bisect_right(starts, offset)
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return line, starts[line - 1], end

    def find_lines(self) -> None:
        """Note where all lines begin, for whoever is going to ask for many."""
        self._starts()

    def line_starts_from(self, offset: int) -> list[int]:
        """Where the lines of what stands behind *offset* begin, counted from there."""
        starts = self._starts()
        first = bisect_right(starts, offset)
        return [0, *[start - offset for start in starts[first:]]]

    def line_count(self) -> int:
        """How many lines the text has; a final line ending starts no further line of text."""
        starts = self._starts()
        return len(starts) - 1 if starts[-1] == len(self.text) and len(starts) > 1 else len(starts)

    def position(self, offset: int) -> Position:
        """Line, column and raw offset of an *offset* of ``text``."""
        return Position(*self.locate(offset))

    def locate(self, offset: int) -> tuple[int, int, int]:
        """The same without names."""
        if self._line_starts is None and (offset <= _NEAR or (self._credit and offset <= _FAR)):
            self._credit -= offset > _NEAR
            line = self.text.count("\n", 0, offset) + 1
            low = self.text.rfind("\n", 0, offset) + 1
        else:
            starts = self._starts()
            line = bisect_right(starts, offset)
            low = starts[line - 1]
        raw = offset + bisect_left(self._removed, offset) if self._removed else offset
        return line, offset - low + 1, raw

    def locate_range(self, span: tuple[int, int]) -> tuple[int, int, int, int, int, int]:
        """The `locate` of both ends of *span*."""
        start, end = span
        line, column, offset = first = self.locate(start)
        if self._removed or end < start or self.text.find("\n", start, end) >= 0:
            return (*first, *self.locate(end))
        return line, column, offset, line, column + end - start, end

    def slice(self, span: Span) -> str:
        """The text of *span*."""
        return self.text[span.start : span.end]

    def _starts(self) -> list[int]:
        if self._line_starts is None:
            self._line_starts = line_starts(self.text)
        return self._line_starts


def line_starts(text: str) -> list[int]:
    """The offset at which each line of *text* begins; lines end in ``\\n``."""
    starts = [0]
    start = text.find("\n") + 1
    while start:  # the texts of the lines themselves are not wanted
        starts.append(start)
        start = text.find("\n", start) + 1
    return starts


def _normalise_newlines(raw: str) -> tuple[str, list[int]]:
    """Turn ``\\r\\n`` and ``\\r`` into ``\\n``; list where in the result a ``\\r`` fell out."""
    removed: list[int] = []
    at = raw.find("\r\n")
    while at >= 0:
        removed.append(at - len(removed))
        at = raw.find("\r\n", at + 2)
    return raw.replace("\r\n", "\n").replace("\r", "\n"), removed

"""Cuts what one event renders into pieces, each with the place in the source it came from.

A piece is *copied* (character by character) or *generated*, in which case its place is the
construct it stands for.  Equal length proves nothing, so texts are compared.  All of it is done
on UTF-8, whose offsets the parser gives; no place is counted in characters before somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = [
    "ATTRIBUTE_SPECIAL",
    "BODY_SPECIAL",
    "Piece",
    "cut_code",
    "cut_html",
    "cut_text",
    "escape_attribute",
    "escape_href",
]

BODY_SPECIAL = re.compile(b"[&<>]")
ATTRIBUTE_SPECIAL = re.compile(b"[&<>\"']")
_ESCAPES = {b"&": b"&amp;", b"<": b"&lt;", b">": b"&gt;", b'"': b"&quot;", b"'": b"&#39;"}
_HREF_UNSAFE = re.compile(r"[^A-Za-z0-9!#$%()*+,\-./:;=?@^_~&']+")
_PREFIX_RUN = re.compile(rb"[ \t>]*")

Piece = tuple[bytes, int, int, bool]
"""``(HTML, source start, source end, copied)``, offsets in bytes; without HTML it is no piece."""


def _escape(match: re.Match[bytes]) -> bytes:
    return _ESCAPES[match[0]]


def escape_attribute(value: str) -> str:
    """Escape *value* as pulldown-cmark does inside an attribute."""
    return ATTRIBUTE_SPECIAL.sub(_escape, value.encode()).decode().replace("\r", " ")


def _percent_encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def escape_href(url: str) -> str:
    """Escape *url* as pulldown-cmark does in ``href`` and ``src``."""
    return _HREF_UNSAFE.sub(_percent_encode, url).replace("&", "&amp;").replace("'", "&#x27;")


def cut_text(
    value: bytes, source: bytes, start: int, special: re.Pattern[bytes] = BODY_SPECIAL
) -> list[Piece]:
    """*value* escaped; copied wherever the *source*, which begins at *start*, reads the same."""
    value = value.replace(b"\r", b" ")
    end = start + len(source)
    if source != value:
        escaped = special.sub(_escape, value)
        return [(escaped, start, end, escaped == source)]
    pieces = []
    done = 0
    for match in special.finditer(value):
        at = match.start()
        pieces.append((value[done:at], start + done, start + at, True))
        pieces.append((_ESCAPES[match[0]], start + at, start + at + 1, False))
        done = at + 1
    pieces.append((value[done:], start + done, end, True))
    return pieces


def cut_code(
    value: bytes, source: bytes, start: int, special: re.Pattern[bytes] = BODY_SPECIAL
) -> list[Piece]:
    """A code span's content, escaped; *source*, which begins at *start*, holds the backticks."""
    pieces: list[Piece] = []
    done, source_done = 0, 0
    for at, source_at, length in _align_code(value, source):
        if length:
            # a line end that became a space
            pieces.append((value[done:at], start + source_done, start + source_at, False))
            done, source_done = at + length, source_at + length
            copy = source[source_at:source_done]
            pieces += cut_text(value[at:done], copy, start + source_at, special)
    if done < len(value):
        pieces += cut_text(value[done:], source[source_done:], start + source_done, special)
    return pieces


def cut_html(value: bytes, source: bytes, start: int) -> list[Piece]:
    """Raw HTML; where a container's prefix stands between its lines, line by line."""
    value = value.replace(b"\r", b" ")
    if source == value:
        return [(value, start, start + len(source), True)]
    lines, source_lines = value.split(b"\n"), source.split(b"\n")
    if len(lines) != len(source_lines):
        return [(value, start, start + len(source), False)]
    pieces = []
    last = len(lines) - 1
    for number, (line, source_line) in enumerate(zip(lines, source_lines, strict=True)):
        tail = b"\n" if number < last else b""
        stop = start + len(source_line) + len(tail)
        exact = source_line.endswith(line)
        begin = stop - len(line + tail) if exact else start
        pieces.append((line + tail, begin, stop, exact))
        start = stop
    return pieces


def _align_code(content: bytes, source: bytes) -> Iterator[tuple[int, int, int]]:
    """Align a code span's *content* with its *source*, backticks included.

    Yields ``(content start, source start, length)``; nothing where the two cannot be aligned.
    """
    ticks = len(source) - len(source.lstrip(b"`"))
    inner = source[ticks : len(source) - ticks]
    if inner == content:
        yield 0, ticks, len(content)
    elif b"\n" in inner:
        yield from _align_lines(content, inner, ticks)
    elif inner[1:-1] == content:
        yield 0, ticks + 1, len(content)


def _align_lines(content: bytes, inner: bytes, base: int) -> list[tuple[int, int, int]]:
    """Align over line ends, which became spaces, and the prefixes of containers, which went."""
    padded = b" %b " % content if inner[0] in b" \n" and inner[-1] in b" \n" else content
    for wanted, shift in ((content, 0), (padded, 1)):
        pieces = []
        at, offset = 0, base
        for number, line in enumerate(inner.split(b"\n")):
            skip = 0
            if number:
                if wanted[at : at + 1] != b" ":
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


def _run_length(text: bytes, start: int) -> int:
    match = _PREFIX_RUN.match(text, start)
    return match.end() - start if match else 0

"""How wide text is on a terminal, and cutting and wrapping it to a width in cells."""

from __future__ import annotations

from contentlint.patterns import pattern

__all__ = ["cells", "pad", "take_end", "take_start", "wrap"]

# wcwidth takes longer to import than a small run takes, so the scripts that posts are mostly
# written in are measured here; a test holds the two to the same widths.
_WIDE = (
    "\u3000-\u3029\u3030-\u303d\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6"
)
_NARROW = pattern("[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2400-\u2421]*+")
_WIDE_RUN = pattern(f"[{_WIDE}]+")


def cells(text: str) -> int:
    """The width of *text* in terminal cells; *text* has been made `visible` before."""
    width = _measure(text)
    if width >= 0:
        return width
    from wcwidth import wcswidth, wcwidth

    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(char), 0) for char in text)


def _measure(text: str) -> int:
    """The width of *text* where every character stands for itself; -1 for any other text."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    narrow = _WIDE_RUN.sub("", text)
    if narrow.isascii() or _NARROW.fullmatch(narrow):
        return 2 * len(text) - len(narrow)
    return -1


def pad(text: str, width: int) -> str:
    """Fill *text* with blanks on the right to *width* cells."""
    return text + " " * (width - cells(text))


def take_start(text: str, width: int) -> tuple[str, int]:
    """The beginning of *text* that is at most *width* cells wide, and its width."""
    piece = text[: max(width, 0)]
    if piece.isascii() or _NARROW.fullmatch(piece):
        return piece, len(piece)
    at, room = 0, width
    while room > 0 and at < len(text):
        # no character is wider than two cells, so half as many always fit
        piece = text[at : at + (room // 2 or 1)]
        size = _measure(piece)
        if size < 0:
            return _shrink(text[:width], width, -1)
        if size > room:
            break
        at += len(piece)
        room -= size
    return text[:at], width - room


def take_end(text: str, width: int) -> tuple[str, int]:
    """The end of *text* that is at most *width* cells wide, and its width."""
    size = len(text)
    piece = text[max(size - max(width, 0), 0) :]
    if piece.isascii() or _NARROW.fullmatch(piece):
        return piece, len(piece)
    at, room = size, width
    while room > 0 and at > 0:
        start = max(at - (room // 2 or 1), 0)
        taken = _measure(text[start:at])
        if taken < 0:
            return _shrink(text[max(size - width, 0) :], width, 1)
        if taken > room:
            break
        at = start
        room -= taken
    return text[at:], width - room


def _shrink(text: str, width: int, step: int) -> tuple[str, int]:
    """Drop characters from one end of *text* until it fits; what joins is measured together."""
    measured = cells(text)
    while measured > width:
        text = text[:step] if step < 0 else text[step:]
        measured = cells(text)
    return text, measured


def wrap(text: str, width: int) -> list[str]:
    """Break *text* at blanks into lines of at most *width* cells; longer words are cut."""
    lines: list[str] = []
    while len(text) * 2 > width:
        head, _ = take_start(text, width)
        size = len(head)
        if size == len(text):
            break
        at = size if text[size] == " " else head.rfind(" ")
        if at <= 0:
            at = size or 1
        lines.append(text[:at].rstrip(" "))
        text = text[at:].lstrip(" ")
    return [*lines, text] if text or not lines else lines

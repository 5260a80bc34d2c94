"""How wide text is on a terminal, and cutting and wrapping it to a width in cells."""

from __future__ import annotations

import re

__all__ = ["cells", "cut_end", "cut_start", "pad", "wrap"]

# wcwidth takes longer to import than a small run takes, so the scripts that posts are mostly
# written in are measured here; a test holds the two to the same widths.
_WIDE = (
    "\u3000-\u3029\u3030-\u303d\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff60\uffe0-\uffe6"
)
_PLAIN = re.compile(f"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2400-\u2421{_WIDE}]*")
_WIDE_RUN = re.compile(f"[{_WIDE}]+")


def cells(text: str) -> int:
    """The width of *text* in terminal cells; *text* has been made `visible` before."""
    if text.isascii():
        return len(text)
    if _PLAIN.fullmatch(text):
        return 2 * len(text) - len(_WIDE_RUN.sub("", text))
    from wcwidth import wcswidth, wcwidth

    width = wcswidth(text)
    return width if width >= 0 else sum(max(wcwidth(char), 0) for char in text)


def pad(text: str, width: int) -> str:
    """Fill *text* with blanks on the right to *width* cells."""
    return text + " " * (width - cells(text))


def cut_end(text: str, width: int) -> str:
    """The longest beginning of *text* that is at most *width* cells wide."""
    if len(text) * 2 <= width or cells(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if cells(text[:middle]) <= width else (low, middle - 1)
    return text[:low]


def cut_start(text: str, width: int) -> str:
    """The longest end of *text* that is at most *width* cells wide."""
    if len(text) * 2 <= width or cells(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if cells(text[middle:]) <= width else (middle + 1, high)
    return text[low:]


def wrap(text: str, width: int) -> list[str]:
    """Break *text* at blanks into lines of at most *width* cells; longer words are cut."""
    if len(text) * 2 <= width or cells(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cells(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        line = word
        while cells(line) > width:
            head = cut_end(line, width) or line[0]
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line else lines

"""The check for text that was read in the wrong encoding: ``cafÃ©``, ``鍙戝竷``, ``锟斤拷``.

`ftfy` judges what was UTF-8 and was read as Latin-1 or Windows-1252; it is imported only where a
sequence of characters could come from that.  What was read as GBK decides itself: encoded again,
nothing but a misread text is valid UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_signs import GBK_HEADS, LATIN_HEADS, holds_any, speaks_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["is_part_of_mojibake", "mojibake"]

# what the bytes 80 to BF become in Latin-1 and in Windows-1252
_TAIL: Final = (
    "\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
_MISREAD: Final = pattern(
    f"[\xc2-\xdf][{_TAIL}]|[\xe0-\xef][{_TAIL}]{{2}}|[\xf0-\xf4][{_TAIL}]{{3}}"
)
_RUN: Final = pattern(f"[\xc0-\xff{_TAIL}](?: ?[\xc0-\xff{_TAIL}]+)*")
_FOREIGN_RUN: Final = pattern("[^\\x00-\x7f]{2,}")
_GBK_TWICE: Final = pattern("(?:\u951f\u65a4\u62f7)+")
# such a letter is half of a character; here the other half is missing
_GBK_LOST: Final = pattern("[\u951b\u9286\u9428]\ufffd")
_WINDOW: Final = 100
_ABOUT_IT: Final = ("乱码", "编码", "mojibake", "Mojibake", "GBK", "encoding")


def mojibake(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Every run of characters that other characters became in a wrong encoding."""
    text = document.source.text
    if text.isascii():
        return ()
    latin, gbk = holds_any(text, LATIN_HEADS), holds_any(text, GBK_HEADS)
    if not (latin or gbk) or speaks_of(document, _ABOUT_IT):
        return ()
    return _misread(text, latin, gbk)


def _misread(text: str, latin: bool, gbk: bool) -> Iterator[Hit]:
    if gbk:
        yield from _misread_as_gbk(text)
    if not latin or not _MISREAD.search(text):
        return
    for found in _RUN.finditer(text):
        run = found.group()
        if _MISREAD.search(run):
            meant = _judge(run)
            if meant != run:
                yield _hit(found.start(), run, meant)


@lru_cache(maxsize=1024)
def _judge(run: str) -> str:
    """What *run* was before it was misread; *run* itself if it is as it should be."""
    from ftfy import fix_encoding

    fixed = fix_encoding(run)
    return run if "\ufffd" in fixed else fixed


def _hit(start: int, run: str, meant: str) -> Hit:
    span = Span(start, start + len(run))
    fix = Fix("unsafe", f"Write {meant}", (Edit(*span, meant),))
    return Hit(span, {"found": run, "meant": meant}, fix=fix)


def _misread_as_gbk(text: str) -> Iterator[Hit]:
    for found in _FOREIGN_RUN.finditer(text):
        start, run = found.start(), found.group()
        twice = list(_GBK_TWICE.finditer(run))
        for lost in twice:
            span = Span(start + lost.start(), start + lost.end())
            yield Hit(span, {"found": lost.group()}, message="lost")
        if twice:
            continue
        if "\ufffd" in run:
            if _is_lost(run):
                yield Hit(Span(*found.span()), {"found": run}, message="lost")
            continue
        meant = _decode_again(run)
        if meant is not None:
            yield _hit(start, run[: len(meant.encode("utf-8").decode("gbk"))], meant)


def is_part_of_mojibake(text: str, at: int) -> bool:
    """Whether the lost character at *at* was lost because its text was read as GBK."""
    if not any(head in text for head in GBK_HEADS):
        return False
    start, end = at, at
    while start > 0 and text[start - 1] > "\x7f" and at - start < _WINDOW:
        start -= 1
    while end < len(text) and text[end] > "\x7f" and end - at < _WINDOW:
        end += 1
    return _is_lost(text[start:end])


def _is_lost(run: str) -> bool:
    """Whether *run*, in which characters are missing, was Chinese that was read as GBK."""
    if _GBK_LOST.search(run):
        return True
    return any(_decode_again(piece) for piece in run.split("\ufffd") if len(piece) > 2)


def _decode_again(run: str) -> str | None:
    """The UTF-8 that *run* is when it is written as GBK, its last character left out if need be."""
    for end in (len(run), len(run) - 1):
        try:
            meant = run[:end].encode("gbk").decode("utf-8")
        except UnicodeError:
            continue
        if len(meant) >= 2:
            return meant
    return None

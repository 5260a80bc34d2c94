"""Checks of Chinese typography.  Every house has its own, so each choice is an option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.cjk_text import HAN, ONE_HAN, Passage, passages, replace_hit
from contentlint.checks.text_zones import Zones
from contentlint.errors import RuleError, suggest
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["ellipsis", "punctuation_width", "quote_style", "repeated_punctuation", "spacing"]

_FULL_WIDTH: Final = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_CLOSING: Final = "’”」』》）】〉"
_OPENING: Final = "‘“「『《（【〈"
_WIDE_LETTERS: Final = pattern("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
_PAIRS: Final = {
    "curly": ("“", "”"),
    "corner": ("「", "」"),
    "straight": ('"', '"'),
}
_QUOTED: Final = pattern(r"“([^“”\n]{1,120})”|「([^「」\n]{1,120})」|\"([^\"\n]{1,120})\"")
_REPEATED: Final = pattern(r"([，、；：])\1+|(?<!。)。。(?!。)|[！？!?]{2,}")
_DOTS: Final = pattern(rf"。{{3,}}|(?<=[{HAN}])\.{{3,}}|(?<=[{HAN}])…(?!…)|(?<!…)…{{3,}}|·{{3,}}")


def _known_style(style: str, known: tuple[str, ...], rule: str) -> str:
    if style not in known:
        raise RuleError(
            f"rule {rule}: its option 'style' is {' or '.join(known)}, not '{style}'"
            f"{suggest(style, list(known))}"
        )
    return style


@lru_cache(maxsize=8)
def _boundary(style: str, digits: bool) -> re.Pattern[str]:
    latin = "A-Za-z0-9" if digits else "A-Za-z"
    blanks = "" if style == "spaced" else " +"
    return re.compile(f"(?<=[{HAN}]){blanks}(?=[{latin}])|(?<=[{latin}]){blanks}(?=[{HAN}])")


@lru_cache(maxsize=8)
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words) or r"(?!)")


def spacing(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A blank between Chinese and Latin letters or digits: missing, or not wanted."""
    style = _known_style(options["style"], ("spaced", "tight"), "cjk/spacing")
    boundary = _boundary(style, options["digits"])
    words = _words(tuple(options["words"]))
    for passage in passages(document):
        spared = Zones([Span(*found.span()) for found in words.finditer(passage.text)])
        for found in boundary.finditer(passage.text):
            start, end = found.span()
            if spared.touch(start - 1, end + 1):
                continue
            hit = _spacing_hit(passage, start, end)
            if hit is not None:
                yield hit


def _spacing_hit(passage: Passage, start: int, end: int) -> Hit | None:
    pair = passage.place(start - 1, end + 1)
    if pair is None:
        return None
    if start == end:
        at = pair.start + 1
        fix = Fix("unsafe", "Insert a blank", (Edit(at, at, " "),))
        return Hit(pair, fix=fix)
    span = Span(pair.start + 1, pair.end - 1)
    fix = Fix("unsafe", "Remove the blank", (Edit(*span, ""),))
    return Hit(span, message="tight", fix=fix)


@lru_cache(maxsize=8)
def _half_width(marks: str) -> re.Pattern[str]:
    between = re.escape(marks.replace(".", ""))
    parts = []
    if between:
        parts.append(rf"(?<=[{HAN}{_CLOSING}])[{between}](?: ?(?=[{HAN}{_OPENING}])|(?=[ \t]*$))")
    if "." in marks:
        parts.append(rf"(?<=[{HAN}{_CLOSING}])\.(?=[ \t]*$|[{HAN}{_OPENING}])")
    return re.compile("|".join(parts) or r"(?!)", re.MULTILINE)


def punctuation_width(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Narrow marks between Chinese characters, wide Latin letters and digits."""
    narrow = _half_width("".join(mark for mark in options["marks"] if mark in _FULL_WIDTH))
    for passage in passages(document):
        for found in narrow.finditer(passage.text):
            wide = _FULL_WIDTH[found.group()[0]]
            hit = replace_hit(passage, *found.span(), wide)
            if hit is not None:
                yield hit
        if not options["letters"]:
            continue
        for found in _WIDE_LETTERS.finditer(passage.text):
            plain = "".join(chr(ord(character) - 0xFEE0) for character in found.group())
            hit = replace_hit(passage, *found.span(), plain)
            if hit is not None:
                yield hit._replace(message="letters")


def quote_style(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Quotation marks around Chinese that are not of the style chosen."""
    opening, closing = _PAIRS[_known_style(options["style"], tuple(_PAIRS), "cjk/quote-style")]
    for passage in passages(document):
        for found in _QUOTED.finditer(passage.text):
            if found.group()[0] == opening or not ONE_HAN.search(found.group()):
                continue
            start, end = found.span()
            first, last = passage.place(start, start + 1), passage.place(end - 1, end)
            if first is None or last is None:
                continue
            fix = Fix("unsafe", "Change the marks", (Edit(*first, opening), Edit(*last, closing)))
            values = {"found": found.group(), "opening": opening, "closing": closing}
            yield Hit(Span(first.start, last.end), values, fix=fix)


def repeated_punctuation(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Doubled commas and stops, and more exclamation or question marks than allowed."""
    emphasis = options["emphasis"]
    for passage in passages(document):
        for found in _REPEATED.finditer(passage.text):
            marks = found.group()
            meant = marks[0]
            if meant in "！？!?":
                if len(marks) <= emphasis or not _follows_han(passage.text, found.start()):
                    continue
                meant = marks[:emphasis]
            hit = replace_hit(passage, *found.span(), meant)
            if hit is not None:
                yield hit


def _follows_han(text: str, at: int) -> bool:
    return at > 0 and ONE_HAN.match(text[at - 1]) is not None


def ellipsis(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Dots that are not the six of the Chinese ellipsis."""
    meant = options["mark"]
    for passage in passages(document):
        for found in _DOTS.finditer(passage.text):
            cut_off = passage.is_title and found.end() == len(passage.text)
            if found.group() == meant or cut_off:
                continue
            hit = replace_hit(passage, *found.span(), meant)
            if hit is not None:
                yield hit

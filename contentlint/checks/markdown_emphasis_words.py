"""Words that were to stand out, and the characters at their ends, by which they are read."""

from __future__ import annotations

from typing import Final

from contentlint.checks.cjk_text import HAN
from contentlint.checks.markdown_emphasis_marks import MARK
from contentlint.checks.markdown_raw import is_mark
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = [
    "CLOSING",
    "ENCLOSING",
    "LETTER",
    "OPENING",
    "PAIRS",
    "Emphasis",
    "is_edge",
    "is_far",
    "is_of_words",
    "is_wide",
    "move_out",
    "read_between",
]

# Chinese, Japanese and Korean; Thai, Lao, Burmese and Khmer
LETTER: Final = pattern(
    rf"[{HAN}\u3005-\u3007\u3040-\u30ff\u3105-\u318e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f"
    r"\u1100-\u11ff\uac00-\ud7a3\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u1049"
    r"\u1780-\u17d3]"
)
# of scripts that have blanks, but are not those of programs and formulas: Cyrillic, Armenian,
# Hebrew, Arabic, those of India, Georgian, Ethiopic
_FAR_LETTER: Final = pattern(
    "[\u0400-\u0481\u048a-\u052f\u0531-\u0556\u0561-\u0587\u05d0-\u05f2\u0620-\u064a\u066e-\u06d3"
    "\u06ee-\u06ff\u0904-\u0963\u0966-\u096f\u0971-\u0df3\u10a0-\u10fa\u1200-\u135a]"
)
# Where bold text begins, and where it ends, there may be such marks; not the other way round.
CLOSING: Final = frozenset("，。、；：！？…,.;:!?)]}）】〗》〉」』”’％%/\\")
OPENING: Final = frozenset("([{（【〖《〈「『“‘/\\")
_TRAILING: Final = "，。、；：！？,.;:!?"
PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "【": "】", "（": "）"}
ENCLOSING: Final = frozenset(
    (
        *('""', "„“", "„”", "‚‘", "‚’", "«»", "»«", "‹›", "›‹", "״״"),
        *("〈〉", "〔〕", "［］", "﹁﹂", "﹃﹄", "〝〞", "〝〟"),
        *map("".join, PAIRS.items()),
    )
)
# a character reference, whose semicolon is no mark of the text
_REFERENCE: Final = pattern(r"&#?\w{1,40};")
_LONGEST: Final = 200


class Emphasis(NamedTuple):
    """What was to stand out, from the first sign to the last, and the characters around it."""

    start: int
    end: int
    inner: str
    before: str
    after: str


def read_between(text: str, first: int, second: int, sign: str = MARK) -> Emphasis:
    """What stands in *text* between two of *sign*."""
    inner, end = first + len(sign), second + len(sign)
    before = text[first - 1 : first] if first else ""
    return Emphasis(first, end, text[inner:second], before, text[end : end + 1])


def is_of_words(inner: str) -> bool:
    """Whether *inner* is what somebody may have meant to stand out: words, and not too many."""
    return bool(inner.strip()) and len(inner) <= _LONGEST and "\n" not in inner and "|" not in inner


def is_far(character: str) -> bool:
    """Whether *character* is a letter of a script in which no program and no formula is written."""
    return bool(LETTER.match(character) or _FAR_LETTER.match(character))


def is_wide(mark: str, inner: str) -> bool:
    """Whether *mark* is one that stands in Chinese or Japanese text only, as *inner* is."""
    return not mark.isascii() and LETTER.search(inner) is not None


def is_edge(character: str) -> bool:
    """Whether *character* beside the signs lets punctuation stand on their other side."""
    return not character or character.isspace() or is_mark(character)


def move_out(inner: str, sign: str = MARK) -> str | None:
    """*inner* between *sign*, the marks at its ends outside, where that is where they belong."""
    words = inner.rstrip(_TRAILING)
    reference = _REFERENCE.match(inner, inner.rfind("&")) if "&" in inner else None
    if reference is not None and reference.end() > len(words):
        return None
    before, after = "", inner[len(words) :]
    if not after and inner[0] + inner[-1] in ENCLOSING:
        words, before, after = inner[1:-1], inner[0], inner[-1]
        if before in words or after in words:
            return None
    if not words or is_mark(words[0]) or is_mark(words[-1]):
        return None
    if words[0].isspace() or words[-1].isspace() or not _is_balanced(words):
        return None
    return f"{before}{sign}{words}{sign}{after}"


def _is_balanced(words: str) -> bool:
    """Whether no quotation mark or bracket in *words* lacks its other half."""
    if words.count('"') % 2:
        return False
    return all(words.count(first) == words.count(last) for first, last in PAIRS.items())

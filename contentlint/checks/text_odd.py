"""Checks of characters that nobody types: invisible ones, control codes, the marks of lost text.

Most posts hold none of them, and a test of every character costs.  So the text is looked through
once, and all checks here and in other modules ask `odd_characters` what was found.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_mojibake import is_part_of_mojibake
from contentlint.checks.text_signs import speaks_of
from contentlint.checks.text_zones import inside_markup, verbatim_zones
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.removals import block_at
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "character_name",
    "control_character",
    "could_become_markup",
    "odd_characters",
    "removal",
    "replacement_character",
]

_NONE: Final[frozenset[str]] = frozenset()
# ordinary, and yet not printable in the eyes of Unicode
_BLANKS: Final = ("\t", "\u3000")
# odd, but printable
_SHOWN: Final = ("\ufffd", "\ufffc", "\u3164", "\uffa0")
_ODD: Final = pattern(
    "[\0-\x08\x0b-\x1f\x7f-\xa0\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffd\U000e0001\U000e0020-\U000e007f]"
)
_WINDOW: Final = 50
_LONGEST_MARGIN: Final = 200
_CONTROL_CODES: Final = frozenset(map(chr, (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))))
_SEPARATORS: Final = frozenset("\u2028\u2029")
_CONTROL: Final = pattern(r"\x1b\[[0-9;?]*[A-Za-z]|[\0-\x08\x0b-\x1f\x7f-\x9f]+")
# a control code after such a letter is half of a character read in the wrong encoding
_MISREAD: Final = pattern(r"[\xc2-\xf4][\x80-\xbf]*\Z")
_UNDERLINE: Final = pattern(r"[ \t>]*(?:-+|=+)[ \t]*")
_MARGIN: Final = " \t>"
_REPLACED: Final = pattern("\ufffd+|\ufffc+")
_ABOUT_IT: Final = ("FFFD", "fffd", "FFFC", "eplacement character", "替换字符", "乱码")
_INLINE_MARKS: Final = frozenset("*_~`[]\\|")
_REFERENCE_BEGINS: Final = pattern(r"&#?\w*\Z")
_BLOCK_MARKS: Final = frozenset("#-+=>0123456789<&\t :")
_BLOCK_OPENS: Final = pattern(r"[ \t>]*(?:#{1,6}|-+|\+|=+|\d+[.)]?)[ \t]*")
_CONTROL_NAMES: Final = {
    "\0": "NUL",
    "\x08": "backspace",
    "\x0b": "vertical tab",
    "\x0c": "form feed",
    "\x1b": "escape",
    "\x7f": "delete",
    "\x85": "next line",
}


def odd_characters(document: Document) -> frozenset[str]:
    """The characters of ``Source.text`` that are invisible, controls, or stand for lost ones."""
    cache = document.page.cache
    found: frozenset[str] | None = cache.get("odd-characters")
    if found is None:
        found = cache["odd-characters"] = _look_through(document.source.text)
    return found


def _look_through(text: str) -> frozenset[str]:
    # whether Python would print every character is the fastest test there is
    plain = text.replace("\n", "")
    for blank in _BLANKS:
        if blank in plain:
            plain = plain.replace(blank, "")
    if not plain.isprintable():
        return frozenset(_ODD.findall(text))
    for character in _SHOWN:
        if character in text:
            return frozenset(character for character in _SHOWN if character in text)
    return _NONE


def character_name(character: str) -> str:
    """A name a reader may look up: ``U+200B, zero width space``."""
    known = _CONTROL_NAMES.get(character) or unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}, {known}" if known else f"U+{ord(character):04X}"


def control_character(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Control codes other than tab and line end; those of a misread character are left out."""
    if _CONTROL_CODES.isdisjoint(odd_characters(document)):
        return ()
    return _controls(document)


def _controls(document: Document) -> Iterator[Hit]:
    text = document.source.text
    unreadable = _unreadable_front_matter(document)
    for found in _CONTROL.finditer(text):
        start, end = found.span()
        if start < unreadable or _is_misread(text, start, found.group()):
            continue
        values = {"name": character_name(found.group()[0])}
        if found.group().startswith("\x1b["):
            fix = Fix("unsafe", "Remove the colour code", (Edit(start, end, ""),))
            yield Hit(Span(start, end), {"code": found.group()[1:]}, message="terminal", fix=fix)
            continue
        yield Hit(Span(start, end), values, fix=_remove_control(document, start, end))


def _unreadable_front_matter(document: Document) -> int:
    """Where front matter ends that YAML or TOML refuse: they name the character already."""
    front = document.front_matter
    return front.block.end if front.problems else 0


def _is_misread(text: str, start: int, found: str) -> bool:
    return found[0] >= "\x80" and _MISREAD.search(text, max(0, start - 4), start) is not None


def _remove_control(document: Document, start: int, end: int) -> Fix | None:
    text = document.source.text
    written = text[start:end]
    around = text[start - 1 : start], text[end : end + 1]
    # separators of lines and paragraphs may be removed as well
    words = [side for side in around if side and (side in _SEPARATORS or not side.isspace())]
    parts_words = len(words) == len(around) and any(map(str.isspace, written))
    edit = removal(document, start, end, " " if parts_words else "")
    # readers see U+FFFD in place of a NUL
    is_seen = "\0" in written or could_become_markup(text, start, end)
    return Fix("unsafe" if is_seen else "safe", "Remove it", (edit,)) if edit else None


def removal(document: Document, start: int, end: int, instead: str) -> Edit | None:
    """Put *instead* for ``text[start:end]``, odd characters, or take their line away with them.

    To Markdown a line of such characters is not empty, and joins the text around it; at the end of
    one they stand between blanks, of which two would break it.  ``None`` where a person must see.
    """
    text, edit = document.source.text, Edit(start, end, instead)
    stop = text.find("\n", end, end + _LONGEST_MARGIN)
    if document.kind != "markdown" or start < document.body_start or stop < 0:
        return edit
    if not all(_is_unseen(text, at) for at in range(end, stop)):
        return edit
    low = start
    while low > max(0, start - _LONGEST_MARGIN) and text[low - 1] != "\n":
        if not _is_unseen(text, low - 1) and text[low - 1] != ">":
            return None if sum(map(str.isspace, text[low:stop])) > 1 else edit
        low -= 1
    below = text[stop + 1 : stop + 1 + _LONGEST_MARGIN].partition("\n")[0]
    line = text[low:start] + text[end:stop]
    if not below.strip(_MARGIN) and _quotes(below) <= _quotes(line):
        return edit
    if verbatim_zones(document).touch(start, end) or (">" in line and block_at(document, start)):
        return edit
    above = text[max(0, low - _LONGEST_MARGIN) : max(0, low - 1)].rpartition("\n")[2]
    if _is_bound(above, line, below):
        return None
    if not above.strip(_MARGIN):
        return edit
    return None if line.strip(_MARGIN) else Edit(low, stop + 1, "")


def _is_bound(above: str, line: str, below: str) -> bool:
    """Whether *below* would stand elsewhere without the *line*: in no quote, or in that of *above*.

    Or in no heading, which a row of dashes below makes.
    """
    if _UNDERLINE.fullmatch(below):
        return True
    depths = [_quotes(each) for each in (above, line, below)]
    return depths[2] < depths[1] or depths[1] < min(depths[0], depths[2])


def _quotes(line: str) -> int:
    return line[: len(line) - len(line.lstrip(_MARGIN))].count(">")


def _is_unseen(text: str, at: int) -> bool:
    return text[at].isspace() or _ODD.match(text, at) is not None


def could_become_markup(text: str, start: int, end: int) -> bool:
    """Whether what stands around ``text[start:end]`` could become markup once that is gone."""
    # other odd characters go as well
    low, high = max(0, start - _WINDOW), min(len(text), end + _WINDOW)
    while start > low and _ODD.match(text, start - 1):
        start -= 1
    while end < high and _ODD.match(text, end):
        end += 1
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before == "<" or before in _INLINE_MARKS or after in _INLINE_MARKS:
        return True
    if _REFERENCE_BEGINS.search(text, max(0, start - 12), start) or inside_markup(text, start):
        return True
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if not line.strip(" \t>"):
        return after in _BLOCK_MARKS
    return _BLOCK_OPENS.fullmatch(line) is not None


def replacement_character(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Runs of U+FFFD or U+FFFC, but not in a text about them."""
    odd = odd_characters(document)
    if "\ufffd" not in odd and "\ufffc" not in odd:
        return ()
    if speaks_of(document, _ABOUT_IT):
        return ()
    return _replaced(document.source.text)


_QUOTES = frozenset(('""', "''", "``", "“”", "‘’"))


def _replaced(text: str) -> Iterator[Hit]:
    for found in _REPLACED.finditer(text):
        start, end = found.span()
        if text[max(0, start - 1) : start] + text[end : end + 1] in _QUOTES:
            continue  # it is what the quotes are about
        message = "object" if found.group()[0] == "\ufffc" else None
        if not message and is_part_of_mojibake(text, found.start()):
            continue
        fix = None
        if message:
            fix = Fix("unsafe", "Remove the mark", (Edit(*found.span(), ""),))
        yield Hit(Span(*found.span()), {"count": len(found.group())}, message=message, fix=fix)

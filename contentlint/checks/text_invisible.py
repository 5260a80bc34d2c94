"""The check for characters that take no place on the page but change what a text is.

Some scripts and emoji need such characters, so what stands around one decides: a joiner between
two emoji or after an Indic letter is part of the spelling, and direction marks belong into a line
that holds text written from the right, or anywhere in a post of which much is written so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_odd import (
    character_name,
    could_become_markup,
    odd_characters,
    removal,
)
from contentlint.checks.text_zones import (
    Zones,
    code_span_zones,
    is_commented,
    verbatim_zones,
)
from contentlint.findings import Edit, Fix, Hit, Safety, Severity
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["invisible_character"]

_CLASS: Final = (
    "\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f"
)
_RUN: Final = pattern(f"[{_CLASS}]+")
_REFERENCE: Final = pattern(
    r"&(?:#0*(?:8203|8288|65279)|#[xX]0*(?:200[bB]|2060|[fF][eE][fF][fF])|ZeroWidthSpace"
    r"|NegativeThinSpace|NegativeVeryThinSpace|NoBreak);"
)
# what one begins with after its &
_REFERENCE_STARTS: Final = ("#0", "#6", "#8", "#x", "#X", "ZeroW", "Negat", "NoBre")
_OVERRIDES: Final = frozenset("\u202d\u202e")
_DIRECTIONS: Final = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_TURNING: Final = _OVERRIDES | _DIRECTIONS
_MARKS: Final = frozenset("\u061c\u200e\u200f")
_JOINERS: Final = frozenset("\u200c\u200d")
# of formulas: f applied to x, a times b
_OPERATORS: Final = frozenset("\u2061\u2062\u2063\u2064")
_SEPARATORS: Final = frozenset("\u2028\u2029")
_FILLERS: Final = frozenset("\u3164\uffa0")
# letters of scripts that join, stack or run on without blanks
_COMPLEX: Final = pattern(
    "[\u0600-\u061b\u061d-\u109f\u1780-\u180d\u180f-\u18af\u1900-\u1b7f\ua840-\ua8df\ua980-\uaadf\ufb50-\ufdff"
    "\ufe70-\ufefc\U00010a00-\U000117ff\U0001e900-\U0001e95f]"
)
_RIGHT_TO_LEFT: Final = pattern(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_EMOJI: Final = pattern(
    "[\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
    "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*\\Z"
)
_EMOJI_START: Final = pattern("[\u2190-\u2bff\U0001f000-\U0001faff]")
# an f and these grow together, which a joint between two words shall not
_NO_LIGATURES: Final = frozenset("bfhijklt")
# one letter in so many, from which on a post is taken for one of a script from the right
_SHARE_FROM_RIGHT: Final = 8
_LINE: Final = "line-from-right"
# around a value stand few blanks and marks
_NEAR: Final = 200
_FLAG: Final = "\U0001f3f4"
_AROUND_VALUES: Final = " \t\"'" + "".join(_MARKS | _JOINERS) + "\u200b\u2060\ufeff"
# of front matter; the empty text is the beginning or the end of the line
_BEFORE_VALUES: Final = ("", ":", "=", "-", ",", "[", "{")
_AFTER_VALUES: Final = ("", ",", "]", "}", "#")
# what begins a heading, a quote, an item or a rule, behind the marks of quotes and items around it
_BLOCK_MARK: Final = pattern(
    r"(?:\#{1,6}|[-*+]|\d{1,9}[.)])(?=[ \t]|$)|>|(?:-{3,}|\*{3,}|_{3,})(?=[ \t]*$)", re.MULTILINE
)
_OUTER_MARKS: Final = pattern(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+[ \t>]*)*")
# a blank that takes no place lets Markdown's marks stand next to Chinese
_MARKDOWN_MARKS: Final = frozenset("*_~`")


def invisible_character(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """Every run of invisible characters that neither a script nor an emoji needs."""
    odd = odd_characters(document)
    text = document.source.text
    # splitting at one character is faster than three searches for two
    has_references = "&" in text and any(
        piece.startswith(_REFERENCE_STARTS) for piece in text.split("&")[1:]
    )
    has_characters = bool(odd) and max(odd) > "\xa0"
    if not has_references and not has_characters:
        return ()
    return _invisible(document, frozenset(options["allow"]), has_characters, has_references)


def _invisible(
    document: Document, allowed: frozenset[str], has_characters: bool, has_references: bool
) -> Iterator[Hit]:
    text, front = document.source.text, document.front_matter
    # what makes a fence none is told with it
    fences = [problem.span for problem in front.problems if problem.code == "fence"]
    # to look at every character costs more than all else here
    for found in _RUN.finditer(text) if has_characters else ():
        start, end = found.span()
        if fences and any(low <= start < high for low, high in fences):
            continue
        run = found.group()
        left = [c for c in run if f"U+{ord(c):04X}" not in allowed]
        if left and not _is_needed(document, text, start, end):
            yield _hit(document, start, end, left[0])
    if has_references:
        yield from _references(document, text, allowed)


def _hit(document: Document, start: int, end: int, first: str) -> Hit:
    text = document.source.text
    run = text[start:end]
    span = Span(start, end)
    values = {"name": character_name(first)}
    message: str | None = None
    severity: Severity | None = None
    if any(character >= "\U000e0020" for character in run):
        hidden = "".join(chr(ord(c) - 0xE0000) for c in run if "\U000e0020" <= c <= "\U000e007e")
        message, severity = "hidden", "error"
        values["hidden"] = hidden
    elif not _TURNING.isdisjoint(run):
        message, severity = "direction", "error"
    mark = _block_mark(document, start, end)
    if mark and message is None:
        message, values["mark"] = "mark", mark
    fix = _remove(document, start, end, mark)
    return Hit(span, values, message=message, severity=severity, fix=fix)


def _block_mark(document: Document, start: int, end: int) -> str:
    """The mark behind ``text[start:end]``, of which Markdown makes a block without that."""
    if document.kind != "markdown" or start < document.body_start:
        return ""
    text = document.source.text
    mark = _BLOCK_MARK.match(text, end)
    line = text.rfind("\n", max(0, start - _NEAR), start) + 1
    if mark is None or not _OUTER_MARKS.fullmatch(text, max(line, document.body_start), start):
        return ""
    if verbatim_zones(document).touch(start, end):
        return ""
    at = start - document.body_start
    return "" if _html_blocks(document).touch(at, at + 1) else mark.group()


def _html_blocks(document: Document) -> Zones:
    cache = document.page.cache
    blocks: Zones | None = cache.get("html-block-zones")
    if blocks is None:
        blocks = Zones([block.span for block in document.page.source_map.html_blocks])
        cache["html-block-zones"] = blocks
    return blocks


def _remove(document: Document, start: int, end: int, mark: str) -> Fix | None:
    text = document.source.text
    if end <= document.body_start and _is_whole_value(text, start, end):
        return None  # a field that says nothing is for the author to fill or to drop
    run = text[start:end]
    replacement = ""
    if not _SEPARATORS.isdisjoint(run) and _stands_between_words(text, start, end):
        replacement = " "
    # fillers are letters and as wide as one
    is_seen = not _TURNING.isdisjoint(run) or not _FILLERS.isdisjoint(run)
    # quotes behind it are a part of a field's value, and then are none
    if end <= document.body_start and text[end : end + 1] in ("'", '"'):
        is_seen |= _begins_value(text, start)
    safety: Safety = "unsafe" if is_seen or could_become_markup(text, start, end) else "safe"
    if mark:  # which readers see no longer, either
        return Fix("unsafe", "Remove it", (Edit(start, end + len(mark), mark),))
    edit = removal(document, start, end, replacement)
    return Fix(safety, "Remove it", (edit,)) if edit else None


def _is_whole_value(text: str, start: int, end: int) -> bool:
    """Whether nothing else is the value of a field, or an entry of a list, on this line."""
    after = text[end : end + _NEAR].partition("\n")[0].lstrip(_AROUND_VALUES)
    return after[:1] in _AFTER_VALUES and _begins_value(text, start)


def _begins_value(text: str, start: int) -> bool:
    """Whether nothing of the value of a field, or of an entry, stands before *start*."""
    near = max(0, start - _NEAR)
    before = text[max(near, text.rfind("\n", near, start) + 1) : start].rstrip(_AROUND_VALUES)
    return before[-1:] in _BEFORE_VALUES


def _stands_between_words(text: str, start: int, end: int) -> bool:
    sides = text[start - 1 : start] if start else "", text[end : end + 1]
    return all(side and not side.isspace() for side in sides)


def _is_needed(document: Document, text: str, start: int, end: int) -> bool:
    """Whether the run ``text[start:end]`` has a task where it stands."""
    run = text[start:end]
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not _JOINERS.isdisjoint(run) and not _MARKS.isdisjoint(run):
        # a joiner and a mark: each has its own task
        run = "".join(character for character in run if character not in _MARKS)
        if not _is_in_right_line(document, text, start, end):
            return False
    if all(character in _JOINERS for character in run):
        if _COMPLEX.match(before) or _COMPLEX.match(after):
            return True
        if run == "\u200c" and before == "f" and after in _NO_LIGATURES:
            return True
        emoji = _EMOJI.search(text, max(0, start - 6), start)
        return run == "\u200d" and bool(emoji and _EMOJI_START.match(after))
    if run[-1] == "\U000e007f":
        return _FLAG in text[max(0, start - 2) : start]
    if all(character in _MARKS or character in _DIRECTIONS for character in run):
        if _is_in_right_line(document, text, start, end):
            return True
        return _DIRECTIONS.isdisjoint(run) and _is_from_right(document)
    if _OPERATORS.issuperset(run):
        return before == ">" and text[end : end + 4].lower() == "</mo"
    if run in ("\u200b", "\u2060"):
        if _COMPLEX.match(before) or _COMPLEX.match(after):
            return True
        return document.kind == "markdown" and (
            before in _MARKDOWN_MARKS or after in _MARKDOWN_MARKS
        )
    return run == "\u180e" and "\u1800" <= before <= "\u18af"


def _is_in_right_line(document: Document, text: str, start: int, end: int) -> bool:
    """Whether the line around ``text[start:end]`` holds a letter of a script from the right."""
    cache = document.page.cache
    begin, stop, answer = cache.get(_LINE, (0, -1, False))
    if not begin <= start <= end <= stop:  # one line may hold thousands of marks
        begin, stop = text.rfind("\n", 0, start) + 1, _line_end(text, end)
        answer = _RIGHT_TO_LEFT.search(text, begin, stop) is not None
        cache[_LINE] = begin, stop, answer
    return bool(answer)


def _is_from_right(document: Document) -> bool:
    """Whether so much of the post is written from the right that its marks may stand anywhere."""
    known: bool | None = document.page.cache.get("from-right")
    if known is None:
        body = document.body
        known = len(_RIGHT_TO_LEFT.findall(body)) * _SHARE_FROM_RIGHT > len(body)
        document.page.cache["from-right"] = known
    return known


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _references(document: Document, text: str, allowed: frozenset[str]) -> Iterator[Hit]:
    """Character references that stand for an invisible character, outside code and comments."""
    for found in _REFERENCE.finditer(text, document.body_start):
        start, end = found.span()
        # both are read once for a document, and only if there is need
        if verbatim_zones(document).touch(start, end):
            continue
        if code_span_zones(document).touch(start, end) or is_commented(text, start):
            continue
        character = unescape(found.group())[:1]
        if f"U+{ord(character):04X}" in allowed:
            continue
        safety: Safety = "unsafe" if could_become_markup(text, start, end) else "safe"
        fix = Fix(safety, "Remove it", (Edit(start, end, ""),))
        yield Hit(Span(start, end), {"name": character_name(character)}, fix=fix)

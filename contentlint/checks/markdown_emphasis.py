"""Finds bold text and other emphasis that Markdown does not read as such: readers see the signs.

By CommonMark's rules of flanking (6.2), ``**`` between a letter and punctuation inside the bold
text neither begins nor ends it.  Chinese, Japanese and Thai have no blanks between words, and
Korean, Hebrew or Arabic write particles together with them, so there it happens all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_emphasis_marks import MARK, Mark, lines_of_marks, nested_lines
from contentlint.checks.markdown_emphasis_signs import other_signs
from contentlint.checks.markdown_emphasis_words import (
    CLOSING,
    ENCLOSING,
    LETTER,
    OPENING,
    PAIRS,
    Emphasis,
    is_edge,
    is_far,
    is_of_words,
    is_wide,
    move_out,
    read_between,
)
from contentlint.checks.markdown_raw import is_mark
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unclosed_emphasis", "unparsed_emphasis"]

_STARS: Final = "and readers see the stars"
_WRONG: Final = "and other words are"
_NEAR: Final = 4000
_GAP: Final = pattern(r"\n[ \t>]*+\n")


def unparsed_emphasis(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Pairs of two stars that stand in the text as they are, though bold text was meant."""
    if document.kind != "markdown":
        return
    hits = _find_all(document, options)
    yield from map(_without_tags, hits) if document.settings.drops_html else hits


def _without_tags(hit: Hit) -> Hit:
    """*hit* where the site leaves out HTML, so that a tag is of no help."""
    if hit.fix is None:
        return hit
    _, _, ((_, _, written), *_) = hit.fix
    if not written.startswith("<"):
        return hit
    return hit._replace(message="dropped", fix=None)


def _find_all(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    yield from other_signs(document, options["packages"])
    if MARK not in document.body:
        return
    done: set[int] = set()
    for marks in lines_of_marks(document):
        yield from _judge_line(document, marks)
        done.update(mark.start for mark in marks)
    for marks in nested_lines(document):
        if marks[0].start not in done:
            yield from _judge_line(document, marks)


def _judge_line(document: Document, marks: Sequence[Mark]) -> Iterator[Hit]:
    """Take the *marks* in pairs, as they were meant, and tell which pairs cannot be read.

    Where they are odd in number nobody knows which belong together.
    """
    text, base = document.source.text, document.body_start
    if len(marks) % 2:
        return
    for first, second in zip(marks[::2], marks[1::2], strict=True):
        bold = read_between(text, first.start, second.start)
        hit = _judge(bold, _STARS if first.literal or second.literal else _WRONG)
        if hit is not None and hit.message != "blank" and "jekyll" in document.settings.generators:
            continue  # kramdown looks for blanks beside the stars, and for nothing else
        if hit is not None and not document.templates.overlap(bold.start - base, bold.end - base):
            yield hit


def _judge(bold: Emphasis, effect: str) -> Hit | None:
    """Why the stars are not read, if that is certain and bold text was meant."""
    inner = bold.inner
    if not is_of_words(inner):
        return None
    first, last = inner[0], inner[-1]
    if first.isspace() or last.isspace():
        return _judge_blanks(bold)
    opens = not is_mark(first) or is_edge(bold.before)
    closes = not is_mark(last) or is_edge(bold.after)
    if opens and closes:
        return None
    if (first in CLOSING or last in OPENING) and first + last not in ENCLOSING:
        return None
    if not opens and not (is_far(bold.before) or is_wide(first, inner)):
        return None
    if not (closes or is_far(bold.after) or is_wide(last, inner) or _is_word_begun(bold)):
        return None
    return _hit(bold, last if opens else first, effect)


def _is_word_begun(bold: Emphasis) -> bool:
    """``**Note:**text`` or ``**„Wort“**s``: a label or quoted words, and a letter right after."""
    inner = bold.inner
    if bold.before.strip() or not bold.after.isalpha() or len(inner) <= 3:
        return False
    return (inner[0].isupper() and inner[-1] in ":.!?") or inner[0] + inner[-1] in ENCLOSING


def _judge_blanks(bold: Emphasis) -> Hit | None:
    """A blank inside the stars; one on both sides of them is a sign between numbers or names."""
    words = bold.inner.strip()
    first, last = bold.inner[0].isspace(), bold.inner[-1].isspace()
    if first and not last:
        return None  # the second star of two notes looks like that, too
    if last and not first and _is_begun(bold, words):
        return _blank_hit(bold, words, " " if bold.after.isalnum() else "")
    if (first and bold.before in (" ", "\t")) or bold.after in (" ", "\t"):
        return None
    if not (LETTER.match(words[0]) and LETTER.match(words[-1])) or (" " in words and not first):
        return None
    if bold.before.isascii() and bold.before.isalnum():
        return None
    if bold.after.isascii() and bold.after.isalnum():
        return None
    return _blank_hit(bold, words, "")


def _is_begun(bold: Emphasis, words: str) -> bool:
    """Whether the first stars stand where bold words begin: ``a **bold **word``."""
    if bold.before.strip() and bold.before not in OPENING:
        return False
    is_quoted = words[0] + words[-1] in ENCLOSING
    return len(words) > 2 and (is_quoted or (words[0].isalpha() and words[-1].isalpha()))


def _blank_hit(bold: Emphasis, words: str, blank: str) -> Hit:
    new = f"**{words}**{blank}"
    fix = Fix("unsafe", "Remove the blanks", (Edit(bold.start, bold.end, new),))
    values = {"text": f"**{bold.inner}**", "words": f"**{words}**"}
    return Hit(Span(bold.start, bold.end), values, message="blank", fix=fix)


def _hit(bold: Emphasis, mark: str, effect: str) -> Hit:
    values = {"text": f"**{bold.inner}**", "mark": mark, "effect": effect, "sign": "**"}
    span = Span(bold.start, bold.end)
    moved = move_out(bold.inner)
    if moved is not None:
        fix = Fix("unsafe", "Put the stars around the words", (Edit(*span, moved),))
        return Hit(span, {**values, "words": moved}, fix=fix)
    new = f"<strong>{bold.inner}</strong>"
    return Hit(
        span, values, message="tag", fix=Fix("unsafe", "Write <strong>", (Edit(*span, new),))
    )


def unclosed_emphasis(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Two stars at the beginning or end of words that have no other half in their paragraph."""
    if document.kind != "markdown" or MARK not in document.body:
        return
    text, base = document.source.text, document.body_start
    for marks in lines_of_marks(document):
        if len(marks) != 1 or not marks[0].literal:
            continue
        start = marks[0].start
        paragraph = _paragraph_around(text, start)
        if paragraph.count(MARK) != 1 or "`" in paragraph or "$" in paragraph:
            continue
        if document.templates.overlap(start - base, start + 2 - base):
            continue
        before, after = text[start - 1 : start], text[start + 2 : start + 3]
        if _begins_words(before, after) or _ends_words(before, after):
            yield Hit(Span(start, start + 2))


def _paragraph_around(text: str, at: int) -> str:
    """The paragraph that holds *at*, or what is near of one that is very long."""
    low, high = max(0, at - _NEAR), at + _NEAR
    for gap in _GAP.finditer(text, low, at):
        low = gap.end()
    below = _GAP.search(text, at, high)
    return text[low : below.start() if below else high]


def _begins_words(before: str, after: str) -> bool:
    if LETTER.match(after) or after in PAIRS:
        return not (before.isascii() and before.isalnum())
    return after.isupper() and not before.strip()


def _ends_words(before: str, after: str) -> bool:
    return bool(LETTER.match(before)) and not (after.isascii() and after.isalnum())

"""Finds single stars, underscores and tildes around words that Markdown does not read as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from contentlint.checks.hexo_site import is_rendered_by, packages_of
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
    move_out,
    read_between,
)
from contentlint.checks.markdown_raw import in_raw_block, is_mark
from contentlint.findings import Edit, Fix, Hit, Severity
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["other_signs"]

_NAMES: Final = {
    "***": "bold and in italics",
    "__": "bold",
    "~~": "struck out",
    "*": "in italics",
}
_TAGS: Final = {
    "***": ("<strong><em>", "</em></strong>"),
    "__": ("<strong>", "</strong>"),
    "~~": ("<del>", "</del>"),
    "*": ("<em>", "</em>"),
}
_LONGEST_LINE: Final = 4000
_QUOTES: Final = frozenset("“‘「『")


def other_signs(document: Document, packages: Sequence[str]) -> Iterator[Hit]:
    """Pairs of signs other than two stars that stand in the text as they are."""
    lenient = "jekyll" in document.settings.generators
    for sign in _NAMES:
        if sign not in document.body or (lenient and sign != "__"):
            continue
        if sign != "~~" or not _strikes_all(document, packages):
            yield from _judge_lines(document, sign)


def _judge_lines(document: Document, sign: str) -> Iterator[Hit]:
    """Pairs of *sign* on a line of which Markdown reads none."""
    prose, source = document.page.prose, document.source.text
    text, base, done = prose.text, document.body_start, 0
    while (at := text.find(sign, done)) >= 0:
        begin = text.rfind("\n", done, at) + 1 or done
        end = text.find("\n", at)
        done = end = len(text) if end < 0 else end
        if end - begin > _LONGEST_LINE or text.count("$", begin, end) > 1:
            continue
        starts = _literal_starts(document, sign, begin, end)
        if len(starts) % 2 or not starts or in_raw_block(document, starts[0]):
            continue
        for first, second in zip(starts[::2], starts[1::2], strict=True):
            found = read_between(source, first, second, sign)
            hit = _judge(found, sign)
            if hit is not None and not document.templates.overlap(first - base, found.end - base):
                yield hit


def _literal_starts(document: Document, sign: str, begin: int, end: int) -> list[int]:
    """Where *sign* stands in a line of the prose; nowhere if Markdown reads one of them."""
    prose, source, starts = document.page.prose, document.source.text, []
    at = prose.text.find(sign, begin, end)
    while at >= 0:
        high = at + len(sign)
        start = prose.locate(at, high).start
        if not prose.is_verbatim(at, high) or source[start - 1 : start] in (sign[0], "\\"):
            return []
        if source.startswith(sign[0], start + len(sign)):
            return []
        starts.append(start)
        at = prose.text.find(sign, high, end)
    if starts and source.count(sign, starts[0], starts[-1] + len(sign)) != len(starts):
        return []
    return starts


def _judge(found: Emphasis, sign: str) -> Hit | None:
    """Why *sign* is not read, if that is certain and the words were to stand out.

    Underscores mean nothing between letters, and tildes may be a tone of voice.
    """
    inner = found.inner
    if not is_of_words(inner):
        return None
    first, last = inner[0], inner[-1]
    if sign == "*":
        return _judge_star(found)
    if first.isspace() or last.isspace() or first in CLOSING or last in OPENING:
        return None
    if not LETTER.search(inner):
        return _judge_pair(found, sign)
    opens = is_edge(found.before) or not (is_mark(first) or sign == "__")
    closes = is_edge(found.after) or not (is_mark(last) or sign == "__")
    if opens and closes:
        return None
    if not (opens or LETTER.match(found.before)) or not (closes or LETTER.match(found.after)):
        return None
    if sign == "~~" and found.before.strip():
        return _judge_pair(found, sign)
    return _hit(found, sign, last if opens else first)


def _judge_star(found: Emphasis) -> Hit | None:
    """A star on each side of quoted words: others may belong to a note or a formula."""
    first, last = found.inner[0], found.inner[-1]
    if first + last not in ENCLOSING or first in found.inner[1:-1]:
        return None
    opens, closes = is_edge(found.before), is_edge(found.after)
    if (opens and closes) or not (opens or is_far(found.before)):
        return None
    if not (closes or is_far(found.after)):
        return None
    return _hit(found, "*", last if opens else first)


def _judge_pair(found: Emphasis, sign: str) -> Hit | None:
    """Words in brackets or quotation marks, with a letter of Chinese on one side of the signs."""
    first, last = found.inner[0], found.inner[-1]
    if PAIRS.get(first) != last or first in found.inner[1:]:
        return None
    if sign == "~~" and first in _QUOTES:
        return None  # somebody may speak between two tildes
    if not LETTER.match(found.before) and not LETTER.match(found.after):
        return None
    return _hit(found, sign, first if LETTER.match(found.before) else last)


def _hit(found: Emphasis, sign: str, mark: str) -> Hit:
    inner, span, by_mark = found.inner, Span(found.start, found.end), is_mark(mark)
    values = {"text": f"{sign}{inner}{sign}", "sign": sign, "what": _NAMES[sign], "mark": mark}
    moved = None
    if sign == "__":
        moved = move_out(inner)
    elif sign[0] == "*":
        moved = move_out(inner, sign)
    begin, end = _TAGS[sign]
    new = moved or f"{begin}{inner}{end}"
    fix = Fix("unsafe", f"Write {new}", (Edit(*span, new),))
    message = "sign" if by_mark else "underscores"
    # underscores between letters may be blanks to be filled in, and tildes a tone of voice
    is_sure = found.before.strip() == "" if sign == "~~" else by_mark
    severity: Severity | None = None if is_sure else "info"
    return Hit(span, {**values, "words": new}, message=message, fix=fix, severity=severity)


def _strikes_all(document: Document, packages: Sequence[str]) -> bool:
    """Whether marked renders, which strikes out whatever stands around; Hexo has it by itself."""
    if "hexo" not in document.settings.generators:
        return False
    return not is_rendered_by(packages_of(document, packages), "hexo-renderer-markdown-it")

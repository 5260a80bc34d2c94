"""Finds bold text and other emphasis that Markdown does not read as such: readers see the signs.

By CommonMark's rules of flanking (6.2), ``**`` between a letter and punctuation inside the bold
text neither begins nor ends it.  Chinese, Japanese and Thai have no blanks between words, and
Korean, Hebrew or Arabic write particles together with them, so there it happens all the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.cjk_text import HAN
from contentlint.checks.hexo_site import is_rendered_by, packages_of
from contentlint.checks.markdown_emphasis_marks import MARK, Mark, lines_of_marks, nested_lines
from contentlint.checks.markdown_raw import in_raw_block, is_mark
from contentlint.findings import Edit, Fix, Hit, Severity
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["unclosed_emphasis", "unparsed_emphasis"]

_OTHERS: Final = {
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
_STARS: Final = "and readers see the stars"
_WRONG: Final = "and other words are"
# Chinese, Japanese and Korean; Thai, Lao, Burmese and Khmer
_LETTER: Final = pattern(
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
_CLOSING: Final = frozenset("，。、；：！？…,.;:!?)]}）】〗》〉」』”’％%/\\")
_OPENING: Final = frozenset("([{（【〖《〈「『“‘/\\")
_TRAILING: Final = "，。、；：！？,.;:!?"
_PAIRS: Final = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "【": "】", "（": "）"}
_QUOTES: Final = frozenset("“‘「『")
_ENCLOSING: Final = frozenset(
    (
        *('""', "„“", "„”", "‚‘", "‚’", "«»", "»«", "‹›", "›‹", "״״"),
        *("〈〉", "〔〕", "［］", "﹁﹂", "﹃﹄", "〝〞", "〝〟"),
        *map("".join, _PAIRS.items()),
    )
)
# a character reference, whose semicolon is no mark of the text
_REFERENCE: Final = pattern(r"&#?\w{1,40};")
_LONGEST: Final = 200
_NEAR: Final = 4000
_GAP: Final = pattern(r"\n[ \t>]*+\n")


class _Bold(NamedTuple):
    """What was to be bold, from the first star to the last, and the characters around it."""

    start: int
    end: int
    inner: str
    before: str
    after: str


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
    lenient = "jekyll" in document.settings.generators
    for sign in _OTHERS:
        if sign not in document.body or (lenient and sign != "__"):
            continue
        if sign != "~~" or not _strikes_all(document, options["packages"]):
            yield from _other_signs(document, sign)
    if MARK not in document.body:
        return
    done: set[int] = set()
    for marks in lines_of_marks(document):
        yield from _judge_line(document, marks)
        done.update(mark.start for mark in marks)
    for marks in nested_lines(document):
        if marks[0].start not in done:
            yield from _judge_line(document, marks)


def _strikes_all(document: Document, packages: Sequence[str]) -> bool:
    """Whether marked renders, which strikes out whatever stands around; Hexo has it by itself."""
    if "hexo" not in document.settings.generators:
        return False
    return not is_rendered_by(packages_of(document, packages), "hexo-renderer-markdown-it")


def _judge_line(document: Document, marks: Sequence[Mark]) -> Iterator[Hit]:
    """Take the *marks* in pairs, as they were meant, and tell which pairs cannot be read.

    Where they are odd in number nobody knows which belong together.
    """
    text, base = document.source.text, document.body_start
    if len(marks) % 2:
        return
    for first, second in zip(marks[::2], marks[1::2], strict=True):
        bold = _read(text, first.start, second.start)
        hit = _judge(bold, _STARS if first.literal or second.literal else _WRONG)
        if hit is not None and hit.message != "blank" and "jekyll" in document.settings.generators:
            continue  # kramdown looks for blanks beside the stars, and for nothing else
        if hit is not None and not document.templates.overlap(bold.start - base, bold.end - base):
            yield hit


def _read(text: str, first: int, second: int) -> _Bold:
    return _Bold(
        first,
        second + 2,
        text[first + 2 : second],
        text[first - 1 : first] if first else "",
        text[second + 2 : second + 3],
    )


def _judge(bold: _Bold, effect: str) -> Hit | None:
    """Why the stars are not read, if that is certain and bold text was meant."""
    inner = bold.inner
    if not inner.strip() or len(inner) > _LONGEST or "\n" in inner or "|" in inner:
        return None
    first, last = inner[0], inner[-1]
    if first.isspace() or last.isspace():
        return _judge_blanks(bold)
    opens = not is_mark(first) or _parts(bold.before)
    closes = not is_mark(last) or _parts(bold.after)
    if opens and closes:
        return None
    if (first in _CLOSING or last in _OPENING) and first + last not in _ENCLOSING:
        return None
    if not opens and not (_is_far(bold.before) or _is_wide(first, inner)):
        return None
    if not (closes or _is_far(bold.after) or _is_wide(last, inner) or _is_word_begun(bold)):
        return None
    return _hit(bold, last if opens else first, effect)


def _is_far(character: str) -> bool:
    """Whether *character* is a letter of a script in which no program and no formula is written."""
    return bool(_LETTER.match(character) or _FAR_LETTER.match(character))


def _is_wide(mark: str, inner: str) -> bool:
    """Whether *mark* is one that stands in Chinese or Japanese text only, as *inner* is."""
    return not mark.isascii() and _LETTER.search(inner) is not None


def _is_word_begun(bold: _Bold) -> bool:
    """``**Note:**text`` or ``**„Wort“**s``: a label or quoted words, and a letter right after."""
    inner = bold.inner
    if bold.before.strip() or not bold.after.isalpha() or len(inner) <= 3:
        return False
    return (inner[0].isupper() and inner[-1] in ":.!?") or inner[0] + inner[-1] in _ENCLOSING


def _judge_blanks(bold: _Bold) -> Hit | None:
    """A blank inside the stars; one on both sides of them is a sign between numbers or names."""
    words = bold.inner.strip()
    first, last = bold.inner[0].isspace(), bold.inner[-1].isspace()
    if first and not last:
        return None  # the second star of two notes looks like that, too
    if last and not first and _is_begun(bold, words):
        return _blank_hit(bold, words, " " if bold.after.isalnum() else "")
    if (first and bold.before in (" ", "\t")) or bold.after in (" ", "\t"):
        return None
    if not (_LETTER.match(words[0]) and _LETTER.match(words[-1])) or (" " in words and not first):
        return None
    if bold.before.isascii() and bold.before.isalnum():
        return None
    if bold.after.isascii() and bold.after.isalnum():
        return None
    return _blank_hit(bold, words, "")


def _is_begun(bold: _Bold, words: str) -> bool:
    """Whether the first stars stand where bold words begin: ``a **bold **word``."""
    if bold.before.strip() and bold.before not in _OPENING:
        return False
    is_quoted = words[0] + words[-1] in _ENCLOSING
    return len(words) > 2 and (is_quoted or (words[0].isalpha() and words[-1].isalpha()))


def _blank_hit(bold: _Bold, words: str, blank: str) -> Hit:
    new = f"**{words}**{blank}"
    fix = Fix("unsafe", "Remove the blanks", (Edit(bold.start, bold.end, new),))
    values = {"text": f"**{bold.inner}**", "words": f"**{words}**"}
    return Hit(Span(bold.start, bold.end), values, message="blank", fix=fix)


def _parts(character: str) -> bool:
    """Whether *character* beside the stars lets punctuation stand on their other side."""
    return not character or character.isspace() or is_mark(character)


def _hit(bold: _Bold, mark: str, effect: str) -> Hit:
    values = {"text": f"**{bold.inner}**", "mark": mark, "effect": effect, "sign": "**"}
    span = Span(bold.start, bold.end)
    moved = _move_out(bold.inner)
    if moved is not None:
        fix = Fix("unsafe", "Put the stars around the words", (Edit(*span, moved),))
        return Hit(span, {**values, "words": moved}, fix=fix)
    new = f"<strong>{bold.inner}</strong>"
    return Hit(
        span, values, message="tag", fix=Fix("unsafe", "Write <strong>", (Edit(*span, new),))
    )


def _move_out(inner: str, sign: str = MARK) -> str | None:
    """*inner* between *sign*, the marks at its ends outside, where that is where they belong."""
    words = inner.rstrip(_TRAILING)
    reference = _REFERENCE.match(inner, inner.rfind("&")) if "&" in inner else None
    if reference is not None and reference.end() > len(words):
        return None
    before, after = "", inner[len(words) :]
    if not after and inner[0] + inner[-1] in _ENCLOSING:
        words, before, after = inner[1:-1], inner[0], inner[-1]
        if before in words or after in words:
            return None
    if not words or is_mark(words[0]) or is_mark(words[-1]):
        return None
    if words[0].isspace() or words[-1].isspace() or not _is_balanced(words):
        return None
    return f"{before}{sign}{words}{sign}{after}"


def _other_signs(document: Document, sign: str) -> Iterator[Hit]:
    """Pairs of *sign* on a line of which Markdown reads none."""
    prose, source = document.page.prose, document.source.text
    text, base, done = prose.text, document.body_start, 0
    while (at := text.find(sign, done)) >= 0:
        begin = text.rfind("\n", done, at) + 1 or done
        end = text.find("\n", at)
        done = end = len(text) if end < 0 else end
        if end - begin > _NEAR or text.count("$", begin, end) > 1:
            continue
        starts = _literal_starts(document, sign, begin, end)
        if len(starts) % 2 or not starts or in_raw_block(document, starts[0]):
            continue
        for first, second in zip(starts[::2], starts[1::2], strict=True):
            inner = source[first + len(sign) : second]
            before, after = source[first - 1 : first], source[second + len(sign) :][:1]
            bold = _Bold(first, second + len(sign), inner, before if first else "", after)
            hit = _judge_other(bold, sign)
            if hit is not None and not document.templates.overlap(first - base, bold.end - base):
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


def _judge_other(bold: _Bold, sign: str) -> Hit | None:
    """As `_judge`; underscores mean nothing between letters, and tildes may be a tone of voice."""
    inner = bold.inner
    if not inner.strip() or len(inner) > _LONGEST or "\n" in inner or "|" in inner:
        return None
    first, last = inner[0], inner[-1]
    if sign == "*":
        return _judge_star(bold)
    if first.isspace() or last.isspace() or first in _CLOSING or last in _OPENING:
        return None
    if not _LETTER.search(inner):
        return _judge_pair(bold, sign)
    opens = _parts(bold.before) or not (is_mark(first) or sign == "__")
    closes = _parts(bold.after) or not (is_mark(last) or sign == "__")
    if opens and closes:
        return None
    if not (opens or _LETTER.match(bold.before)) or not (closes or _LETTER.match(bold.after)):
        return None
    if sign == "~~" and bold.before.strip():
        return _judge_pair(bold, sign)
    return _other_hit(bold, sign, last if opens else first)


def _judge_star(bold: _Bold) -> Hit | None:
    """A star on each side of quoted words: others may belong to a note or a formula."""
    first, last = bold.inner[0], bold.inner[-1]
    if first + last not in _ENCLOSING or first in bold.inner[1:-1]:
        return None
    opens, closes = _parts(bold.before), _parts(bold.after)
    if (opens and closes) or not (opens or _is_far(bold.before)):
        return None
    if not (closes or _is_far(bold.after)):
        return None
    return _other_hit(bold, "*", last if opens else first)


def _judge_pair(bold: _Bold, sign: str) -> Hit | None:
    """Words in brackets or quotation marks, with a letter of Chinese on one side of the signs."""
    first, last = bold.inner[0], bold.inner[-1]
    if _PAIRS.get(first) != last or first in bold.inner[1:]:
        return None
    if sign == "~~" and first in _QUOTES:
        return None  # somebody may speak between two tildes
    if not _LETTER.match(bold.before) and not _LETTER.match(bold.after):
        return None
    return _other_hit(bold, sign, first if _LETTER.match(bold.before) else last)


def _other_hit(bold: _Bold, sign: str, mark: str) -> Hit:
    inner, span, by_mark = bold.inner, Span(bold.start, bold.end), is_mark(mark)
    values = {"text": f"{sign}{inner}{sign}", "sign": sign, "what": _OTHERS[sign], "mark": mark}
    moved = None
    if sign == "__":
        moved = _move_out(inner)
    elif sign[0] == "*":
        moved = _move_out(inner, sign)
    begin, end = _TAGS[sign]
    new = moved or f"{begin}{inner}{end}"
    fix = Fix("unsafe", f"Write {new}", (Edit(*span, new),))
    message = "sign" if by_mark else "underscores"
    # underscores between letters may be blanks to be filled in, and tildes a tone of voice
    is_sure = bold.before.strip() == "" if sign == "~~" else by_mark
    severity: Severity | None = None if is_sure else "info"
    return Hit(span, {**values, "words": new}, message=message, fix=fix, severity=severity)


def _is_balanced(words: str) -> bool:
    """Whether no quotation mark or bracket in *words* lacks its other half."""
    if words.count('"') % 2:
        return False
    return all(words.count(first) == words.count(last) for first, last in _PAIRS.items())


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
    if _LETTER.match(after) or after in _PAIRS:
        return not (before.isascii() and before.isalnum())
    return after.isupper() and not before.strip()


def _ends_words(before: str, after: str) -> bool:
    return bool(_LETTER.match(before)) and not (after.isascii() and after.isalnum())

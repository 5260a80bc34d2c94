"""What stands in a post that rules about text look for: one look for all of them.

Most posts hold nothing of it, and then these rules are not called (`given` in their files).  A
sign promises nothing: it is there whenever its rule finds something, and at times when it does
not.  Most of them are sought in the post's ASCII and Latin-1 characters alone, which are few in
Chinese: characters that follow each other in the post do so when those between others are gone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contentlint.document.characters import LATIN_HEADS
from contentlint.patterns import pattern
from contentlint.rules.triggers import FACTS, bits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = [
    "AWAITED",
    "CUT_ENDINGS",
    "CUT_WORDS",
    "GBK_HEADS",
    "LATIN_HEADS",
    "LONGEST_ENDING",
    "LONG_RUN",
    "SHORT_BODY",
    "SHORT_RUNS",
    "SIGNS",
    "holds_any",
    "holds_awaited",
    "signs_of",
    "speaks_of",
]

AWAITED: Final = ("待补充", "待完善", "待续写", "待填写")
"""Words for a text that is to be written."""
SHORT_BODY: Final = 400
"""A body of so many characters may be a stand-in as a whole."""
GBK_HEADS: Final = "\u951f\u951b\u9286\u9428"
"""What the commonest marks and letters of Chinese become when they are read as GBK."""
LONG_RUN: Final = 16
"""Almost every credential has so many letters, digits and underscores in a row."""
SHORT_RUNS: Final = "/webhook/send?key="
"""What the one shape of a credential without such a row begins with."""
CUT_ENDINGS: Final = (
    *("...", "…", "。。。", "]", ")", "»", "→", "›", ">"),
    *("全文", "更多", "全部", "内容", "阅读", "閱讀", "読む", "보기", "읽기"),
)
"""How a text that was cut off must end, if not in one of `CUT_WORDS`."""
CUT_WORDS: Final = (
    *("more", "reading", "article", "story", "post", "text", "more.", "全文。"),
    *("lesen", "suite", "más", "leyendo", "mais", "lendo", "tutto", "leggere", "dalej", "więcej"),
    *("далее", "дальше", "полностью", "далі", "oku", "tiếp", "thêm", "المزيد", "مطلب", "עוד"),
)
LONGEST_ENDING: Final = 9

SIGNS: Final = bits_of(
    (
        *("odd-characters", "references", "foreign-letters", "long-words", "stand-ins"),
        *("directives", "definitions", "late-text", "title-first", "cut-ending"),
        *("typographic-tags", "shown-tags"),
    )
)
"""The facts of a post that `signs_of` finds out."""

_ODD, _REFERENCES = FACTS["odd-characters"], FACTS["references"]
_FOREIGN, _LONG_WORDS = FACTS["foreign-letters"], FACTS["long-words"]
_STAND_INS, _DIRECTIVES = FACTS["stand-ins"], FACTS["directives"]
_DEFINITIONS, _LATE_TEXT = FACTS["definitions"], FACTS["late-text"]
_TITLE_FIRST, _CUT_ENDING = FACTS["title-first"], FACTS["cut-ending"]
_TYPOGRAPHIC, _SHOWN_TAGS = FACTS["typographic-tags"], FACTS["shown-tags"]


_LONG_WORD: Final = "x" * LONG_RUN
_AWAITED: Final = AWAITED[0][0]
# how a mark in brackets begins, also one with a letter that only Unicode calls the same (ı, ſ)
_BRACKETS: Final = re.compile(
    r"\[(?=[\[/_TtCcGgAaVvPpEeSsOoWw])(?:\[|/|_?[Tt][Oo][Cc]|[Cc][Aa]|[Gg][Aa]|[Aa][Uu]"
    r"|[Vv][IiDd]|[Pp][Ll]|[Ee][Mm]|[Ss]?[Oo][Uu]|[Ww][Pp])"
)
_NAMES: Final = (
    "(?:p|div|h[1-6]|blockquote|[uo]l|li|span|strong|em|[abi]|img|br|section|article|table|tbody"
    "|thead|t[rhd])"
)
# the first character of a page that is seen, after tags that are no code and spelt plainly
_FIRST: Final = re.compile(rf'(?:\s|</?{_NAMES}(?: [a-zA-Z-]+="[^"]*")* ?/?>)*+([^\s<&])')
_PLAIN_TAG: Final = re.compile(rf"</?{_NAMES}(?: [^<>]*)?>")
_SHOWN_MORE: Final = pattern(r"ore ?[-–—―－]+ ?(?:&gt;|[›》＞»])")
_ENDS: Final = "›＞"
_ODD_MORE: Final = re.compile(r"<!--(?! ?[Mm][Oo][Rr][Ee] ?-->)[-\s]*+[Mm]ore[-\s]*+>")
_NONE: Final[frozenset[str]] = frozenset()
_VALUES_IN_QUOTES: Final = re.compile(r"=\s*[“”„‘’＂＇]")
_CODE: Final = re.compile("<code[^<>]*>[^<]*</code>")
_TAIL: Final = 120


def signs_of(document: Document) -> int:
    """The bits of `SIGNS` that hold for *document*."""
    text = document.source.text
    plain = document.latin
    kinds = document.kinds
    signs = _REFERENCES if "&" in plain else 0
    if _LONG_WORD in kinds or SHORT_RUNS in plain:
        signs |= _LONG_WORDS
    if "!" in kinds or document.may_hold_odd:
        signs |= _ODD
    else:  # whom the references call looks no more
        document.page.cache["odd-characters"] = _NONE
    if "F" in kinds or holds_any(text, GBK_HEADS):
        signs |= _FOREIGN
    if len(text) - document.body_start <= SHORT_BODY or _may_stand_in(text, plain):
        signs |= _STAND_INS
    page = document.page
    if document.kind == "markdown":
        marked = _may_hold_directives(plain)
        if _may_show_tags(document, page.html, plain):
            signs |= _SHOWN_TAGS
    else:
        marked = False
    if marked or document.templates.tags:
        signs |= _DIRECTIVES
    if "]" in plain and "]:" in plain:
        signs |= _DEFINITIONS
    if not page.made and _VALUES_IN_QUOTES.search(page.survey.text) is not None:
        signs |= _TYPOGRAPHIC
    return signs | _look_at_ends(document)


def _may_stand_in(text: str, plain: str) -> bool:
    if "ipsum" in plain or ("P" in plain and "IPSUM" in plain):
        return True
    if "O" in plain and "TODO" in plain:
        return True
    return holds_awaited(text)


def holds_awaited(text: str) -> bool:
    """Whether any word of `AWAITED` stands in *text*."""
    # one character is found far sooner than several
    at = text.find(_AWAITED)
    while at >= 0:
        if text.startswith(AWAITED, at):
            return True
        at = text.find(_AWAITED, at + 1)
    return False


def holds_any(text: str, characters: str) -> bool:
    """Whether any of *characters* stands in *text*."""
    for character in characters:  # noqa: SIM110  a generator costs more than all the tests
        if character in text:
            return True
    return False


def speaks_of(document: Document, words: Iterable[str]) -> bool:
    """Whether any of *words* stands in the post, but for the comments that speak to the linter."""
    text = document.source.text
    if not any(word in text for word in words):
        return False
    if not document.names_us:
        return True
    from contentlint.suppression_comments import text_beside

    beside = text_beside(document)
    return any(word in beside for word in words)


def _may_show_tags(document: Document, html: str, plain: str) -> bool:
    """Whether readers may see a tag or comment as it is written, or a mark may be none to Hexo."""
    ends = False
    if "&" in html:
        if "<" in plain and "&lt;" in html:
            return True
        ends = "&gt;" in html
        if ends and '"&gt;' in html:
            return True
    if (ends or holds_any(html, _ENDS)) and "ore" in plain and _SHOWN_MORE.search(html):
        return True
    return not document.page.made and _holds_odd_more(plain)


def _holds_odd_more(plain: str) -> bool:
    at = plain.find("<!--")
    while at >= 0:
        if _ODD_MORE.match(plain, at):
            return True
        at = plain.find("<!--", at + 4)
    return False


def _may_hold_directives(plain: str) -> bool:
    if "[" in plain and _BRACKETS.search(plain) is not None:
        return True
    if "{" in plain and "{:" in plain:
        return True
    return ":::" in plain or ("!" in plain and "!!!" in plain)


def _look_at_ends(document: Document) -> int:
    """The signs that the first and the last characters of the page give."""
    page = document.page
    signs = _CUT_ENDING if _may_be_cut(page) else 0
    first = _FIRST.match(page.html)
    if first is None:
        return signs | _LATE_TEXT | _TITLE_FIRST
    if _may_begin(document.front_matter.values.get("title"), first.group(1)):
        signs |= _TITLE_FIRST
    return signs


def _may_begin(title: object, first: str) -> bool:
    """Whether *first* may begin the *title*: it does not if both begin in different letters."""
    if title is None:
        return False
    mine, other = str(title)[:1].casefold()[:1], first.casefold()[:1]
    return mine == other or not mine.isalnum() or not other.isalnum()


def _may_be_cut(page: Page) -> bool:
    """Whether the last text of *page* may end like one that was cut off.

    The text before plain tags, code left out, ends as the last block does.  Where no bracket is
    left in its end, no reference changes it, and everything that was opened is closed, it holds
    nothing that is no text.
    """
    html = page.html
    if "&" in html or not page.clean or page.errors:
        return True
    tail = html[-_TAIL:]
    if tail.endswith("</p>\n"):  # as most posts end
        end = tail[-LONGEST_ENDING - 5 : -5]
        if "<" not in end and not end[-1:].isspace():
            return _is_cut(end)
    if page.made and tail.endswith("</pre>\n"):
        start = html.rfind("<pre>")
        tail = html[max(0, start - _TAIL) : start]
    if "</code>" in tail:
        tail = _CODE.sub("", tail)
    tail = _PLAIN_TAG.sub("", tail).rstrip()[-LONGEST_ENDING:]
    return "<" in tail or _is_cut(tail)


def _is_cut(end: str) -> bool:
    if len(end) < LONGEST_ENDING or ">" in end:
        return True
    return end.endswith(CUT_ENDINGS) or end.lower().endswith(CUT_WORDS)

"""Checks of how much text a post has: none, too little, or a part of what there was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.text_blocks import first_blocks, holds_media, last_blocks, place_block
from contentlint.checks.text_signs import CUT_ENDINGS, CUT_WORDS, LONGEST_ENDING
from contentlint.checks.text_title import find_repetition
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["empty_body", "too_short", "truncated"]

# pages whose content the layout makes, and posts that only lead elsewhere
_MADE_BY_LAYOUT: Final = frozenset(
    (
        "redirect",
        "redirect_to",
        "redirectto",
        "external_url",
        "externalurl",
        "link",
        "photos",
        "gallery",
        "sections",
        "blocks",
        "cascade",
        "menu",
    )
)
_POST_LAYOUTS: Final = frozenset(("post", "posts", "blog", "article", "default", "single", ""))
_CUT_MARK: Final = pattern(
    r"(?:\[\s*(?:…+|\.{3,})\s*\]|\(\s*(?:…|\.{3,})\s*\)"
    r"|(?:点击|點擊)?(?:阅读|查看|展开|閱讀|展開)(?:全文|更多|全部|剩余内容)|继续阅读|繼續閱讀"
    # in these languages, only words that stand alone, or after dots, a bracket or an arrow
    r"|(?:\A|(?<=[….\[(»→|])|(?<=[….\[(»→|]\s))(?:続きを読む|全文を読む|もっと読む"
    r"|더 ?보기|계속 읽기|weiterlesen|mehr lesen|lire la suite|leer más|seguir leyendo|leia mais"
    r"|continuar lendo|leggi tutto|continua a leggere|czytaj (?:dalej|więcej)"
    r"|читать (?:далее|дальше|полностью)|читати далі|devamını oku|đọc tiếp|xem thêm"
    r"|اقرأ المزيد|ادامه مطلب|קרא עוד)"
    r"|\b(?:read|continue|see|show|view)(?: the)?"
    r"(?: full (?:article|story|post|text)| more| reading)"
    r")[\s.。»→›>…]*\Z",
    re.IGNORECASE,
)
_LEFT_OUT: Final = pattern(r"\s*+[\"“„«]?+\s*+[\[(](?:…|\.{3})[\])]")
_DOTS: Final = pattern(r"(?<![.。])(?:\.{3}|。{3})\Z|(?<!…)…\Z")


def empty_body(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """A post without text, picture, code or anything else to see."""
    for start, end, _ in document.page.survey.texts_in_turn():
        piece = document.page.html[start:end]
        if not piece.isspace() and ("&" not in piece or not unescape(piece).isspace()):
            return ()
    if holds_media(document) or _is_made_by_layout(document) or _is_swallowed(document):
        return ()
    front = document.front_matter
    if front.format is None:
        return (Hit(Span(0, 0), message="markup" if document.body.strip() else "file"),)
    return (Hit(front.open_fence),)


def _is_swallowed(document: Document) -> bool:
    """Whether something that never ends, which is told already, hides the text."""
    page = document.page
    if page.clean and not page.errors:
        return False
    if any(error.code.startswith("eof-in-") for error in page.errors):
        return True
    from contentlint.checks.structure import swallows_text

    return swallows_text(document)


def _is_made_by_layout(document: Document) -> bool:
    name = PurePath(document.source.path).name.lower()
    if name.startswith(("_", "index.", "readme.")):
        return True
    values = document.front_matter.values
    if not _MADE_BY_LAYOUT.isdisjoint(str(key).lower() for key in values):
        return True
    return any(
        str(values.get(key) or "").lower() not in _POST_LAYOUTS for key in ("layout", "type")
    )


def too_short(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """A post with fewer characters of text than asked for, and nothing else to see."""
    count = 0
    html = document.page.html
    for start, end, _ in document.page.survey.texts_in_turn():
        piece = html[start:end]
        count += len("".join((unescape(piece) if "&" in piece else piece).split()))
        if count >= options["minimum"]:
            return ()
    if count == 0 or document.front_matter.format is None:
        return ()
    if holds_media(document) or _is_made_by_layout(document):
        return ()
    repetition = find_repetition(document)
    if repetition is not None and repetition.kind == "only":
        return ()
    first, last = first_blocks(document.page, 1), last_blocks(document.page, 1)
    if not first or not last:
        return ()
    place = document.page.place(first[0].start, last[0].end)
    return (Hit(place.span, {"count": count}),)


def truncated(document: Document, options: Mapping[str, Any]) -> Iterable[Hit]:
    """A body that ends in the mark of a text that was cut off."""
    if not _may_be_cut(document.page):
        return ()
    blocks = last_blocks(document.page, 1)
    if not blocks:
        return ()
    block = blocks[0]
    tail = block.text[-60:]
    if not tail.endswith(CUT_ENDINGS) and not tail.lower().endswith(CUT_WORDS):
        return ()
    found = _CUT_MARK.search(tail)
    if found is not None and _LEFT_OUT.match(block.text):
        return ()  # who quotes says so what was left out before and behind
    if found is not None:
        return (Hit(_place_tail(document, block, found.group()), {"mark": found.group()}),)
    found = _DOTS.search(tail)
    if found is None or len(block.text) < options["ellipsis-from"] or _leads_on(document.page):
        return ()
    span = _place_tail(document, block, found.group())
    return (Hit(span, {"mark": found.group()}, message="dots", severity="info"),)


def _leads_on(page: Page) -> bool:
    """Whether the browser leaves the page at once: its text says where to."""
    refreshes = page.select("meta[http-equiv]") if "meta" in page.tags else ()
    return any((each.attr("http-equiv") or "").lower() == "refresh" for each in refreshes)


def _may_be_cut(page: Page) -> bool:
    """Whether the last text of the page may end like one that was cut off, by that text alone."""
    html = page.html
    for start, end, fresh in page.survey.texts_from_end():
        text = html[start:end].rstrip()
        if text:
            # what stands before it in the same block may belong to its end, or to a reference
            apart = fresh or (len(text) >= LONGEST_ENDING and "&" not in html)
            if not apart or "&" in text:
                return True
            tail = text[-LONGEST_ENDING:]
            return tail.endswith(CUT_ENDINGS) or tail.lower().endswith(CUT_WORDS)
    return False


def _place_tail(document: Document, block: Any, mark: str) -> Span:
    """The place of *mark* at the end of *block*, or of the block where it is written otherwise."""
    html, end = document.page.html, block.end
    if html[end - len(mark) : end] == mark:
        return document.page.place(end - len(mark), end).span
    # the dots may be references
    start = html.rfind(mark[0] if mark[0] in "[(" else "&", block.start, end)
    if start >= 0 and unescape(html[start:end]) == mark:
        return document.page.place(start, end).span
    return place_block(document, block)

"""Finds links that hold a link or a picture and are none, as one bracket of theirs is missing.

CommonMark (6.3) reads the inner one first; what is left of the outer one is text, so the places are
looked for in the page, where the inner one is an element already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["linked_slips"]

_ADDRESS: Final = r"[^\s()（）<>\"]{1,2000}"
_AFTER: Final = pattern(rf"\]\((?P<url>{_ADDRESS})(?P<end>\))?(?P<next>[\s<]|\Z)?")
_TOKEN: Final = pattern(r"<code>[^<]*</code>|<[^<>]*>|[\[\]]")
_BLOCK: Final = pattern(
    r"<(?:/?(?:p|li|td|th|div|h[1-6]|blockquote|[ou]l|table|tr|d[dlt]|pre|figure)\b|!--)"
)
_PICTURE: Final = pattern(r"<img [^<>]{1,4000}/>")
_OPENED: Final = pattern(
    r"\[(?P<picture><img [^<>]{1,4000}/>)"
    rf"(?:(?P<gap>\][ \t]{{1,4}})\(|(?P<wide>\]（)|\()(?P<url>{_ADDRESS})(?P<end>[)）])(?!\])"
)
_IN_LINK: Final = pattern(
    r"<a href=\"[^\"<>]{0,2000}\"[^<>]{0,500}>"
    rf"(?P<mark>!\[[^\[\]<>\n]{{0,200}}\]\({_ADDRESS})</a>"
)
_LIKE_ADDRESS: Final = pattern(r"[/#]|\.\w")
_NEAR: Final = 2000


class _Slip(NamedTuple):
    """Which message, where in the page, and what is to be put where (both there, too)."""

    message: str
    start: int
    end: int
    new: tuple[int, int, str] | None = None


def linked_slips(document: Document) -> Iterator[Hit]:
    """Pictures that should be links, and links in links, of which readers see brackets."""
    html = document.page.html
    slips: list[_Slip] = []
    if "](" in html:
        slips += _before_addresses(html)
        slips += _in_links(html)
    if "[<img" in html:
        slips += _after_pictures(html)
    for slip in sorted(slips, key=lambda slip: slip.start):
        hit = _hit(document, slip)
        if hit is not None:
            yield hit


def _before_addresses(html: str) -> Iterator[_Slip]:
    """What ``](address)`` in the text should have been the end of."""
    open_: list[int] = []  # where brackets stand that are not closed
    done, at = 0, html.find("](")
    while at >= 0:
        if at - done > _NEAR:
            done = at - _NEAR
            open_.clear()
        _take(html, done, at, open_)
        found = _AFTER.match(html, at)
        if found is not None and (found["end"] or found["next"] is not None):
            slip = _judge(html, open_[-1] if open_ else None, at, found)
            if slip is not None:
                yield slip
        done, at = at, html.find("](", at + 2)


def _take(html: str, start: int, end: int, open_: list[int]) -> None:
    """Bring *open_* from *start* up to *end*; a block ends what was open in the one before."""
    for token in _TOKEN.finditer(html, start, end):
        sign = token.group()
        if sign == "[":
            open_.append(token.start())
        elif sign == "]":
            del open_[-1:]
        elif _BLOCK.match(sign):
            open_.clear()


def _judge(html: str, start: int | None, at: int, found: re.Match[str]) -> _Slip | None:
    """What is wrong with the words from *start* (``None``: nothing opens them) up to *at*."""
    end = found.end("end") if found["end"] else found.end("url")
    if start is None:
        start = html.rfind("<img ", max(0, at - _NEAR), at) if html[at - 2 : at] == "/>" else -1
        is_picture = start >= 0 and _PICTURE.fullmatch(html, start, at)
        opened = _Slip("linked-start", start, end, (start, start, "["))
        return opened if found["end"] and is_picture else None
    inner = html[start + 1 : at] if at - start < _NEAR else ""
    if found["end"]:
        return _Slip("inside", start, end) if "<a href=" in inner else None
    return _Slip("linked-open", start, end, (end, end, ")")) if _PICTURE.fullmatch(inner) else None


def _after_pictures(html: str) -> Iterator[_Slip]:
    """Pictures after a bracket whose other half, or what follows it, is not as it should be."""
    for found in _OPENED.finditer(html):
        if not _LIKE_ADDRESS.search(found["url"]):
            continue
        start, after = found.start(), found.end("picture")
        if found["gap"]:
            gap = (after + 1, found.end("gap"), "")
            yield _Slip("linked-apart", start, found.end(), gap)
        elif found["wide"]:
            whole = (after, found.end(), f"]({found['url']})")
            yield _Slip("linked-wide", start, found.end(), whole)
        elif found["end"] == ")":
            yield _Slip("linked-end", start, found.end(), (after, after, "]"))


def _in_links(html: str) -> Iterator[_Slip]:
    """Pictures that are the words of a link, since their own address does not end."""
    for found in _IN_LINK.finditer(html):
        start, end = found.span("mark")
        yield _Slip("picture-open", start, end, (end, end, ")"))


def _hit(document: Document, slip: _Slip) -> Hit | None:
    """The finding of *slip*, if it was written there for Markdown to read."""
    page, text = document.page, document.source.text
    start = page.place(slip.start, slip.start + 1).span.start
    last = page.place(slip.end - 1, slip.end)
    span = Span(start, last.span.end)
    written = text[slice(*span)]
    base = document.body_start
    if (
        not last.verbatim
        or not written.startswith(("[", "!["))
        or text[start - 1 : start] == "\\"
        or in_raw_block(document, start)
        or document.templates.overlap(start - base, span.end - base)
    ):
        return None
    fix = _fix(document, slip, span)
    return Hit(span, {"text": written, "what": "link"}, message=slip.message, fix=fix)


def _fix(document: Document, slip: _Slip, span: Span) -> Fix | None:
    if slip.new is None:
        return None
    low, high, new = slip.new
    place, text = document.page.place, document.source.text
    start = place(low - 1, low).span.end if low > slip.start else span.start
    end = place(high - 1, high).span.end if high > low else start
    # all of it changes for a reader, so the edit holds all of it
    edit = Edit(*span, f"{text[span.start : start]}{new}{text[end : span.end]}")
    return Fix("unsafe", "Write it as it was meant", (edit,))

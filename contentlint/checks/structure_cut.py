"""Posts that break off, as where an export stopped: one finding for all that is open then.

One end tag that somebody forgot is told of its own element.  Where several elements are open at
the end of a page that ends in the middle of a text or of a tag, or many are, one cause is behind
them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from contentlint.checks.structure_faults import END_NAME
from contentlint.checks.structure_hits import place_of
from contentlint.checks.text_tags import text_hit
from contentlint.document.nesting import ENDS_IMPLIED, INLINE
from contentlint.document.pieces import END, TEXT, Piece
from contentlint.document.tokenizer import RAW, pieces_of
from contentlint.document.tokenizer_errors import token_errors
from contentlint.document.tree_errors_faults import Edit, Fault
from contentlint.html_standard.elements import ELEMENTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page

__all__ = ["join_cut", "torn_end"]

_TORN: Final = "eof-in-tag"
_KEY: Final = "torn-end"
_MANY: Final = 3
"""So many elements open at once are no end tags that somebody forgot one by one."""
_MOST_NAMED: Final = 3
_MOST_RELATED: Final = 20
_BLANK: Final = " \t\n\f"


def join_cut(doc: Document, faults: Sequence[Fault]) -> Sequence[Fault]:
    """*faults*, elements left open, with one for all that a page which breaks off left."""
    page = doc.page
    torn = torn_end(page)
    if torn is None and len(faults) < 2:
        return faults
    open_ = _open_at_end(doc, faults)
    if open_ and open_[-1].piece.name in RAW:
        swallowed = set(map(str.lower, END_NAME.findall(page.html, open_[-1].piece.end)))
        if swallowed:  # that one is the cause, for what it hides
            hidden = {each for each in open_[:-1] if each.piece.name in swallowed}
            return [each for each in faults if each not in hidden]
    # a block of Markdown ends by itself
    in_text = bool(open_) and (open_[-1].related[0][1] is not None or _ends_in_text(page.html))
    enough = 1 if torn is not None else 2 if in_text else _MANY
    if len(open_) < enough or (torn is None and _are_words(open_)):
        return faults
    joined = {*open_}
    cut = _cut_off(open_, torn, torn is not None or in_text)
    return [*(each for each in faults if each not in joined), cut]


def torn_end(page: Page) -> Piece | None:
    """The beginning of a tag with which *page* ends, if no other tag stands in it."""
    if not page.errors:
        return None
    if _KEY not in page.cache:
        page.cache[_KEY] = _find_torn_end(page)
    torn: Piece | None = page.cache[_KEY]
    return torn


def _find_torn_end(page: Page) -> Piece | None:
    html = page.html
    end = len(html.rstrip(_BLANK))
    start = html.rfind("<")
    if html[start:end] not in ("<", "</"):  # else it is one, whatever blanks follow
        errors = [error for error in page.errors if error.code == _TORN][-1:]
        found = token_errors(html, errors, page.prefix, lambda: pieces_of(page))
        if not found or found[-1].start != start:
            return None
    return Piece(TEXT, "", start, end, html[start:end])


def _open_at_end(doc: Document, faults: Sequence[Fault]) -> list[Fault]:
    """Those of *faults* that are open where the page ends, the innermost last."""
    at_end = [fault for fault in faults if _is_open(doc, fault)]
    if not any(fault.related[0][1] is None for fault in at_end):
        return []  # in Markdown's last paragraph alone, which ends by itself
    drawn = any(fault.piece.name in ("svg", "math") for fault in at_end)
    return [
        fault
        for fault in at_end
        if (drawn or _is_known(fault.piece.name))
        and (fault.message == "too-many" or text_hit(doc, place_of(doc, fault.piece)) is None)
    ]


def _is_open(doc: Document, fault: Fault) -> bool:
    if fault.message not in (None, "raw", "too-many") or not fault.related:
        return False
    cut = fault.related[0][1]
    if cut is None:
        return True
    if doc.kind == "html" or cut.kind != END:
        return False
    # the end of Markdown's last block, which has no end tag in the source
    return not _has_more(doc.page.html, cut.start) and not doc.page.place(*cut[2:4]).verbatim


def _has_more(html: str, at: int) -> bool:
    """Whether anything but end tags follows from *at* on."""
    while (start := html.find("<", at)) >= 0:
        if html[at:start].strip(_BLANK) or not html.startswith("</", start):
            return True
        at = html.find(">", start) + 1 or len(html)
    return bool(html[at:].strip(_BLANK))


def _is_known(name: str) -> bool:
    return name in ELEMENTS or name in OBSOLETE_ELEMENTS or "-" in name


def _are_words(open_: Sequence[Fault]) -> bool:
    """Whether all of *open_* are elements for words, which may be tags that somebody speaks of."""
    return all(fault.piece.name in INLINE for fault in open_)


def _ends_in_text(html: str) -> bool:
    """Whether words stand behind the last tag of *html*, or that begins an element."""
    html = html.rstrip(_BLANK)
    return not html.endswith(">") or not html.startswith("</", html.rfind("<"))


def _cut_off(open_: Sequence[Fault], torn: Piece | None, in_text: bool) -> Fault:
    """One fault for all of *open_*; end tags would hide that words are lost *in_text*."""
    inner = open_[-1].piece if torn is None else torn
    outer = [fault.piece for fault in open_ if fault.piece is not inner]
    related = [(f"<{piece.name}> is still open", piece) for piece in outer[:_MOST_RELATED]]
    end = [("the page ends here", None)] if torn is None else []
    edits: tuple[Edit, ...] = ()
    if not in_text and open_[-1].edits and all(each.piece.name in ENDS_IMPLIED for each in open_):
        tags = "".join(f"</{fault.piece.name}>" for fault in reversed(open_))
        edits = (Edit(inner, "end", tags),)
    values = {"open": _words(open_)}
    return Fault("unclosed-element", "cut-off", inner, values, (*related, *end), edits, True)


def _words(open_: Sequence[Fault]) -> str:
    """``<div>, <p> and 3 more elements are``."""
    names = [f"<{fault.piece.name}>" for fault in open_]
    count = len(names) + sum(fault.values.get("count", 1) - 1 for fault in open_)
    if count == 1:
        return f"{names[0]} is"
    if count <= _MOST_NAMED:
        return f"{', '.join(names[:-1])} and {names[-1]} are"
    more = count - _MOST_NAMED + 1
    return f"{', '.join(names[: _MOST_NAMED - 1])} and {more} more elements are"

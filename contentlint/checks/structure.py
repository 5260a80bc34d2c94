"""The structure of the page: elements that are unclosed, misnested or out of place.

`contentlint.document.tree_errors` finds the causes once for a page; every rule takes its own.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_shown import shown_names
from contentlint.checks.markdown_signs import CODE_END
from contentlint.checks.text_tags import text_hit
from contentlint.checks.torn_tags import glued_names, torn_names
from contentlint.document.masks import names_mask
from contentlint.document.template_branches import has_uneven_branch
from contentlint.findings import Edit, Fix, Hit
from contentlint.html_standard.elements import ELEMENTS
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page
    from contentlint.document.pieces import Piece
    from contentlint.document.tree_errors_faults import Fault

__all__ = [
    "broken_drawings",
    "broken_off",
    "image_element",
    "mismatched_heading",
    "misnested",
    "misplaced",
    "nested_interactive",
    "self_closing",
    "stray_end_tag",
    "swallows_text",
    "unclosed_element",
    "unclosed_starts",
    "void_end_tag",
]

_KEY: Final = "tree-errors"
_NOTHING: Final[Mapping[str, list[Any]]] = {}
_DRAWING_ENDS: Final = pattern(r"</(?:svg|math)\b", re.IGNORECASE)
_END_NAME: Final = pattern(r"</([a-zA-Z][^\s/<>]*)")
# How many signs Markdown uses for what it turns into these tags.
_SIGNS: Final = {"em": 1, "strong": 2, "del": 2}
_TITLES: Final = {
    "image-element": "Write <img>",
    "mismatched-heading": "Name the heading that was opened",
    "misnested": "Put the end tags in order",
    "self-closing": "End the element with an end tag",
    "stray-end-tag": "Remove the end tag",
    "unclosed-element": "Add the end tag",
    "void-end-tag": "Remove the end tag",
}
_PLAIN: Final = (None, "raw")
_ENDED_LATE: Final = "nested-comment"
_HIDING: Final = ("eof-in-comment", "eof-in-tag", _ENDED_LATE)
_LEFT_OPEN: Final = ("unclosed-element", "self-closing")
_OTHER_TITLES: Final = {
    "cut-off": "Add the end tags",
    "image-element": "Write <img>",
    "slash-last": "Make it an end tag",
    "unslashed": "Make it an end tag",
    "wrong-name": "Name the element that is open",
}


def unclosed_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements without the end tag they need."""
    for hit in (_hit(doc, fault) for fault in _left_open(doc)):
        yield (text_hit(doc, hit.span) if hit.message in _PLAIN else None) or hit


def _left_open(doc: Document) -> Sequence[Fault]:
    faults: Sequence[Fault] = _faults(doc).get("unclosed-element", ())
    if len(faults) > 1 or (faults and doc.page.errors):
        from contentlint.checks.structure_cut import join_cut

        return join_cut(doc, faults, _place)
    return faults


def broken_off(doc: Document) -> tuple[Span, int] | None:
    """Where the post is told to break off, and where the first element begins that is open then."""
    if doc.page.clean:
        return None
    for fault in _left_open(doc):
        if fault.message == "cut-off":
            outer = next((piece for _, piece in fault.related if piece is not None), fault.piece)
            return _place(doc, fault.piece), _place(doc, outer).start
    return None


def stray_end_tag(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags that end nothing."""
    return _hits(doc, "stray-end-tag")


def misnested(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags that come while an element opened later is still open."""
    faults = _faults(doc).get("misnested")
    return iter(()) if faults is None else _misnested(doc, faults)


def _misnested(doc: Document, faults: Sequence[Fault]) -> Iterator[Hit]:
    """What to say of *faults*, but for elements that Markdown cuts: of these is told already."""
    from contentlint.checks.markdown_cut import cut_ends

    told = cut_ends(doc)
    for fault in faults:
        if fault.piece.start not in told and not _begins_block(doc, fault):
            yield _hit(doc, fault)


def _begins_block(doc: Document, fault: Fault) -> bool:
    """Whether the element is a component at a line's start: below a text it begins a block, too."""
    opener = fault.related[0][1] if fault.message == "crosses" and fault.related else None
    if opener is None or "vue" not in doc.settings.understood or opener.name in ELEMENTS:
        return False
    return doc.page.html[opener.start - 1 : opener.start] == "\n"


def misplaced(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements and text that cannot stand where they are, so that browsers move them."""
    for fault in _faults(doc).get("misplaced", ()):
        if fault.message != "text-in-table" or not _is_torn_end(doc, fault.piece):
            yield _hit(doc, fault)


def _is_torn_end(doc: Document, piece: Piece) -> bool:
    """Whether the text *piece* is but the ``<`` with which a page breaks off."""
    if not doc.page.errors:
        return False
    from contentlint.checks.structure_cut import torn_end

    torn = torn_end(doc.page)
    return torn is not None and not doc.page.html[piece.start : torn.start].strip()


def nested_interactive(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Links, buttons and forms inside their like."""
    return _hits(doc, "nested-interactive")


def self_closing(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Tags that end with a slash as if that ended the element, as it does in MDX."""
    faults = _faults(doc).get("self-closing")
    if not faults or doc.is_mdx:
        return
    broken = broken_drawings(doc)
    for fault in faults:
        name, start = fault.piece.name, fault.piece.start
        if name in ELEMENTS or not any(low <= start < high for low, high in broken):
            yield _hit(doc, fault)


def mismatched_heading(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Headings ended with the end tag of another level."""
    return _hits(doc, "mismatched-heading")


def image_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """``<image>``, which browsers take for ``<img>`` outside of drawings."""
    return _hits(doc, "image-element")


def void_end_tag(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags of elements that have no content; MDX takes them where the element begins."""
    return iter(()) if doc.is_mdx else _hits(doc, "void-end-tag")


def unclosed_starts(doc: Document) -> Set[int]:
    """Where on the page the tags stand whose elements do not end where they should."""
    faults = _faults(doc)
    starts = {fault.piece.start for rule in _LEFT_OPEN for fault in faults.get(rule, ())}
    for fault in faults.get("stray-end-tag", ()):
        if fault.message == "wrong-name":  # it was meant for one that is still open
            starts.update(opener.start for _, opener in fault.related if opener is not None)
    return starts


def broken_drawings(doc: Document) -> Sequence[tuple[int, int]]:
    """The ends of drawings, on the page, that what ended these has left outside of them."""
    if doc.page.clean:
        return ()
    broken = []
    for fault in _faults(doc).get("misplaced", ()):
        if fault.message == "foreign" and fault.related:
            start = fault.piece.start
            end = _DRAWING_ENDS.search(doc.page.html, start)
            broken.append((start, end.start() if end else len(doc.page.html)))
    return broken


def swallows_text(doc: Document) -> bool:
    """Whether an element that does not end where it should hides what follows."""
    from contentlint.document.tokenizer import RAW

    faults = _faults(doc)
    return any(fault.piece.name in RAW for rule in _LEFT_OPEN for fault in faults.get(rule, ()))


def _hits(doc: Document, rule: str) -> Iterator[Hit]:
    return (_hit(doc, fault) for fault in _faults(doc).get(rule, ()))


def _faults(doc: Document) -> Mapping[str, list[Fault]]:
    """The faults of the page by rule; they are looked for when the first are asked for."""
    cache = doc.page.cache
    faults: Mapping[str, list[Fault]] | None = cache.get(_KEY)
    if faults is None:
        faults = cache[_KEY] = _find(doc)
    return faults


def _find(doc: Document) -> Mapping[str, list[Fault]]:
    page = doc.page
    if page.clean:
        return _NOTHING
    if doc.templates.tags and has_uneven_branch(doc.templates):
        return _NOTHING
    found = _find_known(doc)
    if found is None:
        found = _find_all(doc)
    faults: dict[str, list[Fault]] = {}
    torn = torn_names(page) | glued_names(page)
    shown = shown_names(doc) if any(fault.rule == "stray-end-tag" for fault in found) else ()
    swallowed = _find_swallowed(doc, found)
    for fault in found:
        name = fault.piece.name
        is_told = name in torn or (fault.rule == "stray-end-tag" and name in shown)
        if fault.rule == "unclosed-element":
            is_told = is_told or name in swallowed
        # a name that a template tag writes, in part or whole, nobody can know
        written = name + fault.values.get("opener", "")
        if not is_told and not (doc.templates.tags and names_mask(written)):
            faults.setdefault(fault.rule, []).append(fault)
    return faults


def _find_swallowed(doc: Document, found: Sequence[Fault]) -> Set[str]:
    """The names in the end tags that something else without an end of its own hides."""
    from contentlint.document.tokenizer import RAW

    page = doc.page
    names: list[str] = []
    for fault in found:
        if fault.rule == "self-closing" and (name := fault.piece.name) in RAW:
            end = page.html.find(f"</{name}", fault.piece.end)
            names += _END_NAME.findall(page.html, fault.piece.end, end if end >= 0 else sys.maxsize)
    if page.html.endswith(CODE_END) and any(fault.rule == "unclosed-element" for fault in found):
        from contentlint.checks.markdown_fence import open_block

        block = open_block(doc)
        if block is not None:
            names += _END_NAME.findall(page.source_map.text, *block.span)
    return {name.lower() for name in names} | _hidden_names(page)


def _hidden_names(page: Page) -> Set[str]:
    """The same for those that a comment or a tag hides."""
    cut = [error for error in page.errors if error.code in _HIDING]
    if not cut:
        return frozenset()
    from contentlint.document.tokenizer import pieces_of
    from contentlint.document.tokenizer_errors import token_errors

    html, pieces = page.html, pieces_of(page)
    names: list[str] = []
    for error in token_errors(html, cut, page.prefix, lambda: pieces):
        start, end = error.start, error.end
        if error.code == "eof-in-comment":
            start = pieces[-1].start  # it may hold further marks of a beginning
        names += _END_NAME.findall(html, start, end if error.code == _ENDED_LATE else len(html))
    return frozenset(map(str.lower, names))


def _find_known(doc: Document) -> list[Fault] | None:
    """The faults of a page of which its walk knows all, if Markdown made no tag of it."""
    page = doc.page
    walk = page.survey.flawed
    if walk is None or page.whole or (doc.kind != "html" and not page.source_map.is_whole_copy):
        return None
    from contentlint.document.tree_errors_known import known_faults

    return known_faults(walk)


def _find_all(doc: Document) -> list[Fault]:
    from contentlint.document.tokenizer import pieces_of
    from contentlint.document.tree_errors import tree_errors

    def is_template(piece: Piece) -> bool:
        return bool(doc.templates.tags) and _is_template(doc, piece)

    page = doc.page
    pieces = pieces_of(page)
    generated = _generated(doc, pieces)
    return tree_errors(page.html, page.whole, generated, is_template, pieces)


def _generated(doc: Document, pieces: Sequence[Piece]) -> Set[Piece]:
    """The tags that Markdown made of the author's signs."""
    from contentlint.document.pieces import END, START, starts_of

    generated: set[Piece] = set()
    if doc.kind == "html":
        return generated
    starts, base = starts_of(pieces), doc.body_start
    at = 0
    for _start, end, low, high, verbatim in doc.page.source_map.segments:
        stop = bisect_left(starts, end, at)
        if verbatim and stop > at:
            at = stop if pieces[stop - 1].end <= end else stop - 1  # all before was copied
        for piece in pieces[at:stop]:
            if piece.kind not in (START, END):
                continue
            if verbatim or piece.end > end:
                is_written = _is_written(doc, piece)
            else:
                is_written = _is_spelt(doc, piece, base + low, base + high)
            if not is_written:
                generated.add(piece)
        at = stop
    return generated


def _is_written(doc: Document, piece: Piece) -> bool:
    """Whether the author wrote the tag *piece*, rather than signs that Markdown made it of."""
    place = doc.page.place(piece.start, piece.end)
    return place.verbatim or _is_spelt(doc, piece, *place.span)


def _is_spelt(doc: Document, piece: Piece, start: int, end: int) -> bool:
    """Whether the source has the tag *piece* at *start*, though not as it is in the page.

    A tag over several lines of a block quote is not copied as it is.
    """
    begins = doc.page.html[piece.start : piece.start + 2 + len(piece.name)].rstrip().rstrip(">")
    return doc.source.text[start : min(end, start + len(begins))].lower() == begins.lower()


def _is_template(doc: Document, piece: Piece) -> bool:
    """Whether the text *piece* is nothing but template tags and blanks."""
    span = doc.page.place(piece.start, piece.end).span
    base = doc.body_start
    at = span.start - base
    for tag in doc.templates.tags:
        if tag.end > at and tag.start < span.end - base:
            if doc.body[at : max(at, tag.start)].strip():
                return False
            at = tag.end
    return not doc.body[at : span.end - base].strip()


def _hit(doc: Document, fault: Fault) -> Hit:
    related = tuple((words, _place(doc, piece)) for words, piece in fault.related)
    return Hit(
        _place(doc, fault.piece),
        fault.values,
        message=fault.message,
        related=related,
        fix=_fix(doc, fault),
    )


def _place(doc: Document, piece: Piece | None) -> Span:
    """Where *piece* stands in the source; for what Markdown made, the signs it made it of."""
    if piece is None:
        end = doc.body_start + len(doc.body.rstrip())
        return Span(end, end)
    place = doc.page.place(piece.start, piece.end)
    if place.verbatim or _is_written(doc, piece):
        return place.span
    from contentlint.document.pieces import END

    start, end = place.span
    end -= len(doc.source.slice(place.span)) - len(doc.source.slice(place.span).rstrip())
    if piece.kind == END and end > start:
        return Span(max(start, end - _SIGNS.get(piece.name, 1)), end)
    return Span(start, max(start, end))


def _fix(doc: Document, fault: Fault) -> Fix | None:
    if not fault.edits or fault.message == "too-many":
        return None
    edits: list[Edit] = []
    for piece, where, text in fault.edits:
        edit = _edit(doc, piece, where, text)
        if edit is None:
            return None
        edits.append(edit)
    title = _OTHER_TITLES.get(fault.message or "", _TITLES[fault.rule])
    return Fix("safe" if fault.safe else "unsafe", title, tuple(_ordered(edits)))


def _ordered(edits: Sequence[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda edit: edit.start)


def _edit(doc: Document, piece: Piece, where: str, text: str) -> Edit | None:
    """One edit of the source, or ``None`` where the source does not show the place."""
    if where == "end":
        if doc.kind != "html" or _ends_inside(doc):
            return None
        end = doc.body_start + len(doc.body.rstrip())
        return Edit(end, end, text)
    place = doc.page.place(piece.start, piece.end)
    if not place.verbatim:
        return _edit_before_block(doc, piece, where, text)
    start, end = place.span
    if where == "before":
        return Edit(start, start, text)
    if where == "after":
        return Edit(end, end, text)
    if where == "unslash":
        slash = doc.source.text.rindex("/", start, end)
        while doc.source.text[slash - 1] in " \t\n":
            slash -= 1
        return Edit(slash, end - 1, text)
    if where == "name":
        return Edit(start + 1, start + 1 + len(piece.name), text)
    return Edit(start, end, text) if text else _removal(doc, start, end)


def _removal(doc: Document, start: int, end: int) -> Edit | None:
    """Remove ``[start, end)``, or all of its line if nothing else stands there.

    An empty line would end the HTML block around it in Markdown; and where the tag begins such a
    block, text after it would become a paragraph.
    """
    text = doc.source.text
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    rest = text[end : last if last >= 0 else len(text)].strip()
    if text[first:start].strip("> \t" if doc.kind == "markdown" else None):
        return Edit(start, end, "")
    if rest:
        return Edit(start, end, "") if doc.kind == "html" or rest[0] == "<" else None
    return Edit(first, last + 1, "") if last >= 0 else Edit(start, end, "")


def _ends_inside(doc: Document) -> bool:
    """Whether the page ends in the middle of a tag, a comment or a script: nothing can follow."""
    from contentlint.document.pieces import START, TEXT
    from contentlint.document.tokenizer import RAW, pieces_of

    if any(error.code.startswith("eof-") for error in doc.page.errors):
        return True
    pieces = pieces_of(doc.page)
    last = len(pieces) - (2 if pieces and pieces[-1].kind == TEXT else 1)
    return last >= 0 and pieces[last].kind == START and pieces[last].name in RAW


def _edit_before_block(doc: Document, piece: Piece, where: str, text: str) -> Edit | None:
    """An end tag goes to the end of a Markdown paragraph."""
    if where != "before" or piece.name != "p" or not text.startswith("</"):
        return None
    end = _place(doc, piece).end
    return Edit(end, end, text)

"""The structure of the page: elements that are unclosed, misnested or out of place.

`contentlint.document.tree_errors` finds the causes once for a page; every rule takes its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.structure_faults import find_faults
from contentlint.checks.structure_hits import hit_of_fault, place_of
from contentlint.checks.text_tags import text_hit
from contentlint.checks.text_zones import Zones
from contentlint.findings import Hit
from contentlint.html_standard.elements import ELEMENTS
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
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
_WHOLE: Final = "blocks-of-html"
_DRAWING_ENDS: Final = pattern(r"</(?:svg|math)\b", re.IGNORECASE)
_PLAIN: Final = (None, "raw")
_LEFT_OPEN: Final = ("unclosed-element", "self-closing")


def unclosed_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements without the end tag they need."""
    for hit in (hit_of_fault(doc, fault) for fault in _left_open(doc)):
        yield (text_hit(doc, hit.span) if hit.message in _PLAIN else None) or hit


def _left_open(doc: Document) -> Sequence[Fault]:
    faults: Sequence[Fault] = _faults(doc).get("unclosed-element", ())
    if len(faults) > 1 or (faults and doc.page.errors):
        from contentlint.checks.structure_cut import join_cut

        return join_cut(doc, faults)
    return faults


def broken_off(doc: Document) -> tuple[Span, int] | None:
    """Where the post is told to break off, and where the first element begins that is open then."""
    if doc.page.clean:
        return None
    for fault in _left_open(doc):
        if fault.message == "cut-off":
            outer = next((piece for _, piece in fault.related if piece is not None), fault.piece)
            return place_of(doc, fault.piece), place_of(doc, outer).start
    return None


def stray_end_tag(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """End tags that end nothing; kramdown (Jekyll) cuts off no element at an empty line."""
    hits = _hits(doc, "stray-end-tag")
    if "jekyll" not in doc.settings.generators or doc.kind == "html":
        return hits
    from contentlint.checks.markdown_cut import cut_ends

    told = cut_ends(doc)
    faults = _faults(doc).get("stray-end-tag", ())
    return (hit_of_fault(doc, fault) for fault in faults if fault.piece.start not in told)


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
            yield hit_of_fault(doc, fault)


def _begins_block(doc: Document, fault: Fault) -> bool:
    """Whether the element is a component at a line's start: below a text it begins a block, too."""
    opener = fault.related[0][1] if fault.message == "crosses" and fault.related else None
    if opener is None or "vue" not in doc.settings.understood or opener.name in ELEMENTS:
        return False
    return doc.page.html[opener.start - 1 : opener.start] == "\n"


def misplaced(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements and text that cannot stand where they are, so that browsers move them."""
    faults = _faults(doc).get("misplaced", ())
    items = {fault.piece.start for fault in faults if fault.message == "list-item"}
    for fault in faults:
        if fault.message == "page" and _is_taken_out(doc, fault.piece):
            continue
        if fault.message == "block-in-markdown" and fault.piece.start in items:
            continue  # a list around it ends the paragraph, too
        if fault.message != "text-in-table" or not _is_torn_end(doc, fault.piece):
            yield hit_of_fault(doc, fault)


def _is_taken_out(doc: Document, piece: Piece) -> bool:
    """Whether *piece* begins what Docusaurus puts into the head of the page, from its MDX."""
    if piece.name != "head" or "docusaurus" not in doc.settings.generators:
        return False
    if doc.is_mdx:
        return True
    from contentlint.site_settings import settings_text

    # MDX reads files that end in .md as well, unless the settings name a format
    root = doc.look_outside()
    return root is None or "format" not in settings_text(root, "docusaurus")


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
    is_kramdown = "jekyll" in doc.settings.generators and doc.kind == "markdown"
    for fault in faults:
        name, start = fault.piece.name, fault.piece.start
        if is_kramdown and _is_ended_by_kramdown(doc, fault.piece):
            continue
        if name in ELEMENTS or not any(low <= start < high for low, high in broken):
            yield hit_of_fault(doc, fault)


def _is_ended_by_kramdown(doc: Document, piece: Piece) -> bool:
    """Whether kramdown writes the end tag of *piece*: it does in a line, not in a block of HTML."""
    from contentlint.checks.markdown_raw import KRAMDOWN_LINE

    if piece.name not in KRAMDOWN_LINE:
        return False
    zones: Zones | None = doc.page.cache.get(_WHOLE)
    if zones is None:
        from contentlint.checks.markdown_whole import whole_spans

        zones = doc.page.cache[_WHOLE] = Zones(whole_spans(doc))
    start = place_of(doc, piece).start - doc.body_start
    return not zones.touch(start, start + 1)


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
    return (hit_of_fault(doc, fault) for fault in _faults(doc).get(rule, ()))


def _faults(doc: Document) -> Mapping[str, list[Fault]]:
    """The faults of the page by rule; they are looked for when the first are asked for."""
    cache = doc.page.cache
    faults: Mapping[str, list[Fault]] | None = cache.get(_KEY)
    if faults is None:
        faults = cache[_KEY] = find_faults(doc)
    return faults

"""The faults of a page's structure, without those that are told otherwise."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_shown import shown_names
from contentlint.checks.markdown_signs import CODE_END
from contentlint.checks.markdown_whole import whole_elements
from contentlint.checks.structure_written import generated_tags, is_template
from contentlint.checks.torn_tags import glued_names, torn_names
from contentlint.document.masks import names_mask
from contentlint.document.template_branches import has_uneven_branch
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page
    from contentlint.document.pieces import Piece
    from contentlint.document.tree_errors_faults import Fault

__all__ = ["END_NAME", "find_faults"]

_NOTHING: Final[Mapping[str, list[Any]]] = {}
END_NAME: Final = pattern(r"</([a-zA-Z][^\s/<>]*)")
_ENDED_LATE: Final = "nested-comment"
_HIDING: Final = ("eof-in-comment", "eof-in-tag", _ENDED_LATE)


def find_faults(doc: Document) -> Mapping[str, list[Fault]]:
    """The faults by rule, in the order of the page."""
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
    whole = whole_elements(doc) if found else None
    for fault in found:
        if whole and whole.touch(*_place_in_body(doc, fault.piece)):
            continue
        name = fault.piece.name
        is_told = name in torn or (fault.rule == "stray-end-tag" and name in shown)
        if fault.rule == "unclosed-element":
            is_told = is_told or name in swallowed
        # a name that a template tag writes, in part or whole, nobody can know
        written = name + fault.values.get("opener", "")
        if not is_told and not (doc.templates.tags and names_mask(written)):
            faults.setdefault(fault.rule, []).append(fault)
    return faults


def _place_in_body(doc: Document, piece: Piece) -> tuple[int, int]:
    """The first character of *piece* in the body."""
    start = doc.page.place(piece.start, piece.end).span.start - doc.body_start
    return start, start + 1


def _find_swallowed(doc: Document, found: Sequence[Fault]) -> Set[str]:
    """The names in the end tags that something else without an end of its own hides."""
    from contentlint.document.tokenizer import RAW

    page = doc.page
    names: list[str] = []
    for fault in found:
        if fault.rule == "self-closing" and (name := fault.piece.name) in RAW:
            end = page.html.find(f"</{name}", fault.piece.end)
            names += END_NAME.findall(page.html, fault.piece.end, end if end >= 0 else sys.maxsize)
    if page.html.endswith(CODE_END) and any(fault.rule == "unclosed-element" for fault in found):
        from contentlint.checks.markdown_fence import open_block

        block = open_block(doc)
        if block is not None:
            names += END_NAME.findall(page.source_map.text, *block.span)
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
        names += END_NAME.findall(html, start, end if error.code == _ENDED_LATE else len(html))
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

    def is_only_template(piece: Piece) -> bool:
        return bool(doc.templates.tags) and is_template(doc, piece)

    page = doc.page
    pieces = pieces_of(page)
    generated = generated_tags(doc, pieces)
    return tree_errors(page.html, page.whole, generated, is_only_template, pieces)

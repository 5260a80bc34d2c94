"""What is wrong with a page's structure, one finding for each cause.

html5lib says at which tags a browser has to repair something; one mistake makes it say so many
times.  `tree_errors` follows every element to the tag that ended it and reports causes only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from operator import itemgetter
from typing import Any, Final

from contentlint.document.pieces import DOCTYPE, END, START, Piece, tags_of
from contentlint.document.tokenizer import read_pieces
from contentlint.document.tree_errors_faults import Edit, Fault

__all__ = ["tree_errors"]

_KIND: Final = itemgetter(0)
_NAME: Final = itemgetter(1)
_PAGE_TAGS: Final = frozenset(("html", "head", "body"))
_MOST_TEMPLATES: Final = 60
_MOST_ALIKE: Final = 20
_MOST_SINGLE: Final = 500
_SINGLE_TAGS: Final = frozenset(("void-end-tag", "self-closing"))
# Elements that must be open for a template's content that begins with the tag.
_CONTEXTS: Final[dict[str, tuple[str, ...]]] = {
    "caption": ("table",),
    "col": ("table", "colgroup"),
    "colgroup": ("table",),
    "dd": ("dl",),
    "dt": ("dl",),
    "li": ("ul",),
    "rp": ("ruby",),
    "rt": ("ruby",),
    "tbody": ("table",),
    "td": ("table", "tbody", "tr"),
    "tfoot": ("table",),
    "th": ("table", "tbody", "tr"),
    "thead": ("table",),
    "tr": ("table", "tbody"),
}


# Pieces to be read by themselves, the elements open around them, the tag that ends them.
_Part = tuple[Sequence[Piece], tuple[str, ...], Piece | None]


def tree_errors(
    html: str,
    whole: bool,
    generated: Set[Piece] = frozenset(),
    is_template: Callable[[Piece], bool] = lambda piece: False,
    pieces: Sequence[Piece] | None = None,
) -> list[Fault]:
    """Find the structural faults of *html*, in the order of the page.

    *whole* says that *html* is a whole page rather than the content of a body.  *pieces* are its
    pieces, if they are known; *generated* are those tags of them that Markdown wrote rather than
    the author, and *is_template* tells text that is nothing but template tags.  Linear in the
    length of *html*, whatever it holds.
    """
    from contentlint.document.regions import find_regions
    from contentlint.document.tree_errors_causes import Causes
    from contentlint.document.tree_errors_nodes import CutShortError
    from contentlint.document.tree_errors_parser import run
    from contentlint.document.tree_errors_report import report

    pieces = read_pieces(html) if pieces is None else pieces
    faults: list[Fault] = []
    tags = tags_of(pieces)
    names = set(map(_NAME, tags))
    if "<!" in html and DOCTYPE in map(_KIND, tags):
        names.add("html")
    if not whole and not names.isdisjoint(_PAGE_TAGS):
        pieces = _without_page_tags(pieces, faults)
    parts: list[_Part] = [(pieces, (), None)] if pieces else []
    if "template" in names:
        parts = _split_templates(pieces, faults)
    for content, context, end in parts:
        causes = Causes(html, content, end, generated, is_template)
        regions = find_regions(content, generated, causes.partners)
        begins = whole and content[0] is pieces[0]
        try:
            run(content, causes, whole=begins, context=context, regions=regions)
        except CutShortError:
            return [_cut_short(causes.current or content[-1])]
        faults += report(causes)
    if any(fault.piece.name == "template" and not fault.edits for fault in faults):
        _drop_edits_at_end(faults)
    faults.sort(key=lambda fault: (fault.piece.start, fault.rule))
    return _limit(faults)


def _cut_short(piece: Piece) -> Fault:
    return Fault("unclosed-element", "cut-short", piece, {"name": piece.name})


def _drop_edits_at_end(faults: list[Fault]) -> None:
    """Inside an unclosed template an end tag would end nothing."""
    for fault in faults:
        fault.edits = tuple(edit for edit in fault.edits if edit.where != "end")


def _limit(faults: list[Fault]) -> list[Fault]:
    """Of a great many faults alike keep the first ones; the last one kept says how many."""
    alike: dict[tuple[str, Any], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.rule, fault.values.get("name")), []).append(fault)
    for (rule, _name), group in alike.items():
        most = _MOST_SINGLE if rule in _SINGLE_TAGS else _MOST_ALIKE
        if len(group) > most:
            group[most - 1].message = "too-many"
            group[most - 1].values["count"] = len(group) - most + 1
            del group[most:]
    kept = {fault for group in alike.values() for fault in group}
    return [fault for fault in faults if fault in kept]


def _without_page_tags(pieces: Sequence[Piece], faults: list[Fault]) -> list[Piece]:
    """Leave out what belongs to a whole page; the first such tag stands for all of them."""
    kept: list[Piece] = []
    found = False
    for piece in pieces:
        if piece.kind == DOCTYPE or piece.name in _PAGE_TAGS:
            if not found and piece.kind != END:
                found = True
                values = {"name": piece.name or "!doctype"}
                faults.append(Fault("misplaced", "page", piece, values))
        else:
            kept.append(piece)
    return kept


def _split_templates(pieces: Sequence[Piece], faults: list[Fault]) -> list[_Part]:
    """Take the contents of ``<template>`` elements out of *pieces*, each to be read by itself."""
    parts: list[_Part] = []
    opened: list[tuple[Piece | None, list[Piece]]] = [(None, [])]
    for piece in pieces:
        if piece.name != "template":
            opened[-1][1].append(piece)
        elif piece.kind == START:
            opened.append((piece, []))
        elif len(opened) > 1:
            parts.append(_part(opened.pop()[1], piece))
        else:
            fix = (Edit(piece, "replace", ""),)
            values = {"name": piece.name}
            faults.append(Fault("stray-end-tag", None, piece, values, (), fix, True))
    while len(opened) > 1:
        start, _content = opened.pop()
        if len(opened) == 1 and start is not None:
            related = (("the page ends here", None),)
            faults.append(Fault("unclosed-element", None, start, {"name": "template"}, related))
    parts = [part for part in parts if part[0]][:_MOST_TEMPLATES]
    return [(opened[0][1], (), None), *parts] if opened[0][1] else parts


def _part(content: list[Piece], end: Piece | None) -> _Part:
    """The first start tag of a template says where it is meant to be used (13.2.6.4.22)."""
    for place, piece in enumerate(content):
        if piece.kind == START:
            context = _CONTEXTS.get(piece.name, ())
            return content[place:] if context else content, context, end
    return content, (), end

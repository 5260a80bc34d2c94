"""Finds markup that only arranges: wrappers in wrappers, blocks in inline elements, line breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from contentlint.checks.torn_tags import torn_names
from contentlint.document.nesting import names_of
from contentlint.document.turbo import Element, Text
from contentlint.findings import Edit, EditRow, FixRow, Hit, fix_of
from contentlint.removals import remove_span
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["blocks_in_inline", "line_breaks", "wrappers"]

_INLINE = names_of("a abbr b big cite code em font i q s small span strong sub sup u")

# further up nobody looks for the reason
_DEEPEST = 50
# what links that are made to be cards hold
_CARD = names_of("div h1 h2 h3 h4 h5 h6")


def wrappers(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Chains of bare ``<div>``s that each hold nothing but the next."""
    least: int = options["depth"]
    page = document.page
    for element in elements:
        outer = element.parent
        if not _wraps(outer) or _wraps(outer.parent):
            continue
        chain = [outer]
        while _wraps(chain[-1]):
            chain.append(_only_child(chain[-1]))
        # on a Markdown page the first place that is asked for costs more than all else here
        place = page.start_tag(outer) if len(chain) >= least else None
        if place is None or not place.verbatim:
            continue
        fix = _flatten(document, chain[:-1])
        yield Hit(place.span, {"depth": len(chain)}, fix=fix, element=outer)


def _wraps(element: Any) -> bool:
    return (
        getattr(element, "tag", None) == "div"
        and not element.attrs
        and _only_child(element) is not None
    )


def _only_child(element: Any) -> Any | None:
    """The one ``<div>`` that *element* holds besides blanks, if it holds nothing else."""
    found = None
    for child in element.children:
        if type(child).__name__ == "Text" and not child.data.strip():
            continue
        if found is not None or getattr(child, "tag", None) != "div":
            return None
        found = child
    return found


def _flatten(document: Document, chain: Sequence[Any]) -> FixRow | None:
    """Remove the tags of all of *chain*; whole lines go where nothing else stands on them."""
    made: list[EditRow] = []
    for element in chain:
        for place in (document.page.start_tag(element), document.page.end_tag(element)):
            if place is None or not place.verbatim:
                return None
            made += remove_span(document, place.span)
    if len({start for start, _, _ in made}) < len(made):  # two tags on one line, nothing else
        made = [Edit(*place, "") for place in _tag_spans(document, chain)]
    made.sort()
    if any(low < end for (_, end, _), (low, _, _) in pairwise(made)):
        return None  # they begin an item of a list, whose text would move
    return fix_of("safe", "Remove the outer <div>s", tuple(made))


def _tag_spans(document: Document, chain: Sequence[Any]) -> list[Span]:
    places = [document.page.start_tag(element) for element in chain]
    places += [document.page.end_tag(element) for element in chain]
    return [place.span for place in places if place is not None]


def blocks_in_inline(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """The first block in each inline element that holds blocks."""
    reported: set[Span] = set()
    torn = torn_names(document.page)
    for block in elements:
        inline = _outermost_inline(block)
        if inline is None or inline.tag in torn:
            continue
        if inline.tag == "a" and (not options["links"] or block.tag in _CARD):
            continue
        place, around = document.page.start_tag(block), document.page.start_tag(inline)
        if place is None or around is None or not around.verbatim or around.span in reported:
            continue
        reported.add(around.span)
        if _is_unclosed(document, inline):
            continue  # that is told already
        yield Hit(
            place.span,
            {"block": block.tag, "inline": inline.tag},
            message="link" if inline.tag == "a" else None,
            related=((f"<{inline.tag}> begins here", around.span),),
            element=block,
        )


def _is_unclosed(document: Document, element: Any) -> bool:
    if document.page.clean:
        return False
    from contentlint.checks.structure import unclosed_starts

    tag = document.page.tag(element)
    return tag is not None and tag[0] in unclosed_starts(document)


def _outermost_inline(block: Any) -> Any | None:
    found = None
    parent = block.parent
    for _ in range(_DEEPEST):
        if getattr(parent, "tag", None) not in _INLINE:
            break
        found = parent
        parent = parent.parent
    return found


def line_breaks(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Runs of more ``<br>`` in a row than are allowed."""
    longest: int = options["longest"]
    if len(elements) <= longest:
        return
    run: list[Any] = []
    for element in elements:
        if run and not _follows_another(element):
            if len(run) > longest:
                yield from _run_hit(document, run, longest)
            run = []
        run.append(element)
    if len(run) > longest:
        yield from _run_hit(document, run, longest)


def _follows_another(element: Any) -> bool:
    """Whether only blanks stand between the ``<br>`` and another, which is then the one before."""
    node = element.previous_sibling
    while type(node) is Text and not node.data.strip(" \t\n\f\r\u00a0\u3000"):
        node = node.previous_sibling
    return type(node) is Element and node.tag == "br"


def _run_hit(document: Document, run: Sequence[Any], longest: int) -> Iterator[Hit]:
    places = [document.page.start_tag(element) for element in run]
    spans = [place.span for place in places if place is not None and place.verbatim]
    if len(spans) < len(run):
        return
    # the blanks between the line breaks go with them
    made = tuple(
        Edit(before.end, span.end, "")
        for before, span in zip(spans[longest - 1 :], spans[longest:], strict=False)
    )
    fix = fix_of("unsafe", f"Keep {longest}", made) if longest else None
    yield Hit(Span(spans[0].start, spans[-1].end), {"count": len(run)}, fix=fix)

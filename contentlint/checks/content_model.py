"""Nesting by the HTML standard's content model, and the elements it knows, obsoletes or lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Any

from contentlint.checks.address_tags import ADDRESS_TAG, link_fix
from contentlint.checks.content_model_plain import plain_problems, plan_of
from contentlint.checks.content_model_report import hits_of
from contentlint.checks.text_zones import inside_link
from contentlint.checks.torn_tags import glued_names, torn_names
from contentlint.document.template_branches import has_uneven_branch
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Page
    from contentlint.findings import Hit

__all__ = [
    "broken_table",
    "invalid_nesting",
    "may_hold_problems",
    "missing_element",
    "obsolete_element",
    "problems_in",
    "problems_of",
    "unknown_element",
]

_KEY = "html-standard"
_HEAD = pattern(r"<head(?=[\s>])", re.IGNORECASE)
_HEAD_ENDS = pattern(r"</head(?=[\s>])|<body(?=[\s>])", re.IGNORECASE)
_ABOUT_PLACES = ("invalid-nesting", "missing-element")


def problems_in(doc: Document) -> Mapping[str, list[Any]]:
    """All problems of the page by rule; it is judged when they are first asked for."""
    cache = doc.page.cache
    problems: Mapping[str, list[Any]] | None = cache.get(_KEY)
    if problems is None:
        problems = cache[_KEY] = _judge(doc)
    return problems


def may_hold_problems(doc: Document) -> tuple[bool, bool]:
    """Whether there may be any problem, and whether one of more than unknown attributes.

    Posts taken from other sites most often have such attributes, and nothing else.
    """
    plan = plan_of(doc.page)
    if plan is not None:
        return plan.may_find, plan.misuses
    problems = problems_in(doc)
    return bool(problems), any(rule != "unknown-attribute" for rule in problems)


def problems_of(doc: Document, rule: str) -> Iterator[Hit]:
    """The hits of one rule, but for elements whose tags are torn: what they are is told first."""
    found = problems_in(doc).get(rule)
    if not found:
        return iter(())
    torn = torn_names(doc.page)
    if rule != "unknown-element":  # which tells of tags that go on into the next
        torn |= glued_names(doc.page)
    hits = hits_of(doc, found)
    return _not_torn(hits, torn) if torn else hits


def _judge(doc: Document) -> Mapping[str, list[Any]]:
    problems = plain_problems(doc)
    if problems is None:
        from contentlint.checks.content_model_walk import walk

        problems = walk(doc).problems
    if problems and doc.templates.tags and has_uneven_branch(doc.templates):
        for rule in _ABOUT_PLACES:
            problems.pop(rule, None)
    return problems


def invalid_nesting(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements and text that stand where the content model has no place for them."""
    hits = problems_of(doc, "invalid-nesting")
    if "jekyll" in doc.settings.generators and "pre" in doc.page.tags and doc.kind != "html":
        hits = _not_held(doc, hits)
    if not doc.page.clean:
        hits = (hit for hit in hits if not _is_made_by_end(doc.page, hit.element))
        hits = _not_in_unclosed(doc, hits)
        if not doc.page.whole and "head" in doc.page.tags:
            hits = _not_in_head(doc, hits)
        if doc.kind != "html":
            hits = _not_cut(doc, hits)
    return hits


def _is_made_by_end(page: Page, element: Any) -> bool:
    """Whether *element* is the empty paragraph that </p> alone makes: of the tag is told."""
    return getattr(element, "tag", None) == "p" and page.tag(element) is None


def _not_in_head(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without what stands in the <head> of a page in the post: that frame is told already."""
    html = doc.page.html
    begin = _HEAD.search(html)
    end = _HEAD_ENDS.search(html, begin.end()) if begin is not None else None
    low, high = (begin.end(), end.start()) if begin and end else (0, 0)
    for hit in hits:
        place = doc.page.tag(hit.element) if hit.message == "head" and high else None
        if place is None or not low <= place[0] < high:
            yield hit


def _not_held(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without what is code to other programs, and to kramdown a part of the element around it."""
    from contentlint.checks.markdown import accidental_code

    ends = {block.span.end for block, _ in accidental_code(doc)}
    for hit in hits:
        is_code = getattr(hit.element, "tag", None) == "pre"
        if not is_code or hit.span.end - doc.body_start not in ends:
            yield hit


def _not_torn(hits: Iterator[Hit], torn: Set[str]) -> Iterator[Hit]:
    for hit in hits:
        values = hit.values or {}
        names = (getattr(hit.element, "tag", None), values.get("parent"), values.get("child"))
        if torn.isdisjoint(names):
            yield hit


def _not_in_unclosed(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without what stands in an element only because that one, told already, is never closed."""
    starts: Set[int] | None = None
    for hit in hits:
        if starts is None:
            from contentlint.checks.structure import unclosed_starts

            starts = unclosed_starts(doc)
        if not starts or not _is_left_inside(doc.page, hit, starts):
            yield hit


def _is_left_inside(page: Page, hit: Hit, starts: Set[int]) -> bool:
    """Whether an element that begins at one of *starts* is, or is in, what forbids the *hit*."""
    values = hit.values or {}
    forbidding = values.get("ancestor") or values.get("parent")
    # of <title> in a sentence is told already that it swallows what follows
    is_itself = hit.message in ("text", "frame", "head")
    node = hit.element if is_itself else hit.element.parent
    while (tag := getattr(node, "tag", None)) is not None:
        place = page.tag(node)
        if place is not None and place[0] in starts:
            return True
        if tag == forbidding:
            return False
        node = node.parent
    return False


def _not_cut(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without paragraphs that Markdown made in elements it cuts: the cut is told already."""
    from contentlint.checks.markdown_cut import cut_elements

    cut = cut_elements(doc)
    for hit in hits:
        if not cut or not _is_made_in(doc.page, hit.element, cut):
            yield hit


def _is_made_in(page: Page, element: Any, starts: Set[int]) -> bool:
    """Whether Markdown made *element* in one whose start tag stands at one of *starts*."""
    tag = page.tag(element)
    if tag is None or page.source_map.is_copy(*tag):
        return False
    parent = element.parent
    while parent is not None and getattr(parent, "tag", None) is not None:
        around = page.tag(parent)
        if around is not None and around[0] in starts:
            return True
        parent = parent.parent
    return False


def broken_table(
    doc: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Tables whose cells do not fit together."""
    from contentlint.checks.content_model_report import Report
    from contentlint.checks.content_model_tables import are_plain, judge_table

    if are_plain(doc.page):
        return iter(())
    report = Report(whole=False)
    for table in elements:
        judge_table(report, table, clean=doc.page.clean)
    return _not_written(doc, hits_of(doc, report.problems.get("broken-table", [])))


def missing_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements without a child they must have."""
    return _not_written(doc, problems_of(doc, "missing-element"))


def _not_written(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without elements that hold template tags and no element: these may write what is missing."""
    if not doc.templates.tags:
        return hits
    return (hit for hit in hits if not _holds_only_templates(doc, hit.element))


def _holds_only_templates(doc: Document, element: Any) -> bool:
    # a component within a line leaves a <wbr>
    tags = {child.tag for child in element.children if hasattr(child, "tag")}
    return tags <= {"wbr"} and doc.hides_template(element)


def obsolete_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements the standard no longer has; some have been renamed, and can be here."""
    for hit in problems_of(doc, "obsolete-element"):
        edits = _rename(doc, hit.element)
        fix = Fix("safe", "Use the element that replaced it", edits) if edits else None
        yield hit._replace(fix=fix)


_RENAMED = {"acronym": "abbr", "strike": "s"}


def _rename(doc: Document, node: Any) -> tuple[Edit, ...] | None:
    """Edits that give an element its new name, where nothing but the name has changed."""
    tag = node.tag
    start, end = doc.page.start_tag(node), doc.page.end_tag(node)
    if tag not in _RENAMED or start is None or end is None:
        return None
    if not (start.verbatim and end.verbatim):
        return None
    new = _RENAMED[tag]
    first, last = start.span.start + 1, end.span.start + 2
    return (Edit(first, first + len(tag), new), Edit(last, last + len(tag), new))


def _is_element(name: str) -> bool:
    from contentlint.html_standard.elements import ELEMENTS
    from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS

    return name in ELEMENTS or name in OBSOLETE_ELEMENTS


def _not_drawn(doc: Document, hits: Iterator[Hit]) -> Iterator[Hit]:
    """Without the rest of a drawing that was ended in its middle, of which is told already."""
    if doc.page.clean or doc.page.tags.isdisjoint(("svg", "math")):
        yield from hits
        return
    from contentlint.checks.structure import broken_drawings

    broken = broken_drawings(doc)
    for hit in hits:
        place = doc.page.tag(hit.element)
        if place is None or not any(low <= place[0] < high for low, high in broken):
            yield hit


def unknown_element(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Elements that no standard defines."""
    ignore = frozenset(options.get("ignore", ()))
    for hit in _not_drawn(doc, problems_of(doc, "unknown-element")):
        name, sign, inner = str((hit.values or {}).get("tag", "")).partition("<")
        if sign and inner and _is_element(name):
            yield hit._replace(values={"outer": name, "inner": inner}, message="unended")
            continue
        if ignore and (hit.values or {}).get("tag") in ignore:
            continue
        tag = doc.source.slice(hit.span)
        if ADDRESS_TAG.fullmatch(tag):
            at = doc.page.tag(hit.element)
            is_free = at is not None and not inside_link(doc.page.html, at[0])
            fix = link_fix(tag, doc.page.start_tag(hit.element)) if is_free else None
            yield hit._replace(values={"address": tag[1:-1]}, message="address", fix=fix)
        else:
            name = (hit.values or {}).get("tag", "")
            written = tag[1 : len(name) + 1]  # people look for what they wrote
            yield hit._replace(values={"tag": written}) if written.lower() == name else hit

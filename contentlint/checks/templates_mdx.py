"""What MDX does not compile: it reads a post as a program, and stops at the first slip."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contentlint.checks.mdx_scanner import GIVEN, Fault, FaultScanner
from contentlint.checks.structure import broken_off
from contentlint.checks.templates_places import loose_code, span_of
from contentlint.checks.text_zones import inside_markup
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.site_memory import for_a_run
from contentlint.site_settings import may_read_formulas, settings_text

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["mdx_faults", "parted_starts"]

# what may be words after a sign, and no attributes of a tag
_WORDS = pattern(r"[^<>={}\"'\n]*$", re.MULTILINE)
_TITLES = {
    "expression": "Write \\{",
    "computed": "Write \\{",
    "name": "Write \\{",
    "kramdown": "Remove the mark",
    "joined": "Put a blank line between them",
    "parted": "Put them on one line",
    "unquoted": "Put the value in quotation marks",
    "style": "Write the style as an object",
}


@for_a_run(16)
def _has_own_components(site: str) -> bool:
    """Whether the site, or a theme of others, gives all posts components of its own."""
    if "docusaurus-theme-" in settings_text(Path(site), "docusaurus"):
        return True
    theme = os.path.join(site, "src", "theme")
    try:
        return any(name.startswith("MDX") for name in os.listdir(theme))
    except OSError:
        return False


def mdx_faults(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """What MDX cannot compile, or what fails when the page is made."""
    if not document.is_mdx:
        return
    generators = document.settings.generators
    scanner = _scanned(document)
    faults = [
        *scanner.faults,
        *_fold_cut(document, scanner.open),
        *scanner.unclosed_braces(),
        *scanner.unknown_names(),
        *_parted_tags(document, scanner),
        *scanner.shouted_tags(),
    ]
    site = document.settings.mdx_site
    if site is not None and "docusaurus" in generators and (new := [*scanner.unknown_components()]):
        document.looks_outside = True
        faults += () if _has_own_components(site) else new
    if scanner.formulas and generators & GIVEN.keys() and (root := document.look_outside()):
        faults += () if may_read_formulas(root) else scanner.formulas
    found = []
    for fault in sorted(faults):
        if fault.message != "comment" or "docusaurus" not in generators:
            found.append(_hit(document, fault))
    yield from _without_fixes_in_code(document, found)


def parted_starts(document: Document) -> frozenset[int]:
    """Where those tags begin of which MDX stops because their element's other one stands alone."""
    faults = _parted_tags(document, _scanned(document))
    return frozenset(document.body_start + fault.start for fault in faults)


def _scanned(document: Document) -> FaultScanner:
    cache = document.page.cache
    scanner: FaultScanner | None = cache.get("mdx-scanner")
    if scanner is None:
        directives = ":" in document.body and "container" in document.settings.understood
        scanner = FaultScanner(document.body, document.settings.generators, directives)
        scanner.scan()
        cache["mdx-scanner"] = scanner
    return scanner


def _parted_tags(document: Document, scanner: FaultScanner) -> list[Fault]:
    cache = document.page.cache
    if "mdx-parted" not in cache:
        cache["mdx-parted"] = list(scanner.parted_tags())
    faults: list[Fault] = cache["mdx-parted"]
    return faults


def _without_fixes_in_code(document: Document, hits: list[Hit]) -> Iterator[Hit]:
    """No safe fix is offered that could not be proven: MDX has no indented code, the page has."""
    code = None
    for hit in hits:
        if hit.fix is not None and hit.fix[0] == "safe":
            code = loose_code(document) if code is None else code
            start, end = hit.span[0] - document.body_start, hit.span[1] - document.body_start
            if code.touch(start, end):
                yield hit._replace(fix=None)
                continue
        yield hit


def _fold_cut(document: Document, opened: Sequence[Fault]) -> Sequence[Fault]:
    """*opened*, with one for all that are open where the post breaks off, at its place."""
    cut = broken_off(document) if opened else None
    if cut is None:
        return opened
    base = document.body_start
    place, begin = cut
    outside = [fault for fault in opened if fault.start < begin - base]
    last = opened[-1]._replace(start=place.start - base, end=place.end - base)
    return [*outside, last] if len(outside) < len(opened) else opened


def _hit(document: Document, fault: Fault) -> Hit:
    text = document.body[fault.start : fault.end]
    span = span_of(document, fault.start, fault.end)
    words = {"text": text, "name": fault.name}
    is_void_element = fault.message == "void" and fault.name.islower()  # <BR/> is a component
    fix = None
    if fault.edits:
        base = document.body_start
        edits = tuple(Edit(base + start, base + end, new) for start, end, new in fault.edits)
        fix = Fix(fault.safety, _TITLES[fault.message], edits)
    elif fault.message == "sign":
        fix = Fix("safe", "Write &lt;", (Edit(*span, "&lt;"),))
    elif fault.message == "open" and text[1].islower() and _WORDS.match(document.body, fault.end):
        edit = Edit(span.start, span.start + 1, "&lt;")
        fix = Fix("unsafe", "Write &lt;", (edit,))
    elif is_void_element and not inside_markup(document.body, fault.start):
        fix = Fix("safe", "Close the tag in itself", (Edit(span.end - 1, span.end - 1, " /"),))
    elif fault.message == "comment" and re.fullmatch(r"<!--(?:(?!\*/)[^{}])*-->", text, re.S):
        edits = (
            Edit(span.start, span.start + len("<!--"), "{/*"),
            Edit(span.end - len("-->"), span.end, "*/}"),
        )
        fix = Fix("safe", "Make it a comment of MDX", edits)
    return Hit(span, words, message=fault.message, fix=fix)

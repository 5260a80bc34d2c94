"""Finds references of Markdown that lead nowhere, and definitions that nothing refers to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.markdown_below import labels_below
from contentlint.checks.templates_places import fenced_code, unread_blocks
from contentlint.errors import suggest
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.removals import remove_span
from contentlint.site_settings import settings_text
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.markdown_outline import Definition, UndefinedReference
    from contentlint.document.source_map import SourceMap

__all__ = ["means_link", "repeated", "undefined", "unused"]

_FOOTNOTE = pattern(r"\[\^([\w-]{1,40})\](?![*+?:({])")
_BRACKETED = pattern(r"\[([^\[\]]{1,999})\]")
_INDEXED = pattern(r"[\w\])]\Z")
# what a plug-in for the documentation of programs finds, such as `str` or package.module.Class
_OBJECT = pattern(r"`[\w.:-]+`|[A-Za-z_]\w*(?:(?:\.|::)\w+)+")
_NUMBER = pattern(r"[\d\s,.-]*\Z")
# brackets after brackets that hold no number, and so may be meant as a link; the parser takes the
# label after a backslash for one, too
_LABEL = pattern(r"\]\\*\[(?!\s*\d[\d\s,.-]*\])")
_IN_BRACKETS = pattern(r"\((?:(?:https?://|mailto:|\.{0,2}/|\#)[^\s()]*|[^\s()]+\.[a-z0-9]{2,5})\)")
_MOST_SUGGESTED = 500
_DEFINITION = pattern(
    r"^[ \t>]*(?P<all>\[(?P<label>(?!\^)(?:[^\[\]\\\n]|\\.){1,200})\]:[ \t]*"
    r"(?P<url><[^<>\n]*>|[^\s<]\S*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?)[ \t]*$",
    re.MULTILINE,
)

# MkDocs and VitePress put files in by these
_SNIPPET = pattern(
    r"^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+-++8<-++(?=\s|$)|<!--\s*+@include:", re.MULTILINE
)
# of all that is taken in, a file that is named so
_INCLUDE = pattern(
    r"\{[{%][<%]?-?[ \t]*+(?>\w*?(?:include|render|import|partial))[^{}]*?(?:link|ref|url|note)"
)


def undefined(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """``[text][label]``, ``[label][]`` and ``[^label]`` without a definition."""
    if document.kind != "markdown":
        return
    html = document.page.html
    if "[" not in html or document.has_unread_markdown:
        return
    hits: list[Hit] = []
    if "][" in html and _LABEL.search(document.templates.text):
        hits += _undefined_links(document)
    if "[^" in html:
        hits += _undefined_footnotes(document)
    if hits and not _takes_in_definitions(document):
        yield from hits


def _takes_in_definitions(document: Document) -> bool:
    """Whether the definitions may stand in another file, which the site puts into this one."""
    body, generators = document.body, document.settings.generators
    if any(_INCLUDE.match(body, tag.start, tag.end) for tag in document.templates.tags):
        return True
    snippets = [*_SNIPPET.finditer(body)]
    if snippets:
        code = fenced_code(document)
        if not all(code.touch(*snippet.span()) for snippet in snippets):
            return True
    root = document.look_outside() if "mkdocs" in generators else None
    return root is not None and "auto_append" in settings_text(root, "mkdocs")


def _undefined_links(document: Document) -> Iterator[Hit]:
    source_map: SourceMap = document.page.source_map
    references = source_map.undefined_references
    if all(reference.syntax == "shortcut" for reference in references):
        return
    from contentlint.document.markdown_outline import normalise_label

    names = [definition.name for definition in source_map.definitions][:_MOST_SUGGESTED]
    base = document.body_start
    below = labels_below(document)  # markdown/unparsed-link says so
    for reference in references:
        if below and normalise_label(reference.reference) in below:
            continue
        if _is_reference(document, reference, bool(names or below)):
            span = Span(base + reference.span.start, base + reference.span.end)
            label = reference.reference
            yield Hit(span, {"label": label, "hint": suggest(label, names)})


def _is_reference(document: Document, reference: UndefinedReference, has_others: bool) -> bool:
    """Whether brackets after brackets are meant as a link, and are no indices or signs."""
    start, end = reference.span
    body = document.body
    if reference.syntax == "shortcut" or document.templates.overlap(start, end):
        return False
    label = reference.reference
    text = body[start : end - len(label) - 3] if reference.syntax == "reference" else label
    text = text.lstrip("!").removeprefix("[")
    if _INDEXED.search(body[max(0, start - 1) : start]) or _NUMBER.match(label):
        return False
    if "object-reference" in document.settings.understood and _OBJECT.fullmatch(label):
        return False
    if reference.syntax == "collapsed":
        return has_others or len(label) > 1
    if has_others:
        return text != label
    # without a single definition, ask for more than two words in brackets
    return text != label and len(text) > 3 and text.isascii() == label.isascii()


def _undefined_footnotes(document: Document) -> Iterator[Hit]:
    source_map: SourceMap = document.page.source_map
    names = [footnote.name for footnote in source_map.footnotes]
    known = {name.casefold() for name in names}
    prose = document.page.prose
    for match in _FOOTNOTE.finditer(prose.text):
        label = match.group(1)
        if label.casefold() in known or not (names or label.isdecimal()):
            continue
        if not prose.is_verbatim(*match.span()):
            continue
        hint = suggest(label, names[:_MOST_SUGGESTED])
        yield Hit(prose.locate(*match.span()), {"label": label, "hint": hint}, message="footnote")


def unused(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Definitions of links and footnotes that nothing in the post refers to."""
    if document.kind != "markdown" or "[" not in document.body:
        return
    if "]:" not in document.body:
        return
    source_map: SourceMap = document.page.source_map
    allowed = {label.casefold() for label in options["allow"]}
    base = document.body_start
    if document.has_unread_markdown:
        return  # a reference may stand where only the site reads it
    from contentlint.document.markdown_outline import normalise_label

    shown: frozenset[str] | None = None
    are_unread = False
    for definition in source_map.definitions:
        name = definition.name
        if _is_comment(name, definition.url) or name.casefold() in allowed:
            continue
        if means_link(definition):
            continue  # markdown/unparsed-link says so
        if normalise_label(name) not in source_map.labels_used:
            span = Span(base + definition.span.start, base + definition.span.end)
            if shown is None:
                labels = map(unescape, _BRACKETED.findall(document.page.html))
                shown = frozenset(map(normalise_label, labels))
                are_unread = "][" in document.page.prose.text
            # brackets that Markdown does not read, as in HTML, or whose label is misspelt, may be
            # meant to refer to it
            is_lost = are_unread or normalise_label(name) in shown
            fix = None if is_lost else _removal(document, span)
            yield Hit(span, {"label": name}, fix=fix)
    if "[^" not in document.body:
        return
    for footnote in source_map.footnotes:
        if not footnote.used and footnote.name.casefold() not in allowed:
            span = Span(base + footnote.span.start, base + footnote.span.end)
            yield Hit(span, {"label": footnote.name}, message="footnote")


def repeated(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Definitions of a label that has another address, or of a footnote that has a text already."""
    if document.kind != "markdown" or document.body.count("]:") < 2:
        return
    if "[^" in document.body:
        yield from _repeated_footnotes(document)
    from contentlint.document.markdown_outline import normalise_label

    text, base = document.templates.text, document.body_start
    found = [(normalise_label(each["label"]), each) for each in _DEFINITION.finditer(text)]
    if len(found) == len({label for label, _ in found}):
        return
    from contentlint.checks.templates_blocks import paired_blocks

    source_map: SourceMap = document.page.source_map
    firsts = {normalise_label(each.name): each for each in source_map.definitions}
    unread, blocks = unread_blocks(document), paired_blocks(document)
    counted: dict[tuple[str, int], tuple[str, Span]] = {}
    for label, each in found:
        first, start = firsts.get(label), each.start("all")
        if first is None or start < first.span.start or unread.touch(start, start + 1):
            continue
        span, url = Span(base + start, base + each.end("all")), each["url"].strip("<>")
        if start == first.span.start:
            span, url = Span(base + first.span.start, base + first.span.end), first.url
        address, earlier = counted.setdefault((label, blocks.holder(start)), (url, span))
        if address != url:
            values = {"label": each["label"], "url": address}
            yield Hit(span, values, related=(("the first one", earlier),))


def _repeated_footnotes(document: Document) -> Iterator[Hit]:
    base, body = document.body_start, document.body
    firsts: dict[str, Span] = {}
    for footnote in document.page.source_map.footnotes:
        span = footnote.span
        first = firsts.setdefault(footnote.name, span)
        if first is span or body[first.start : first.end].strip() == body[slice(*span)].strip():
            continue
        related = (("the first one", Span(base + first.start, base + first.end)),)
        place = Span(base + span.start, base + span.end)
        yield Hit(place, {"label": footnote.name}, message="footnote", related=related)


def means_link(definition: Definition) -> bool:
    """Whether it was to be a link: ``[words]:(address)``, whose address would begin with ``(``."""
    name, url = definition.name, definition.url
    return _IN_BRACKETS.fullmatch(url) is not None and not _is_comment(name, url)


def _is_comment(name: str, url: str) -> bool:
    """``[//]: # (words)`` is how a comment is written in Markdown."""
    return url in ("#", "") or name in ("//", "comment")


def _removal(document: Document, span: Span) -> FixRow | None:
    """Removing the definition changes nothing on the page; only whole lines are removed."""
    text = document.source.text
    start = text.rfind("\n", 0, span.start) + 1
    if text[start : span.start].strip():
        return None
    return fix_of("safe", "Remove the definition", remove_span(document, span))

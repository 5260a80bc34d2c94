"""Finds marks that only another program understands, and that readers here see as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.templates_places import (
    fenced_code,
    is_left_alone,
    loose_code,
    source_of,
    span_of,
)
from contentlint.checks.text_zones import is_commented
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.removals import removed_range
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["leftover_directives"]

_ATTRIBUTE = r"(?:[.#][\w-]+|[\w-]+=(?:\"[^\"\n}]*\"|'[^'\n}]*'))"
_TEXT_MARKS = pattern(
    r"^[ \t]*(?P<toc>@?\[\[?_?toc_?\]\]?(?:\([^()\n]*\))?|\{:\s*toc\s*\})[ \t]*$"
    rf"|(?P<kramdown>\{{::?\s*(?:/?(?:comment|nomarkdown|options)\b[^{{}}\n]*|{_ATTRIBUTE}"
    rf"(?:\s+{_ATTRIBUTE})*)\s*\}})"
    r"|(?P<wordpress>\[(?:caption|gallery|audio|video|playlist|embed|sourcecode|wpvideo)"
    r"(?:\s+[\w-]+=[^\]\n]*)\]|\[/(?:caption|audio|video|embed|sourcecode)\])"
    r"|^[ \t]*(?P<container>:::+[ \t]*\{?[A-Za-z][\w-]*(?![^\n]*:::[ \t]*$)[^\n]*)"
    r"|(?P<obsidian>!\[\[[^\[\]\n]{1,200}\]\])"
    r"|^[ \t]*(?P<admonition>!!![ \t]+[a-z][\w-]*(?:[ \t]+\"[^\"\n]*\")?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_KINDS = ("toc", "kramdown", "wordpress", "container", "obsidian", "admonition")
# cheap tests, one of which any mark passes; a pattern with a fixed beginning is a fast search
_BRACKETS = pattern(
    r"\[(?:\[|/|_?[Tt][Oo][Cc]|(?i:caption|gallery|audio|video|playlist|embed|sourcecode|wpvideo))"
)
_HINTS = ("{:", ":::", "!!!", "@[")
_SYSTEMS = {
    "toc": "another Markdown program (a table of contents)",
    "kramdown": "Jekyll (kramdown)",
    "wordpress": "WordPress",
    "container": "VuePress or Docusaurus",
    "obsidian": "Obsidian (a picture or a note set in)",
    "admonition": "MkDocs",
}
# those that mark their containers with names of their own
_CONTAINERS = pattern(
    r":::+[ \t]*(?:(?P<zenn>message)|(?P<qiita>note[ \t]+(?:info|warn|alert)))[ \t]*$"
)
_NAMES = {"zenn": "Zenn", "qiita": "Qiita"}
# what @[…](…) shows there
_ZENN_CARDS = names_of(
    "card tweet youtube gist codepen codesandbox figma jsfiddle slideshare speakerdeck stackblitz "
    "docswell"
)
# tags that name their generator
_HEXO_TAGS = names_of(
    "asset_img asset_link asset_path post_link post_path codeblock pullquote include_code jsfiddle "
    "blockquote"
)
_JEKYLL_TAGS = names_of(
    "post_url highlight include_relative assign capture unless case seo feed_meta comment"
)
# names that no site of Eleventy is likely to give to tags of its own
_SURELY_FOREIGN = {
    **dict.fromkeys(names_of("asset_img asset_link asset_path post_link post_path"), "Hexo"),
    **dict.fromkeys(names_of("post_url include_relative feed_meta"), "Jekyll"),
}
_GENERATORS = frozenset(("hexo", "hugo", "jekyll", "astro", "docusaurus", "zola", "eleventy"))


def leftover_directives(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Marks in the text, and template tags, of a system that does not make this site."""
    has_marks = document.kind == "markdown" and _may_hold_marks(document.body)
    if not has_marks and not document.templates.tags:
        return
    allowed = {mark.casefold() for mark in options["allow"]}
    generators = document.settings.generators & _GENERATORS
    if has_marks:
        understood = document.settings.understood
        if document.is_mdx and not document.settings.generators:
            understood |= {"container"}  # what reads MDX reads these, but for a few
        yield from _text_marks(document, allowed, understood)
        yield from _linked_marks(document, allowed, "toc" in understood)
    if document.templates.tags and generators and not document.is_mdx:
        yield from _foreign_tags(document, allowed, generators)


def _may_hold_marks(body: str) -> bool:
    if "[" in body and _BRACKETS.search(body) is not None:
        return True
    # one character is found far sooner than two
    return any(hint[0] in body and hint in body for hint in _HINTS)


def _text_marks(document: Document, allowed: set[str], understood: frozenset[str]) -> Iterator[Hit]:
    prose = document.page.prose
    for match in _TEXT_MARKS.finditer(prose.text):
        kind = next(kind for kind in _KINDS if match.group(kind))
        text = match.group(kind)
        if kind in understood or text.casefold() in allowed:
            continue
        if text.startswith("{:") and "kramdown" in understood:
            continue
        if kind == "obsidian" and not document.settings.generators:
            continue  # a folder of notes may well be Obsidian's own
        span = prose.locate(*match.span(kind))
        if document.source.slice(span) != text or _is_escaped(document, prose.text, match, span):
            continue  # written with references or escapes: it is meant to be seen
        removable = kind in ("toc", "kramdown")
        fix = _removal(document, span) if removable else None
        yield Hit(span, {"text": text, "system": _marker(kind, text)}, fix=fix)


def _is_escaped(document: Document, prose: str, match: re.Match[str], span: Span) -> bool:
    """Whether a backslash that readers do not see stands before the mark."""
    at = match.start(match.lastgroup or 0)
    return document.source.text[span.start - 1 : span.start] == "\\" != prose[at - 1 : at]


def _marker(kind: str, text: str) -> str:
    """The program that reads *text*, a mark of a *kind*."""
    found = _CONTAINERS.match(text) if kind == "container" else None
    return _NAMES[found.lastgroup or ""] if found else _SYSTEMS[kind]


def _linked_marks(document: Document, allowed: set[str], has_contents: bool) -> Iterator[Hit]:
    """``@[toc](title)`` and ``@[card](https://…)``, which Markdown reads as links."""
    body = document.body
    if "@[" not in body:
        return
    for link in document.page.source_map.links:
        start, end = link.span
        if body[start - 1 : start] != "@":
            continue
        word, text = body[slice(*link.text)].casefold(), body[start - 1 : end]
        if text.casefold() in allowed:
            continue
        span = span_of(document, start - 1, end)
        if word == "toc" and not has_contents:
            values = {"text": text, "system": _SYSTEMS["toc"]}
            yield Hit(span, values, fix=_removal(document, span))
        elif word in _ZENN_CARDS and body[start - 2 : start - 1] in ("", "\n"):
            yield Hit(span, {"text": text, "system": _NAMES["zenn"]})


def _removal(document: Document, span: Span) -> Fix:
    text = document.source.text
    start, end = removed_range(document, span)
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end + 1
    if not text[line_start:start].strip() and not text[end:line_end].strip():
        start, end = line_start, line_end
    return Fix("unsafe", "Remove the mark", (Edit(start, end, ""),))


def _foreign_tags(
    document: Document, allowed: set[str], generators: frozenset[str]
) -> Iterator[Hit]:
    fenced = loose = None
    for tag in document.templates.tags:
        system = _system_of(tag.kind, tag.name, generators)
        if system is None or tag.name.casefold() in allowed:
            continue
        if fenced is None or loose is None:
            fenced, loose = fenced_code(document), loose_code(document)
        if fenced.touch(tag.start, tag.end) or loose.touch(tag.start, tag.end):
            continue
        values = {"text": source_of(document, tag), "system": system, "generator": ""}
        span = span_of(document, tag.start, tag.end)
        message, values["generator"] = _end_of(document, tag.kind, generators)
        if message != "stops" and is_commented(document.body, tag.start):
            continue  # what stops a site does so in a comment, too
        yield Hit(span, values, message=message, severity="error" if message else None)


def _end_of(document: Document, kind: str, generators: frozenset[str]) -> tuple[str | None, str]:
    """What a tag that it does not know does to the site, and the generator that does it."""
    if "hexo" in generators:
        return "stops", "Hexo"
    if "jekyll" in generators:  # its Liquid reads any braces
        return ("lost" if kind == "shortcode" else "stops"), "Jekyll"
    if "eleventy" in generators and not is_left_alone(document):
        return "stops", "Eleventy"
    return None, ""


def _system_of(kind: str, name: str, generators: frozenset[str]) -> str | None:
    """The generator whose tag it is, if that is none of *generators*."""
    if kind == "shortcode":
        return None if "hugo" in generators else "Hugo"
    if kind != "tag" or name.startswith("end"):
        return None
    if "eleventy" in generators and not generators & {"hexo", "jekyll", "zola"}:
        return _SURELY_FOREIGN.get(name)
    if not generators & {"hexo", "jekyll", "zola"}:
        return "Jekyll or Hexo"
    if name in _HEXO_TAGS and not generators & {"hexo", "zola"}:
        return "Hexo"
    if name in _JEKYLL_TAGS and not generators & {"jekyll", "zola"}:
        return "Jekyll"
    return None

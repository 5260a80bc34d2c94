"""Finds files that a page of VitePress takes in and that are not there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import fenced_code, loose_code, span_of
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.site_settings import settings_text

if TYPE_CHECKING:
    import re

    from contentlint.document import Document

__all__ = ["missing_files"]

# a line of its own, behind one that is no text
_SNIPPET: Final = pattern(
    r" {0,3}+(?P<tag><<<[ \t]*+(?P<path>[^\s{}\[\]#<>][^\n{}\[\]#<>]{0,300}+)(?P<more>[^\n]*+))$"
)
_INCLUDE: Final = pattern(
    r"<!--\s*+@include:\s*+(?P<path>[^\s{}#<>](?:(?!-->)[^\n{}#<>]){0,300}+)"
    r"(?:#[\w-]++)?(?:\{\d*+,\d*+\})?\s*+-->"
)
_MORE: Final = pattern(r"(?:#[\w-]++)?(?: ?\{[^{}]{0,200}+\})?(?: ?\[.{1,200}\])?[ \t]*+")
_NO_TEXT: Final = (":::", "<<<", "#", "```", "~~~", "---")
_MOVED: Final = pattern(r"\bsrcDir\b")
_PARTS: Final = frozenset(("includes", "partials", "parts", "shared", "snippets"))
"""Folders of what pages take in, which looks for its own snippets beside these."""


def missing_files(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """``<<< @/file`` and ``<!--@include: file-->`` where there is no such file."""
    body = document.body
    if document.kind != "markdown" or not ("<<<" in body or "@include:" in body):
        return
    site = _site_of(document, options["root"])
    if site is None:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    for message, found in _named(body):
        start, end = found.span("tag") if message is None else found.span()
        if fenced.touch(start, end) or loose.touch(start, end):
            continue
        name = found["path"].strip()
        if _is_missing(document, site, name, is_snippet=message is None):
            hit = Hit(span_of(document, start, end), {"name": name}, message=message)
            yield hit if message is None else hit._replace(severity="warning")


def _named(body: str) -> Iterator[tuple[str | None, re.Match[str]]]:
    """What takes in a file, with the name of the message if there is none."""
    at = body.find("<<<")
    while at >= 0:
        line = body.rfind("\n", 0, at) + 1
        end = body.find("\n", at)
        end = len(body) if end < 0 else end
        found = _SNIPPET.match(body, line, end)
        if found and _MORE.fullmatch(found["more"]) and _is_free(body, line):
            yield None, found
        at = body.find("<<<", end)
    for found in _INCLUDE.finditer(body):
        yield "include", found


def _is_free(body: str, line: int) -> bool:
    """Whether the line before that at *line* is no text, which would go on in it."""
    above = body[body.rfind("\n", 0, max(0, line - 1)) + 1 : line].strip()
    return not above or above.startswith(_NO_TEXT)


def _site_of(document: Document, root: str) -> Path | None:
    document.looks_outside = True
    if root:
        return Path(root)
    settings = document.settings
    if settings.generators != {"vitepress"} or settings.root is None:
        return None
    is_site = (settings.root / ".vitepress").is_dir() and os.path.isfile(document.source.path)
    return settings.root if is_site else None


def _is_missing(document: Document, site: Path, name: str, *, is_snippet: bool) -> bool:
    """Whether no file is where *name* says; no name is followed out of the *site*."""
    top, post = os.path.realpath(site), os.path.realpath(document.source.path)
    if name.startswith("@"):
        if _MOVED.search(settings_text(site, "vitepress")):
            return False
        place = os.path.join(top, name[1:].lstrip("/"))
    elif is_snippet and _is_part(os.path.relpath(post, top)):
        return False
    else:
        place = os.path.join(os.path.dirname(post), name)
    try:
        place = os.path.realpath(os.path.normpath(place))
        return place.startswith(os.path.join(top, "")) and not os.path.exists(place)
    except ValueError:
        return False


def _is_part(path: str) -> bool:
    """Whether the file at *path* may be one that others take in."""
    return any(each.startswith("_") or each in _PARTS for each in path.split(os.sep))

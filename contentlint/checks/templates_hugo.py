"""Finds shortcodes and pages that a site of Hugo's does not have, and ends that none can have."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.hugo_site import (
    PAGES,
    HugoSite,
    files_of_pages,
    is_filled,
    page_names,
    plain_name,
    shortcodes,
    site_of,
    words_in_heads,
    words_in_settings,
)
from contentlint.checks.templates_held import HEAD, left_out, why_left_out
from contentlint.checks.templates_places import fenced_code, loose_code, source_of, span_of
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.slips import near_miss

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["missing_in_hugo", "needless_ends", "shown_calls"]

# those of any version
_BUILT_IN: Final = names_of(
    "comment details figure gist highlight instagram instagram_simple param qr ref relref "
    "speakerdeck tweet twitter twitter_simple vimeo vimeo_simple x youtube"
)
_CHILDLESS: Final = names_of("figure gist instagram param ref relref tweet twitter vimeo x youtube")
_TAXONOMIES: Final = names_of("tags categories")
_REF: Final = pattern(
    r"\{\{[<%][ \t\r\n]*(?:rel)?ref[ \t\r\n]+(?:path=)?"
    r"(?:\"(?P<a>[^\"\\\n]*)\"|`(?P<b>[^`\n]*)`|(?P<c>[\w.-]+)(?=\s))"
)
_FIGURE: Final = pattern(r"\{\{[<%]\s*figure\s+(?P<src>[\"`][^\"`\\\n]*[\"`])\s*[>%]\}\}")
_PLAIN_CALL: Final = pattern(
    r"\{\{(?P<before>[ \t]{0,20})(?P<name>figure|gist|tweet|vimeo|youtube)"
    r"[ \t]+(?:\w+=)?[\"\w][^{}<>%\n]{0,500}?(?P<after>[ \t]{0,20})\}\}"
)
_LENIENT: Final = pattern(r"\brefLinks", re.IGNORECASE)


def missing_in_hugo(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Shortcodes that the site does not have, and links of Hugo's to no page."""
    tags = [tag for tag in document.templates.tags if tag.kind == "shortcode" and _is_asked(tag)]
    site = site_of(document, options["root"]) if tags else None
    known = shortcodes(site) if site is not None else None
    if site is None or known is None:
        return
    names = _BUILT_IN.union(known)
    for tag in tags:
        name = tag.name.lower()
        if name in known:
            continue  # a built-in one, too, may have been replaced
        hit = None
        if name not in _BUILT_IN:
            hit = _unknown_hit(document, tag, names)
        elif name in ("ref", "relref"):
            hit = _page_hit(document, tag, site)
        elif name == "figure":
            hit = _picture_hit(document, tag)
        if hit is not None:
            yield hit


def _is_asked(tag: TemplateTag) -> bool:
    name = tag.name.lower()
    if name.startswith("/") or "." in name:
        return False  # the latter is defined where it stands
    return name not in _BUILT_IN or name in ("ref", "relref", "figure")


def _unknown_hit(document: Document, tag: TemplateTag, known: frozenset[str]) -> Hit:
    near = near_miss(tag.name, known)
    values = {"name": tag.name, "near": near or "", "folder": ""}
    message = "shortcode-near" if near else "shortcode"
    return Hit(span_of(document, tag.start, tag.end), values, message=message)


def _page_hit(document: Document, tag: TemplateTag, site: HugoSite) -> Hit | None:
    found = _REF.match(document.body, tag.start, tag.end)
    target = (found["a"] or found["b"] or found["c"] or "") if found is not None else ""
    path = target.partition("#")[0].partition("?")[0]
    name = _last(path)
    if not name or ":" in path or "{" in path or path.startswith("//"):
        return None
    if _LENIENT.search(site.settings):
        return None
    names = page_names(site)
    if names is not None and name in names:
        return _held_hit(document, tag, site, target, path)
    if names is None or not _has_folder(document, site, path):
        return None
    # the page of a tag is found by its name as well
    named = words_in_heads(site) | words_in_settings(site) | _TAXONOMIES
    if name in named:
        return None
    values = {"name": target, "near": "", "folder": ""}
    return Hit(span_of(document, tag.start, tag.end), values, message="page")


def _held_hit(
    document: Document, tag: TemplateTag, site: HugoSite, target: str, path: str
) -> Hit | None:
    """What to say of a page that is there, and of which Hugo makes none."""
    name = _last(path)
    is_file = "/" in path.strip("/") or path.endswith(PAGES)
    if not is_file and name in words_in_heads(site) | _TAXONOMIES:
        return None  # a tag, perhaps
    why = left_out(files_of_pages(site).get(name, (None,)), site.settings)
    if why is None or why_left_out(document.source.text[:HEAD], site.settings):
        return None
    values = {"name": target, "near": why, "folder": ""}
    return Hit(span_of(document, tag.start, tag.end), values, message="held")


def _last(path: str) -> str:
    """The last part of a page's *path*, without what its file alone has."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    if parts and parts[-1] in ("index.md", "_index.md", "index", "_index"):
        del parts[-1]
    if not parts:
        return ""
    stem, dot, ending = parts[-1].rpartition(".")
    return plain_name(stem if dot and ending in ("md", "html", "markdown") else parts[-1])


def _has_folder(document: Document, site: HugoSite, path: str) -> bool:
    """Whether the folder that *path* names is there; what makes others may make its pages."""
    folder = os.path.dirname(path.rstrip("/")).lstrip("/")
    beside = os.path.dirname(document.source.path)
    return not folder or any(
        is_filled(os.path.join(above, folder)) for above in (*site.content, beside)
    )


def _picture_hit(document: Document, tag: TemplateTag) -> Hit | None:
    found = _FIGURE.match(document.body, tag.start, tag.end)
    if found is None or "=" in found["src"]:
        return None
    span = span_of(document, tag.start, tag.end)
    at = document.body_start + found.start("src")
    fix = Fix("unsafe", "Write src= before the address", (Edit(at, at, "src="),))
    values = {"name": found["src"], "near": "", "folder": ""}
    return Hit(span, values, message="picture", severity="warning", fix=fix)


def shown_calls(document: Document) -> Iterator[Hit]:
    """Shortcodes between plain braces, which readers see as they are written."""
    calls = list(_PLAIN_CALL.finditer(document.body))
    if not calls:
        return
    fenced, loose = fenced_code(document), loose_code(document)
    for call in calls:
        if fenced.touch(*call.span()) or loose.touch(*call.span()):
            continue
        span = span_of(document, *call.span())
        edits = (
            Edit(span.start + 2, span.start + 2 + len(call["before"]), "< "),
            Edit(span.end - 2 - len(call["after"]), span.end - 2, " >"),
        )
        fix = Fix("unsafe", "Write it as a shortcode", edits)
        right = f"{{{{< {call['name']} … >}}}}"
        values = {"text": call[0], "name": right}
        yield Hit(span, values, message="shown", severity="warning", fix=fix)


def needless_ends(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Shortcodes that are closed, though their template takes nothing between the two tags."""
    tags = [tag for tag in document.templates.tags if tag.kind == "shortcode"]
    closed = [tag for tag in tags if _is_closed(document, tag)]
    site = site_of(document, options["root"]) if closed else None
    known = shortcodes(site) if site is not None else None
    if known is None:
        return
    opened = {tag.name for tag in tags}
    for tag in closed:
        name = tag.name.lstrip("/")
        if known.get(name.lower(), name.lower() not in _CHILDLESS):
            continue
        is_end = tag.name.startswith("/")
        if is_end and name not in opened:
            continue  # an end tag alone is another fault
        span, fix = span_of(document, tag.start, tag.end), None
        if not is_end:
            slash = span.end - 4
            while document.source.text[slash - 1] in " \t":
                slash -= 1
            fix = Fix("safe", "Remove the slash", (Edit(slash, span.end - 3, " "),))
        values = {"text": source_of(document, tag), "name": name}
        yield Hit(span, values, message="inner", fix=fix)


def _is_closed(document: Document, tag: TemplateTag) -> bool:
    if tag.name.startswith("/"):
        return True
    return document.body.endswith(("/>}}", "/%}}"), tag.start, tag.end) and "." not in tag.name

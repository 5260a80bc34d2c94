"""Finds tags that Hexo does not know, and branches that stand outside of their block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.hexo_site import has_other_tags, major_version, packages_of
from contentlint.checks.templates_places import shown_code, source_of, span_of
from contentlint.checks.text_zones import is_commented
from contentlint.document.nesting import names_of
from contentlint.findings import Edit, Fix, Hit, Severity, here_too
from contentlint.patterns import pattern
from contentlint.slips import near_miss

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.templates import TemplateTag

__all__ = ["unknown_tags"]

_BRANCHES = names_of("else elif elseif case default")
_WITH_BRANCHES = names_of("if for asyncEach asyncAll switch ifAsync")
_NUNJUCKS = (
    names_of("set block include import from extends macro call filter raw verbatim")
    | _WITH_BRANCHES
    | _BRANCHES
)
_HEXO = names_of(
    "quote blockquote code codeblock iframe img image include_code a link anchor post_path "
    "post_link asset_path asset_link asset_img asset_image pullquote url_for full_url_for"
)
# which Hexo had before version 7
_FORMER = names_of("gist jsfiddle vimeo youtube")
_FIRST_WITHOUT = 7
_KNOWN = _NUNJUCKS | _HEXO
_MEANT = frozenset(_KNOWN - _BRANCHES)
# what other languages call a branch
_ELIF = pattern(r"\{%[-+]?\s*(?P<name>elsif|elsewhen|else[ \t]+if)\b")


def unknown_tags(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Each name that no tag of the site has, once, with all its places."""
    tags = document.templates.tags
    if not tags or document.is_mdx or not document.runs_templates:
        return
    known = _KNOWN.union(options["allow"])
    doubted = [tag for tag in tags if _is_doubted(tag, known)]
    if not doubted:
        return
    shown, lone = shown_code(document), _lone_branches(document)
    named: dict[str, list[TemplateTag]] = {}
    for tag in doubted:
        if shown.touch(tag.start, tag.end) or is_commented(document.body, tag.start):
            continue
        if _ELIF.match(source_of(document, tag)):
            yield _elif_hit(document, tag)
        elif tag.name not in _BRANCHES:
            named.setdefault(tag.name, []).append(tag)
        elif tag.start in lone:
            yield _hit(document, tag, "branch")
    if named:
        yield from _unknown_names(document, named, options)


def _is_doubted(tag: TemplateTag, known: frozenset[str]) -> bool:
    if tag.kind != "tag" or (tag.name.startswith("end") and tag.name != "end"):
        return False
    return tag.name not in known or tag.name in _BRANCHES


def _lone_branches(document: Document) -> set[int]:
    """Where the branches begin before which no block that has branches is open."""
    depth, found = 0, set()
    for tag in document.templates.tags:
        if tag.name in _WITH_BRANCHES:
            depth += 1
        elif tag.name[:3] == "end" and tag.name[3:] in _WITH_BRANCHES:
            depth = max(0, depth - 1)
        elif depth == 0 and tag.name in _BRANCHES:
            found.add(tag.start)
    return found


def _elif_hit(document: Document, tag: TemplateTag) -> Hit:
    written = _ELIF.match(document.body, tag.start, tag.end)
    assert written is not None
    start, end = span_of(document, *written.span("name"))
    fix = Fix("unsafe", "Write elif", (Edit(start, end, "elif"),))
    return _hit(document, tag, "near", near="elif", fix=fix)


def _unknown_names(
    document: Document, named: Mapping[str, Sequence[TemplateTag]], options: Mapping[str, Any]
) -> Iterator[Hit]:
    packages = packages_of(document, options["packages"])
    is_unsure = has_other_tags(document, packages)
    version = major_version(packages)
    for name, tags in named.items():
        is_former = name in _FORMER
        if is_former and (version is None or version < _FIRST_WITHOUT):
            continue
        near = None if is_former else _near(name)
        if near is not None:
            fix = _renaming(document, name, near)
            severity: Severity = "warning" if is_unsure else "error"
            message = "near-unsure" if is_unsure else "near"
            hit = _hit(document, tags[0], message, near=near, fix=fix)
            yield hit._replace(severity=severity, related=_others(document, tags))
        elif not is_unsure:
            hit = _hit(document, tags[0], "former" if is_former else None, version=version)
            yield hit._replace(related=_others(document, tags))


def _near(name: str) -> str | None:
    """The tag that *name* is a slip of; images or links may well be tags of a plug-in."""
    single = name.removesuffix("s")
    return single if "_" in name and single in _MEANT else near_miss(name, _MEANT)


def _others(document: Document, tags: Sequence[TemplateTag]) -> tuple[tuple[str, Any], ...]:
    return here_too([span_of(document, tag.start, tag.end) for tag in tags[1:]])


def _renaming(document: Document, name: str, near: str) -> Fix:
    """Write *near* for *name* in its tags and end tags; where one has another name, in none."""
    edits = []
    for tag in document.templates.tags:
        if tag.kind == "tag" and tag.name in (name, f"end{name}"):
            at = document.body.find(tag.name, tag.start) + len(tag.name) - len(name)
            span = span_of(document, at, at + len(name))
            edits.append(Edit(span.start, span.end, near))
    return Fix("unsafe", f"Write {near}", tuple(edits))


def _hit(
    document: Document,
    tag: TemplateTag,
    message: str | None,
    fix: Fix | None = None,
    **values: Any,
) -> Hit:
    words = {"text": source_of(document, tag), "name": tag.name, "near": "", **values}
    return Hit(span_of(document, tag.start, tag.end), words, message=message, fix=fix)

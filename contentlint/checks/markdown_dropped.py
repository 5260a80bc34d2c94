"""Finds HTML in a Markdown post that Hugo leaves out of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.templates_places import zones
from contentlint.checks.text_zones import Zones
from contentlint.findings import Hit, Severity
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["dropped_html"]

_MARKUPS: Final = frozenset(("", "goldmark", "markdown", "md", "mdown", "none"))


def dropped_html(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """The first tag of a post whose HTML does not reach the page, and how many there are."""
    if options["unsafe"] == "yes" or document.kind != "markdown" or "<" not in document.body:
        return
    if options["unsafe"] != "no" and not document.settings.drops_html:
        return
    if str(document.front_matter.values.get("markup") or "").lower() not in _MARKUPS:
        return
    page, kept = document.page, _kept(document)
    tags = []
    for element in page.select("*"):
        tag = page.start_tag(element)
        if tag is not None and tag.verbatim and not kept.touch(tag.span.start, tag.span.end):
            tags.append((tag.span, element.tag))
    if not tags:
        return
    span, name = min(tags)
    base = document.body_start
    blocks = zones(
        Span(base + block.span.start, base + block.span.end)
        for block in page.source_map.html_blocks
    )
    has_block = any(blocks.touch(*tag) for tag, _ in tags)
    values = {"tag": name, "count": len(tags)}
    severity: Severity | None = None if has_block else "warning"
    yield Hit(span, values, message=_message(has_block, len(tags)), severity=severity)


def _message(has_block: bool, count: int) -> str | None:
    if count > 1:
        return None if has_block else "words"
    return "block" if has_block else "word"


def _kept(document: Document) -> Zones:
    """What stands between the tags of a shortcode that takes it as it is, ``{{< x >}}``."""
    base = document.body_start
    spans: list[Span] = []
    opened: dict[str, int] = {}
    for tag in document.templates.tags:
        if tag.kind != "shortcode" or not document.body.startswith("{{<", tag.start):
            continue
        if tag.name.startswith("/"):
            start = opened.pop(tag.name[1:], None)
            if start is not None:
                spans.append(Span(base + start, base + tag.end))
        else:
            opened[tag.name] = tag.start
    return zones(sorted(spans))

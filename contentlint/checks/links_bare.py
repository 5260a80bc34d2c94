"""Finds addresses in the text that run on into the Chinese sentence after them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.markdown_raw import in_raw_block
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["running_on"]

# no address holds these, but those who make links of addresses take them for a part
_MARKS: Final = "，。；：！？、（）】《》「」『』“”‘’"
_NEAR: Final = 2000
_ADDRESS: Final = pattern(
    r"(?<![a-zA-Z0-9])(?<!\][（(])https?://"
    r"(?:(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?=[\u3040-\u9fff\uac00-\ud7a3])"
    rf"|[^\s<>\"{_MARKS}]+(?=[{_MARKS}]))(?=(?P<after>[^\s<>]{{0,40}}))",
    re.IGNORECASE,
)


def running_on(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Bare addresses right before a wide mark, which becomes a part of the link."""
    if document.kind != "markdown":
        return
    prose, html = document.page.prose, document.page.html
    for found in _ADDRESS.finditer(prose.text):
        low = prose.rendered(found.start(), found.start("after"))[0]
        near = max(0, low - _NEAR)
        if html.rfind("<a", near, low) > html.rfind("</a", near, low):
            continue
        if not prose.is_verbatim(found.start(), found.start("after")):
            continue
        span = prose.locate(found.start(), found.start("after"))
        base = document.body_start
        if in_raw_block(document, span.start):
            continue
        if document.templates.overlap(span.start - base, span.end - base + 1):
            continue
        url = document.source.slice(span)
        values = {"url": url, "after": _shorten(found["after"])}
        fix = Fix("unsafe", "End the address there", (Edit(*span, _delimit(document, url)),))
        yield Hit(span, values, fix=fix if url.isascii() else None)


def _shorten(after: str) -> str:
    return after if len(after) <= 12 else after[:11] + "…"


def _delimit(document: Document, url: str) -> str:
    """*url* as a link with an end; MDX takes angle brackets for an element."""
    is_mdx = document.is_mdx or "docusaurus" in document.settings.presets
    return f"[{url}]({url})" if is_mdx else f"<{url}>"

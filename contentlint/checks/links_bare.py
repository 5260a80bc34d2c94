"""Finds addresses in the text that run on into the sentence after them."""

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
_MARKS: Final = "，。；：！？、（）】《》「」『』“”‘’»،؛؟۔।॥〜～］〕〉"
_ENDS: Final = frozenset(_MARKS)
_NEAR: Final = 2000
_SCHEME: Final = pattern(r"(?<![a-zA-Z0-9])(?<![\]】］][（(])https?://", re.IGNORECASE)
_HOST: Final = pattern(
    r"(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?=[\u0400-\u1fff\u3040-\u9fff\uac00-\ud7a3])"
)
# Korean writes what 'in', 'from' or 'to' is together with the word before it
_BEFORE_PARTICLE: Final = pattern(
    r"[!#-;=?-~]++(?<=[a-zA-Z0-9/=_-])(?=(?:을|를|은|는|이|가|의|도|와|과|로|으로|로부터|에|에서|에서는|에는|에서도"
    r"|까지|부터|입니다|이다)(?:[\s.,!?)]|$))"
)
_RUN: Final = pattern(rf"[^\s<>\"{_MARKS}]+")
_LINK_TAG: Final = pattern(r"<(/?)[aA](?=[\s>])")
_AFTER: Final = pattern(r"[^\s<>]{0,13}")

_VALUE_BEGINS: Final = ('="', "='")


def running_on(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Bare addresses right before a mark or letter that becomes a part of the link."""
    if document.kind != "markdown":
        return
    prose, html = document.page.prose, document.page.html
    for start, end in _addresses(prose.text):
        low = prose.rendered(start, end)[0]
        near = max(0, low - _NEAR)
        if _in_link(html, near, low):
            continue
        if not prose.is_verbatim(start, end):
            continue
        span = prose.locate(start, end)
        base = document.body_start
        if in_raw_block(document, span.start):
            continue
        if document.templates.overlap(span.start - base, span.end - base + 1):
            continue
        url = document.source.slice(span)
        values = {"url": url, "after": _after(prose.text, end)}
        fix = Fix("unsafe", "End the address there", (Edit(*span, _delimit(document, url)),))
        # what was to be a tag is mended by other signs
        is_value = document.source.text[span.start - 2 : span.start] in _VALUE_BEGINS
        yield Hit(span, values, fix=fix if url.isascii() and not is_value else None)


def _in_link(html: str, start: int, end: int) -> bool:
    """Whether the last tag of a link in ``html[start:end]`` begins one."""
    ends = "/"
    for tag in _LINK_TAG.finditer(html, start, end):
        ends = tag[1]
    return not ends


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand that a mark shall end, a letter after the host, or a particle."""
    done = unmarked = 0
    for scheme in _SCHEME.finditer(text):
        start, at = scheme.span()
        if start < done:
            continue
        host = _HOST.match(text, at)
        if host is None and at < unmarked:
            continue
        # one run may hold many beginnings: what follows it is looked at once
        ended = host or _BEFORE_PARTICLE.match(text, at)
        found = ended or _RUN.match(text, at)
        if found is None:
            continue
        if ended is None and text[found.end() : found.end() + 1] not in _ENDS:
            unmarked = found.end()
            continue
        done = found.end()
        yield start, _without_brackets(text, start, done)


def _without_brackets(text: str, start: int, end: int) -> int:
    """Where the address ends if closing brackets that it does not open are none of it."""
    excess = text.count(")", start, end) - text.count("(", start, end)
    while excess > 0 and text[end - 1] == ")":
        excess, end = excess - 1, end - 1
    return end


def _after(text: str, at: int) -> str:
    """What stands behind the address that ends at *at*, up to the next blank; cut if it is long."""
    found = _AFTER.match(text, at)
    after = found.group() if found else ""
    return after if len(after) <= 12 else after[:11] + "…"


def _delimit(document: Document, url: str) -> str:
    """*url* as a link with an end; MDX takes angle brackets for an element."""
    is_mdx = document.is_mdx or "docusaurus" in document.settings.generators
    return f"[{url}]({url})" if is_mdx else f"<{url}>"

"""Finds films, frames and choices of pictures that are fetched without encryption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.links_data import make_once
from contentlint.checks.links_insecure import allowed_hosts, is_insecure
from contentlint.checks.links_places import host_of
from contentlint.findings import EditRow, Hit, fix_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["fetched", "secured_candidates"]

_ATTRIBUTES: Final = {"img": ("srcset",), "source": ("src", "srcset"), "object": ("data",)}
_MEDIA: Final = ("src", "poster")
_BLOCKED: Final = frozenset(("embed", "iframe", "object", "track"))
_CANDIDATE: Final = pattern(r"(?:^|(?<=[\s,]))http:[^\s,]+", re.IGNORECASE)
_HTTP: Final = pattern(r"(?<=[\s,\"'=])http(?=:)", re.IGNORECASE)


def fetched(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Elements with an ``http:`` address that browsers fetch by themselves; one finding for each.

    What the source of a picture says is told by another rule, with its other addresses.
    """
    allowed = make_once(options, allowed_hosts)
    for element in elements:
        tag = element.tag
        if tag == "img" and is_insecure(document, (element.attr("src") or "").strip(), allowed):
            continue
        found = [
            (name, urls)
            for name in _ATTRIBUTES.get(tag, _MEDIA)
            if (urls := _insecure(document, element, name, allowed))
        ]
        place = document.page.start_tag(element) if found else None
        if place is None:
            continue
        edits = [edit for name, urls in found for edit in _edits(document, element, name, urls)]
        fix = fix_of("unsafe", "Use https", tuple(edits)) if edits else None
        name, urls = found[0]
        is_blocked = tag in _BLOCKED or name == "srcset"
        values = {"tag": tag, "name": name, "host": host_of(urls[0])}
        yield Hit(place.span, values, "blocked" if is_blocked else None, fix, element)


def _insecure(document: Document, element: Any, name: str, allowed: frozenset[str]) -> list[str]:
    value = (element.attr(name) or "").strip()
    if name == "srcset":
        return [url for url in _CANDIDATE.findall(value) if is_insecure(document, url, allowed)]
    return [value] if is_insecure(document, value, allowed) else []


def secured_candidates(
    document: Document, image: Any, allowed: frozenset[str]
) -> tuple[EditRow, ...]:
    """The edits that turn ``http:`` into ``https:`` in the ``srcset`` of *image*."""
    urls = _insecure(document, image, "srcset", allowed)
    return tuple(_edits(document, image, "srcset", urls)) if urls else ()


def _edits(document: Document, element: Any, name: str, urls: Sequence[str]) -> Iterator[EditRow]:
    """An ``s`` for each of *urls*, where the attribute is written as it reads."""
    place = document.page.attribute(element, name)
    if place is None or not place.verbatim:
        return
    text = document.source.text
    start, end = place.span
    for found in _HTTP.finditer(text, start, end):
        if text.startswith(tuple(urls), found.start()):
            yield found.end(), found.end(), "s"

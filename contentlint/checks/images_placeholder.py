"""Finds pictures that stand in for a picture: random ones, grey boxes, failed templates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.images_fields import picture_values
from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import host_of, is_masked
from contentlint.findings import Hit
from contentlint.rules.conditions import host_in

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["placeholders"]

# what a script writes where it had no value, as a whole address or as its last step
_NO_VALUE = frozenset(("undefined", "null", "nan", "[object object]", "[object%20object]"))
_RANDOM = re.compile(r"[?&]random(?:=|&|$)|/random(?:\.php)?(?:[?#]|$)")


def placeholders(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Placeholder pictures in the front matter and in the page."""
    hosts = make_once(options, _hosts)
    judged: dict[str, str] = {}  # the same picture often stands in several fields
    for url, path in picture_values(document, options["fields"]):
        message = judged.get(url)
        if message is None:
            message = judged[url] = _judge(url, hosts)
        if message:
            span = document.front_matter.nearest(path)
            yield Hit(span, {"host": host_of(url), "url": url}, message=message)
    page = document.page
    if "img" not in page.tags:
        return
    for image in page.select("img[src]"):
        url = (image.attr("src") or "").strip()
        message = _judge(url, hosts)
        place = page.attribute(image, "src") if message else None
        if place is not None and not is_masked(document, url):
            values = {"host": host_of(url), "url": url}
            yield Hit(place.span, values, message=message, element=image)


def _hosts(options: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(options["hosts"])


def _judge(url: str, hosts: frozenset[str]) -> str:
    """The name of the message for *url*, or ``""`` for a real picture."""
    host = host_of(url)
    if host and host_in(host, hosts):
        return "host"
    folded = url.lower()
    if folded.rstrip("/").rpartition("/")[2].partition(".")[0] in _NO_VALUE:
        return "no-value"
    return "random" if "random" in folded and _RANDOM.search(folded) else ""

"""Finds pictures that stand in for a picture: random ones, grey boxes, failed templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.images_fields import picture_values
from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import host_of, is_masked
from contentlint.findings import Hit
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_in

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["placeholders"]

# what a script writes where it had no value, as a whole address or as its last step
_NO_VALUE = frozenset(("undefined", "null", "nan", "[object object]", "[object%20object]"))
_MOST_KNOWN = 1_000
_LONGEST_KNOWN = 100
_RANDOM = pattern(r"[?&]random(?:=|&|$)|/random(?:\.php)?(?:[?#]|$)")


def placeholders(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Placeholder pictures in the front matter and in the page."""
    hosts = make_once(options, _Hosts)
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


class _Hosts:
    """The hosts of placeholders; what begins an address is remembered, for they are few."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._names = frozenset(options["hosts"])
        self._known: dict[str, bool] = {}

    def serve(self, url: str) -> bool:
        """Whether one of the hosts serves *url*."""
        if not url.startswith(("https://", "http://")):
            return self._hold(url)
        end = url.find("/", 8)
        beginning = url if end < 0 else url[:end]
        known = self._known.get(beginning)
        if known is None:
            known = self._hold(beginning)
            if len(self._known) < _MOST_KNOWN and len(beginning) < _LONGEST_KNOWN:
                self._known[beginning] = known
        return known

    def _hold(self, url: str) -> bool:
        host = host_of(url)
        return bool(host) and host_in(host, self._names)


def _judge(url: str, hosts: _Hosts) -> str:
    """The name of the message for *url*, or ``""`` for a real picture."""
    if hosts.serve(url):
        return "host"
    folded = url.lower()
    if folded.rstrip("/").rpartition("/")[2].partition(".")[0] in _NO_VALUE:
        return "no-value"
    return "random" if "random" in folded and _RANDOM.search(folded) else ""

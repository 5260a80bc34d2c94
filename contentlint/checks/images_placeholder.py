"""Finds pictures that stand in for a picture: random ones, grey boxes, failed templates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.images_fields import picture_values
from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import any_host, host_of, is_masked
from contentlint.findings import HitRow, hit_of
from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["placeholders"]

# what a script writes where it had no value, as a whole address or as its last step
_NO_VALUE = frozenset(("undefined", "null", "nan", "[object object]", "[object%20object]"))
_WORDS = frozenset(("nan", "Nan"))  # 南 and 男; a script writes NaN
_RANDOM = pattern(r"[?&]random(?:=|&|$)|/random(?:\.php)?(?:[?#]|$)")


def placeholders(document: Document, options: Mapping[str, Any]) -> Iterator[HitRow]:
    """Placeholder pictures in the front matter and in the page."""
    judged = make_once(options, _Hosts).judged
    for url, path in picture_values(document, options["fields"]):
        message, host = judged[url]
        if message:
            yield hit_of(document.front_matter.nearest(path), {"host": host, "url": url}, message)
    page = document.page
    if "img" not in page.tags:
        return
    made = page.survey.made
    if made is not None and not any(judged[source.strip()][0] for source, _, _ in made.pictures):
        return
    for image in page.select("img[src]"):
        url = (image.attr("src") or "").strip()
        message, host = judged[url]
        place = page.attribute(image, "src") if message else None
        if place is not None and not is_masked(document, url):
            yield hit_of(place.span, {"host": host, "url": url}, message, element=image)


class _Hosts:
    """The hosts of placeholders; what is said of addresses, and their hosts, is remembered.

    ``judged[url]`` is the name of the message for *url*, ``""`` for a real picture, and its host.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._serve = any_host(options["hosts"])
        self.judged: Kept[tuple[str, str]] = Kept(self._judge)

    def _judge(self, url: str) -> tuple[str, str]:
        host = host_of(url)
        if host and self._serve[host]:
            return "host", host
        folded = url.lower()
        name = url.rstrip("/").rpartition("/")[2].partition(".")[0]
        if name.lower() in _NO_VALUE and name not in _WORDS:
            return "no-value", host
        if "random" in folded and _RANDOM.search(folded):
            return "random", host
        return "", ""

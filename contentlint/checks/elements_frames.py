"""Judges frames: pages of other sites inside the post."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_places import host_of, is_masked
from contentlint.findings import Hit
from contentlint.rules.conditions import host_in

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["foreign"]


def foreign(document: Document, options: Mapping[str, Any], frames: Sequence[Any]) -> Iterator[Hit]:
    """Frames with pages of other sites; those of known players only in posts of others."""
    players, allowed = frozenset(options["players"]), frozenset(options["allow"])
    is_news = "news" in document.settings.presets
    for frame in frames:
        url = (frame.attr("src") or "").strip()
        host = host_of(url)
        if not host or host_in(host, allowed) or is_masked(document, url):
            continue
        known = host_in(host, players)
        if known and url[:5].lower() == "http:":
            continue  # browsers do not load it, says security/mixed-content
        place = document.page.start_tag(frame) if is_news or not known else None
        if place is not None:
            yield Hit(
                place.span,
                {"host": host},
                message="player" if known else None,
                severity="info" if known else None,
                element=frame,
            )

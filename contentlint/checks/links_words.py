"""Judges the words of a link: addresses, words that say nothing, words that say another site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import host_of, is_masked, link_text, markdown_link
from contentlint.checks.links_redirect import known_redirects
from contentlint.findings import Hit
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["is_address", "is_vague", "misleading", "shows_address", "vague"]

_ADDRESS = pattern(r"(?:https?://|www\.)[^\s<>\"'，。；（）]+", re.IGNORECASE)
_EDGES = pattern(r"^[\W_]+|[\W_]+$")
# what says more than the words: to a screen reader, to a mouse, or as a picture
_NAMING = ("aria-label", "aria-labelledby", "title")
_SPEAKING = 'img[alt]:not([alt=""])'
_LONGEST_LABEL = 63
"""No name of a host has a longer part; to decode one takes the square of its length."""
_NUMERIC = pattern(r"[\d.]+|\[.*")
# second-level domains under which names are given out: example.co.uk and other.co.uk differ
_SHARED = frozenset(("ac", "co", "com", "edu", "gov", "ne", "net", "or", "org"))


def is_address(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether the text of a link is an address, longer than the option of that name allows."""
    limit = options.get("longer-than", 0)
    return lambda text: (
        len(text) > limit and len(text.strip()) > limit and bool(_ADDRESS.fullmatch(text.strip()))
    )


def shows_address(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links whose whole text is a long address."""
    limit: int = options["longer-than"]
    for link in links:
        text = link.text.strip()
        if len(text) <= limit or not _ADDRESS.fullmatch(text):
            continue
        written = markdown_link(document, link)
        if written is not None and written.syntax in ("autolink", "email"):
            continue
        place = document.page.start_tag(link)
        if place is not None and not is_masked(document, text):
            yield Hit(place.span, {"text": text, "length": len(text)}, element=link)


def is_vague(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether the text of a link says nothing about where it leads."""
    words, longest = make_once(options, _folded)
    return lambda text: len(text) <= longest and _EDGES.sub("", text).casefold() in words


def vague(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links whose text says nothing about where they lead."""
    words, longest = make_once(options, _folded)
    for link in links:
        text = link.text
        if len(text) > longest or _EDGES.sub("", text).casefold() not in words:
            continue
        if any(link.attr(name) for name in _NAMING) or link.select_one(_SPEAKING) is not None:
            continue
        place = document.page.start_tag(link)
        if place is not None:
            yield Hit(place.span, {"text": link_text(link)}, element=link)


def _folded(options: Mapping[str, Any]) -> tuple[frozenset[str], int]:
    """The words without case and signs around them, and how long a text with one of them may be.

    Thai and Hindi words end in signs, too, which are cut off here as they are from links.
    """
    longest = max(map(len, options["words"]), default=0) + 8
    words = frozenset(_EDGES.sub("", word).casefold() for word in options["words"])
    return words - {""}, longest


def misleading(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links whose text is the address of one site and which lead to another."""
    for link in links:
        text = link.text.strip()
        if not _ADDRESS.fullmatch(text):
            continue
        url = (link.attr("href") or "").strip()
        shown, real = host_of(text if "//" in text else "//" + text), host_of(url)
        if not real or not _differ(shown, real) or known_redirects().parameters(url) is not None:
            continue
        place = document.page.attribute(link, "href")
        if place is not None and not is_masked(document, url + text):
            yield Hit(place.span, {"shown": shown, "host": real}, element=link)


def _differ(shown: str, real: str) -> bool:
    if not shown or "." not in shown or _NUMERIC.fullmatch(shown) or _NUMERIC.fullmatch(real):
        return False
    return _site_of(shown) != _site_of(real) and _in_letters(shown) != _in_letters(real)


def _in_letters(host: str) -> str:
    """The site of *host*, with letters beyond ASCII as they are shown instead of ``xn--…``."""
    labels = _site_of(unquote(host)).split(".")
    for index, label in enumerate(labels):
        if label.startswith("xn--") and len(label) <= _LONGEST_LABEL:
            try:
                labels[index] = label[4:].encode("ascii").decode("punycode")
            except (UnicodeError, ValueError):
                continue
    return ".".join(labels)


def _site_of(host: str) -> str:
    """The part of *host* that one owner has: its last two labels, or three under a shared one."""
    labels = host.split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _SHARED and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])

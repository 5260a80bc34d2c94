"""Finds query parameters that follow readers around, and removes them without touching the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint.checks.links_data import make_once
from contentlint.checks.links_places import (
    address_of,
    decode_references,
    host_of,
    is_masked,
    read_destination,
    readable,
)
from contentlint.findings import Edit, Fix, Hit, Safety
from contentlint.kept import Kept
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["strip_parameters", "tracking"]

_SEPARATOR = pattern(r"(&)")
_FRAGMENT = pattern(r"#")
# the same in HTML and Markdown, where an ampersand may begin a character reference
_WRITTEN_SEPARATOR = pattern(r"(&amp;|&#38;|&#x26;|&(?!#?\w+;))", re.IGNORECASE)
_WRITTEN_FRAGMENT = pattern(r"(?<!&)#")
_SIGNED = pattern(r"[?&](?:x-\w+-)?(?:sig|sign|signature|hmac|policy)=", re.IGNORECASE)

Test = Callable[[str], bool]


def tracking(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links whose address holds tracking parameters."""
    tracked = make_once(options, _read_names)
    for link in links:
        url = (link.attr("href") or "").strip()
        if not tracked.may_name(url) or not is_strippable(url) or is_masked(document, url):
            continue
        is_tracked = tracked.test_for(host_of(url))
        clean, dropped = strip_parameters(url, is_tracked)
        place = document.page.attribute(link, "href") if dropped else None
        if place is not None:
            host = host_of(url)
            values = {"names": dropped, "host": host, "url": readable(clean)}
            fix = _fix(document, link, clean, is_tracked)
            yield Hit(place.span, values, None if host else "own", fix, link)


class _Tracked(NamedTuple):
    """Names of tracking parameters: whole, by their beginning, and on certain hosts only.

    *suspects* are those that track on some host, or may do so once they are decoded.
    """

    names: frozenset[str]
    prefixes: tuple[str, ...]
    by_host: dict[str, frozenset[str]]
    suspects: Kept[bool]

    def may_name(self, url: str) -> bool:
        """Whether any name of *url* may be one of these: a quick look, which finds too many."""
        query = url.partition("#")[0].partition("?")[2]
        suspects = self.suspects
        for piece in query.split("&"):  # noqa: SIM110 - a generator would cost more than the look
            if suspects[piece.partition("=")[0]]:
                return True
        return False

    def test_for(self, host: str) -> Test:
        """The test of names for addresses of *host*."""
        local: frozenset[str] = frozenset()
        while host:
            local |= self.by_host.get(host, frozenset())
            host = host.partition(".")[2]
        names = self.names | local if local else self.names
        prefixes = self.prefixes
        return lambda name: name in names or name.startswith(prefixes)


def _read_names(options: Mapping[str, Any]) -> _Tracked:
    spared = {name.lower() for name in options["allow"]}
    kept = [name.lower() for name in options["parameters"] if name.lower() not in spared]
    by_host = {
        host: frozenset(names.lower().replace(",", " ").split()) - spared
        for host, names in options["host-parameters"].items()
    }
    names = frozenset(name for name in kept if not name.endswith("*"))
    local = frozenset().union(*by_host.values())
    prefixes = tuple(name[:-1] for name in kept if name.endswith("*"))

    def is_suspect(name: str) -> bool:
        name = name.lower()
        return name in names or name in local or name.startswith(prefixes) or "%" in name

    return _Tracked(names, prefixes, by_host, Kept(is_suspect))


def is_strippable(url: str) -> bool:
    """Whether parameters may be taken out of *url*: it is not signed and wraps no other address."""
    path = url.partition("?")[0]
    return path.count("://") < 2 and not _SIGNED.search(url)


def strip_parameters(
    address: str, is_tracked: Test, *, written: bool = False
) -> tuple[str, list[str]]:
    """Take the parameters that *is_tracked* names out of *address*; the new one, and their names.

    *written* says that the address is as it stands in HTML or Markdown: ``&amp;`` parts parameters
    as ``&`` does.  Everything that stays is not touched.
    """
    mark = (_WRITTEN_FRAGMENT if written else _FRAGMENT).search(address)
    end = mark.start() if mark else len(address)
    at = address.find("?", 0, end)
    if at < 0:
        return address, []
    pieces = (_WRITTEN_SEPARATOR if written else _SEPARATOR).split(address[at + 1 : end])
    kept: list[str] = []
    dropped: list[str] = []
    for index in range(0, len(pieces), 2):
        name = pieces[index].partition("=")[0]
        name = unquote(decode_references(name) if written else name).lower()
        if is_tracked(name):
            dropped.append(name)
        else:
            # the separator before a piece goes with it, unless it comes first
            kept += pieces[index - 1 : index + 1] if kept else pieces[index : index + 1]
    if not dropped:
        return address, []
    query = "".join(kept)
    return address[:at] + ("?" + query if query else "") + address[end:], dropped


def _fix(document: Document, link: Any, clean: str, is_tracked: Test) -> Fix | None:
    address = address_of(document, link, "href")
    if address is None:
        return None
    written, _ = strip_parameters(document.source.slice(address.span), is_tracked, written=True)
    read = decode_references(written) if address.form == "html" else read_destination(written)
    if unquote(read.strip()) != unquote(clean):  # Markdown encodes blanks and Chinese letters
        return None
    safety: Safety = "unsafe" if address.form == "shown" else "safe"
    return Fix(safety, "Remove the tracking parameters", (Edit(*address.span, written),))

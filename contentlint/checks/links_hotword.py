"""Finds links that a publishing system or an ad script put on words of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_data import make_once, read_pack
from contentlint.checks.links_places import host_of, is_masked, link_text, unwrap_link
from contentlint.document import turbo
from contentlint.findings import HitRow, Safety, Severity, fix_of, hit_of
from contentlint.kept import Kept
from contentlint.named import NamedTuple
from contentlint.rules.conditions import host_in, host_names

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["inserted", "may_be_known"]

_Search = Callable[[str], bool]

_NAMES = frozenset(("class", "id"))
_NOTHING: tuple[str, ...] = ()


def may_be_known(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether a link whose address begins so may be known by it, on a page without raw HTML."""
    known = make_once(options, _know)

    def judge(address: str) -> bool:
        host = host_of(address)
        return bool(known.patterns) or (bool(host) and known.by_host[host] != _UNKNOWN)

    return judge


def inserted(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[HitRow]:
    """Links of known systems; with less certainty, links that look as if a machine made them."""
    known = make_once(options, _know)
    guessing = None
    if options["guess"] and _may_be_written(document):
        guessing = _Guesses(document, options, links)
    is_named = not _NAMES.isdisjoint(document.page.attributes)
    for link in links:
        url = (link.attr("href") or "").strip()
        system = known.system_of_name(link) if is_named else None
        if system is None:
            system = known.system_of_url(url)
        hit = None
        if system is not None:
            hit = _hit(document, link, url, "known" if system else "listed", system)
        elif known.patterns and known.matches(url):
            hit = _hit(document, link, url, "listed", safety="unsafe")
        elif guessing is not None and (reason := guessing.reason(link, url)):
            hit = _hit(document, link, url, reason, safety="unsafe", severity="info")
        if hit is not None:
            yield hit


def _may_be_written(document: Document) -> bool:
    """Whether a link may stand in the post as HTML: of those of Markdown no guess is made."""
    text = document.source.text
    return document.kind == "html" or "<a" in text or "<A" in text


def _hit(
    document: Document,
    link: Any,
    url: str,
    message: str,
    system: str = "",
    *,
    safety: Safety = "safe",
    severity: Severity | None = None,
) -> HitRow | None:
    place = document.page.find_start_tag(link)
    if place is None:  # a part of a misnested link that the parser opened again
        return None
    values = {
        "text": link_text(link),
        "host": host_of(url) or url.lstrip("#") or "nowhere",
        "system": system,
    }
    made = unwrap_link(document, link, place)
    fix = fix_of(safety, "Remove the link, keep its text", made) if made else None
    return hit_of(place[0], values, message, fix, link, severity)


_Url = tuple[re.Pattern[str], str]
"""A pattern of addresses, and the system that made them."""


class _OfHost(NamedTuple):
    """What is known of a host: whose it is, and the patterns of its addresses."""

    system: str | None
    urls: tuple[_Url, ...]


_UNKNOWN = _OfHost(None, ())


class _Known(NamedTuple):
    """What is known of the systems: names in lower case, each with its system (``""``: listed)."""

    classes: dict[str, str]
    prefixes: tuple[tuple[str, str], ...]
    ids: tuple[tuple[str, str], ...]
    by_host: Kept[_OfHost]
    patterns: tuple[re.Pattern[str], ...]

    def system_of_name(self, link: Any) -> str | None:
        """The system whose class or id *link* has, ``""`` if the options list it, or ``None``."""
        for name in link.attrs.get("class") or _NOTHING:
            folded = name.lower()
            if folded in self.classes:
                return self.classes[folded]
            for prefix, system in self.prefixes:
                if folded.startswith(prefix):
                    return system
        identity = link.attr("id")
        if identity:
            for prefix, system in self.ids:
                if identity.lower().startswith(prefix):
                    return system
        return None

    def system_of_url(self, url: str) -> str | None:
        """The system to which *url* leads, in the same way."""
        host = host_of(url)
        if not host:
            return None
        system, urls = self.by_host[host]
        if system is None and urls:
            return next((name for pattern, name in urls if pattern.search(url)), None)
        return system

    def matches(self, url: str) -> bool:
        """Whether one of the patterns of the options fits."""
        return any(pattern.search(url) for pattern in self.patterns)


def _know(options: Mapping[str, Any]) -> _Known:
    pack = read_pack("hotwords")
    packs = [name for name in options["packs"] if name != "guesses"]
    entries = [entry for name in packs for entry in pack.get(name, ())]
    named = [(name.lower(), e["system"]) for e in entries for name in e.get("classes", ())]
    named += [(name.lower(), "") for name in options["classes"]]
    hosts = {host: e["system"] for e in entries for host in e.get("hosts", ())}
    hosts.update({host.lower(): "" for host in options["hosts"]})
    urls = {
        host: (re.compile(url), e["system"])
        for e in entries
        for host, url in e.get("urls", {}).items()
    }
    return _Known(
        {name: system for name, system in named if not name.endswith("*")},
        tuple((name[:-1], system) for name, system in named if name.endswith("*")),
        tuple(
            (name.rstrip("*").lower(), e["system"]) for e in entries for name in e.get("ids", ())
        ),
        Kept(lambda host: _OfHost(_nearest(host, hosts), _all_around(host, urls))),
        tuple(re.compile(pattern) for pattern in options["patterns"]),
    )


def _nearest(host: str, hosts: Mapping[str, str]) -> str | None:
    while host and host not in hosts:
        host = host.partition(".")[2]
    return hosts.get(host)


def _all_around(host: str, urls: Mapping[str, _Url]) -> tuple[_Url, ...]:
    found = []
    while host:
        if host in urls:
            found.append(urls[host])
        host = host.partition(".")[2]
    return tuple(found)


def any_of(patterns: Sequence[str]) -> _Search:
    """A test whether any of *patterns* is found in a text.

    What begins with ``^`` is tried at the beginning alone, where `re` would try it everywhere.
    """
    anchored = "|".join(f"(?:{pattern})" for pattern in patterns if pattern[0] == "^")
    loose = "|".join(f"(?:{pattern})" for pattern in patterns if pattern[0] != "^")
    match, search = re.compile(anchored or "(?!)").match, re.compile(loose or "(?!)").search
    if not loose:
        return lambda text: match(text) is not None
    return lambda text: match(text) is not None or search(text) is not None


@cache
def _guesses() -> _Search:
    return any_of(read_pack("hotwords")["guesses"])


class _Guesses:
    """Tells links that a machine probably made from those a person did."""

    def __init__(
        self, document: Document, options: Mapping[str, Any], links: Sequence[Any]
    ) -> None:
        self._document = document
        self._longest: int = options["longest-text"]
        self._repeats: int = options["repeats"]
        self._spared = host_names(options["not-hosts"])
        self._links = links
        self._counts: Counter[tuple[str, str]] | None = None

    def reason(self, link: Any, url: str) -> str:
        """The name of the message that says why *link* looks inserted, or ``""``."""
        if not url.startswith(("http:", "https:", "//")):
            return ""
        if self._spared and host_in(host_of(url), self._spared):
            return ""
        text = link_text(link)
        if not 0 < len(text) <= self._longest or len(text.split()) > 2:
            return ""
        sides = _words_beside(link)
        if not sides:
            return ""
        reason = ""
        if _guesses()(url) and not is_masked(self._document, url):
            reason = "page"
        elif sides == 2 and self._repeats and self._count(link, text) >= self._repeats:
            reason = "repeated"
        return reason if reason and self._is_written_as_html(link) else ""

    def _is_written_as_html(self, link: Any) -> bool:
        place = self._document.page.find_start_tag(link)
        return place is not None and place[1]

    def _count(self, link: Any, text: str) -> int:
        if self._counts is None:
            self._counts = Counter(
                (each.attr("href") or "", link_text(each)) for each in self._links
            )
        return self._counts[link.attr("href") or "", text]


def _words_beside(link: Any) -> int:
    """On how many sides of *link* a word stands directly, without a blank or a stop.

    A machine marks a word where it finds it; people tend to link a phrase of its own.
    """
    before, after = _data_of(link.previous_sibling), _data_of(link.next_sibling)
    return before[-1:].isalnum() + after[:1].isalnum()


def _data_of(node: Any) -> str:
    return node.data if type(node) is turbo.Text else ""

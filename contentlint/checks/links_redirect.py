"""Finds links that go through another site's redirect page, and restores where they lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint.checks.links_data import make_once, read_pack
from contentlint.checks.links_places import host_of, is_masked, replace_address
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.kept import Kept
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "Redirects",
    "known_redirects",
    "make_redirects",
    "may_wrap",
    "restored_target",
    "wrapped",
    "wrapped_target",
]

_DEEPEST = 5
_WEB = pattern(r"https?://[^/?#\s]+\.[^/?#\s]", re.IGNORECASE)
_PATH = pattern(r"^[^/]*//[^/?#]*")
_HAS_REST = pattern(r"[^/]*//[^/?#]*/[^/?#]")
_ENCODED_WEB = pattern(r"https?%(?:25)*3a", re.IGNORECASE)
_ENCODED_ASCII = pattern(r"%([2-7][0-9A-Fa-f])")
_UNWRITABLE = pattern(r"[\x00-\x20\"<>\\^`{|}\x7f]")


_Page = tuple[str, tuple[str, ...]]


class Redirects:
    """Redirect pages by host: ``(start of the path, parameters)``; no parameters: opaque."""

    __slots__ = ("_by_host", "pages")

    def __init__(self, pages: dict[str, list[_Page]]) -> None:
        self.pages = pages
        self._by_host = Kept(self._pages_of)

    def _pages_of(self, host: str) -> list[_Page]:
        """The redirect pages of *host* and of the sites it belongs to."""
        found: list[_Page] = []
        parent = host
        while parent:
            found += self.pages.get(parent, ())
            parent = parent.partition(".")[2]
        return found

    def has_host(self, host: str) -> bool:
        """Whether *host* has redirect pages."""
        return bool(self._by_host[host])

    def page(self, url: str) -> _Page | None:
        """The redirect page that *url* is: the start of its path, and its parameters."""
        host = host_of(url)
        if not host:
            return None
        pages = self._by_host[host]
        if pages:
            path = _PATH.sub("", url).partition("?")[0].partition("#")[0]
            for start, names in pages:
                if path == start or not start or path.startswith(start + "/"):
                    return start, names
        return None

    def parameters(self, url: str) -> tuple[str, ...] | None:
        """The parameters that hold the target of *url*, or ``None`` for no redirect page."""
        found = self.page(url)
        return None if found is None else found[1]


def make_redirects(listed: Iterable[tuple[str, Iterable[str]]]) -> Redirects:
    """Redirect pages from ``(host and path, parameters)``."""
    pages: dict[str, list[_Page]] = {}
    for address, names in listed:
        host, slash, path = address.partition("/")
        start = (slash + path).rstrip("/")
        pages.setdefault(host.removeprefix("www."), []).append((start, tuple(names)))
    return Redirects(pages)


@cache
def known_redirects() -> Redirects:
    """The known redirect pages."""
    return _read_redirects({"wrappers": {}, "opaque": []})


def _read_redirects(options: Mapping[str, Any]) -> Redirects:
    """The known redirect pages and those that the options add."""
    pack = read_pack("redirects")
    listed: dict[str, Sequence[str]] = dict(pack["wrappers"])
    listed.update((address, ()) for address in (*pack["opaque"], *options["opaque"]))
    listed.update(
        (address, names.replace(",", " ").split()) for address, names in options["wrappers"].items()
    )
    return make_redirects(listed.items())


def may_wrap(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may be a redirect page."""
    redirects = make_once(options, _read_redirects)
    return lambda address: redirects.has_host(host_of(address))


def wrapped(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links to redirect pages; the fix writes the target in their place."""
    redirects = make_once(options, _read_redirects)
    for link in links:
        url = (link.attr("href") or "").strip()
        names = redirects.parameters(url)
        if names is None or is_masked(document, url):
            continue
        target = restored_target(url, redirects)
        place = document.page.attribute(link, "href")
        if place is None or (target is None and (names or not _HAS_REST.match(url))):
            continue  # the service itself is meant
        values = {"host": host_of(url), "target": target or ""}
        fix = _fix(document, link, target) if target else None
        message = "target" if target else "opaque"
        yield Hit(place.span, values, message=message, fix=fix, element=link)


def _fix(document: Document, link: Any, target: str) -> FixRow | None:
    made = replace_address(document, link, "href", target)
    return fix_of("safe", f"Link to {host_of(target)} itself", made) if made else None


def restored_target(url: str, redirects: Redirects) -> str | None:
    """Where *url* leads in the end, through nested redirect pages; ``None`` if it does not say."""
    target = None
    for _ in range(_DEEPEST):
        names = redirects.parameters(url)
        found = wrapped_target(url, names) if names else None
        if found is None:
            break
        target = url = found
    return target


def wrapped_target(url: str, names: Sequence[str]) -> str | None:
    """The address in one of the parameters *names* of *url*, decoded and fit to be written."""
    rest, _, fragment = url.partition("#")
    query = rest.partition("?")[2]
    for name in names:
        for value in [query] if name == "?" else _values(query, name):
            target = decode_target(value)
            if target is not None:
                return f"{target}#{fragment}" if fragment and "#" not in target else target
    return None


def _values(query: str, wanted: str) -> Iterator[str]:
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name.lower() == wanted.lower():
            yield value


def decode_target(value: str) -> str | None:
    """*value* percent-decoded to an absolute web address, or ``None`` if it is none."""
    if _ENCODED_WEB.match(value) or _WEB.match(value):
        target = _decode(value) if not _WEB.match(value) or _is_encoded(value) else value
        for _ in range(2):
            if _ENCODED_WEB.match(target):
                target = _decode(target)
        if _WEB.match(target):
            return _UNWRITABLE.sub(lambda found: f"%{ord(found.group()):02X}", target)
    return None


def _is_encoded(value: str) -> bool:
    """Whether *value* was encoded as one parameter: then none of ``?&#=`` stands bare in it."""
    return not re.search(r"[?&#=]", value)


def _decode(value: str) -> str:
    try:
        return unquote(value, errors="strict")
    except UnicodeDecodeError:  # another encoding: only what is ASCII can be read
        return _ENCODED_ASCII.sub(lambda found: chr(int(found.group(1), 16)), value)

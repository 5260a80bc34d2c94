"""Finds addresses that a slip of the keys makes lead nowhere, or to the writer's own computer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.links_places import host_of, is_masked, link_text, readable, replace_address
from contentlint.findings import FixRow, Hit, fix_of
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["local", "may_be_local", "may_be_mistyped", "mistyped"]

_SCHEME: Final = pattern(r"(h{0,2}t{1,3}p{1,2}|hpt+|hpp)(s{0,2}):/+(?=[^/])", re.IGNORECASE)
_NO_COLON: Final = pattern(r"(https?)(?:[;：]|(?=/))/{1,2}(?=[\w-]+\.)", re.IGNORECASE)
_DOUBLED: Final = pattern(
    r"https?:/{1,2}(?:https?(?::/{0,2}|/{1,2})|:/{1,2})(?=[^/])", re.IGNORECASE
)
_WWW: Final = pattern(r"www\.[\w-]+\.[\w.-]+(?:[/?#]|\Z)", re.IGNORECASE)
_MAIL: Final = pattern(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}\Z")
# the ends of names that no file has
_DOMAIN: Final = pattern(
    r"(?:[a-z0-9-]{1,63}\.){1,3}(?:com|org|net|edu|gov|cn)(?:/|\?|\#|\Z)(?!\.)", re.IGNORECASE
)
_LOCAL_HOST: Final = (
    r"https?://(?:localhost|127\.[\d.]+|0\.0\.0\.0|192\.168\.[\d.]+|10\.\d+\.\d+\.\d+|\[::1\])"
)
_HOME: Final = r"(?:desktop|documents|downloads|pictures|library|appdata|桌面|文档|下载|图片)"
_LOCAL: Final = pattern(
    rf"file:|[a-z]:(?:[\\/]|%5c)|(?:\\|%5c){{2}}|/(?:users|home)/[^/]+/{_HOME}/|{_LOCAL_HOST}(?=[:/?#]|\Z)",
    re.IGNORECASE,
)
# every household has one of these
_ROUTER: Final = pattern(
    r"https?://(?:192\.168\.\d{1,3}|10\.\d{1,3}\.\d{1,3})\.(?:1|254)(?:[/?#]|\Z)", re.IGNORECASE
)
_NETWORK: Final = pattern(r"https?://(?:192\.168|10)\.", re.IGNORECASE)


def may_be_mistyped(_options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins with a value may be one that `mistyped` tells of."""
    return _may_be_mistyped


def _may_be_mistyped(value: str) -> bool:
    if value[:8] == "https://" or value[:7] == "http://":
        rest = value.partition("//")[2]
        return (rest[:4] == "http" and rest.rstrip(":") in ("http", "https")) or rest[:1] == ":"
    return value[:1] not in ("/", "#", ".", "") and _reason(readable(value)) is not None


def mistyped(
    document: Document, _options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Addresses without their scheme, or with one that is misspelt or doubled."""
    for link in links:
        address = (link.attr("href") or "").strip()
        url = readable(address)
        found = _reason(url)
        if found is None or is_masked(document, url):
            continue
        place = document.page.attribute(link, "href")
        if place is not None:
            reason, wanted = found
            as_written = (_reason(address) if place.verbatim else None) or found
            fix = _rewritten(document, link, as_written[1])
            yield Hit(place.span, {"url": url, "wanted": wanted}, reason, fix, link)


def _reason(url: str) -> tuple[str | None, str] | None:
    """What is wrong with *url*, the name of a message, and what was meant."""
    doubled = _DOUBLED.match(url)
    if doubled is not None:
        secure = "https" in doubled.group().lower()
        return "doubled", f"http{'s' * secure}://{url[doubled.end() :]}"
    for find in (_SCHEME, _NO_COLON):
        scheme = find.match(url)
        if scheme is not None:
            is_secure = scheme[1].lower() == "https" or (find is _SCHEME and bool(scheme[2]))
            wanted = f"http{'s' * is_secure}://"
            is_right = scheme[0].lower().rstrip("/") == wanted.rstrip("/")
            return None if is_right else ("scheme", wanted + url[scheme.end() :])
    if _MAIL.match(url):
        return "mail", f"mailto:{url}"
    if _WWW.match(url) or _DOMAIN.match(url):
        return None if "@" in url else (None, f"https://{url}")
    return None


def _rewritten(document: Document, link: Any, wanted: str) -> FixRow | None:
    made = replace_address(document, link, "href", wanted)
    return fix_of("unsafe", f"Write {wanted[:60]}", made) if made else None


def may_be_local(_options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins with a value may lead to the writer's own computer."""
    return _is_local


def _is_local(url: str) -> bool:
    return _LOCAL.match(url) is not None


def local(
    document: Document, _options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Addresses that only the writer's own computer answers to, but for what readers shall type."""
    for element in elements:
        name = "href" if element.tag in ("a", "area") else "src"
        url = (element.attr(name) or "").strip()
        if not _is_local(url) or is_masked(document, url) or _is_shown(element, url):
            continue
        place = document.page.attribute(element, name)
        if place is not None:
            message = None if name == "href" else "image"
            if _NETWORK.match(url):
                message = "network"
            values = {"url": readable(url.replace("%5C", "\\"))}
            yield Hit(place.span, values, message, None, element)


def _is_shown(element: Any, url: str) -> bool:
    """Whether a link is an instruction: its text names the server, or it leads to a router."""
    host = host_of(url)
    if not host or element.tag != "a":
        return False
    return host in link_text(element).lower() or _ROUTER.match(url) is not None

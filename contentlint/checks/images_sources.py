"""Judges where pictures come from: other sites, detours, open http, or the page itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint.checks.links_data import make_once, read_pack
from contentlint.checks.links_insecure import allowed_hosts, is_insecure, secured
from contentlint.checks.links_places import any_host, host_of, is_masked, replace_address
from contentlint.checks.links_redirect import Redirects, make_redirects, wrapped_target
from contentlint.findings import HitRow, Severity, fix_of, hit_of
from contentlint.kept import Kept
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_in

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "embedded",
    "hotlinked",
    "insecure",
    "may_be_insecure",
    "may_be_proxied",
    "may_refuse",
    "proxied",
]

_HOST_FIRST = pattern(r"(?:ssl:)?(?:[\w-]+\.)+[a-z]{2,}(?:/|%2f)", re.IGNORECASE)
_CROSS_ORIGIN_HOST = pattern(r"\bcors\b|\bproxy\b|cors-?anywhere|imageproxy", re.IGNORECASE)
_LETS_OTHERS_IN = Kept(lambda host: _CROSS_ORIGIN_HOST.search(host) is not None)
_ADDRESS_INSIDE = pattern(r"https?:/{1,2}[^/?#]+\.[^/?#]+/", re.IGNORECASE)


def embedded(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[HitRow]:
    """Images whose data stands in the post."""
    limit: int = options["larger-than"]
    for image in images:
        source = (image.attr("src") or "").strip()
        head, _, data = source.partition(",")
        size = len(data) * 3 // 4 if head.rstrip().lower().endswith("base64") else len(data)
        place = document.page.attribute(image, "src") if size > limit else None
        if place is not None:
            yield hit_of(place.span, {"size": max(1, round(size / 1024))}, element=image)


def may_refuse(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether the site of an address that begins so refuses to show its pictures elsewhere."""
    hosts, _ = make_once(options, _hotlink_hosts)
    return lambda address: hosts[host_of(address)]


def hotlinked(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[HitRow]:
    """Images of sites that refuse to show them elsewhere, or that were made to show by a trick."""
    hosts, spared = make_once(options, _hotlink_hosts)
    for image in images:
        host = host_of((image.attr("src") or "").strip())
        if not host or (spared and host_in(host, spared)):
            continue
        hides = (image.attr("referrerpolicy") or "").strip().lower() == "no-referrer"
        if not hides and not hosts[host]:
            continue
        found = document.page.find_attribute(image, "src")
        if found is not None:
            message = "hides" if hides else "refuses"
            severity: Severity | None = "info" if hides else None
            yield hit_of(found[0], {"host": host}, message, None, None, severity)


def _hotlink_hosts(options: Mapping[str, Any]) -> tuple[Kept[bool], frozenset[str]]:
    return any_host(options["hosts"]), frozenset(options["allow"])


def may_be_insecure(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so is fetched from ``http:``."""
    return lambda address: address.startswith("http:")


def insecure(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[HitRow]:
    """Images that are fetched from ``http:`` addresses."""
    allowed = make_once(options, allowed_hosts)
    for image in images:
        url = (image.attr("src") or "").strip()
        place = (
            document.page.attribute(image, "src") if is_insecure(document, url, allowed) else None
        )
        if place is not None:
            fix = secured(document, image, "src", place)
            if fix is not None and image.attr("srcset"):
                from contentlint.checks.security_mixed import secured_candidates

                more = secured_candidates(document, image, allowed)
                fix = fix_of("unsafe", "Use https", tuple(sorted([*fix[2], *more])))
            yield hit_of(place.span, {"host": host_of(url)}, fix=fix, element=image)


def may_be_proxied(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may be one of a picture that is passed on."""
    proxies = make_once(options, _proxies)

    def judge(address: str) -> bool:
        host = host_of(address)
        return proxies.has_host(host) or _LETS_OTHERS_IN[host]

    return judge


def proxied(
    document: Document, options: Mapping[str, Any], images: Sequence[Any]
) -> Iterator[HitRow]:
    """Images that another site passes on."""
    proxies = make_once(options, _proxies)
    for image in images:
        url = (image.attr("src") or "").strip()
        target = _proxied_target(url, proxies)
        place = document.page.attribute(image, "src") if target is not None else None
        if place is None or is_masked(document, url):
            continue
        origin = host_of(target or "")
        made = replace_address(document, image, "src", target) if target else None
        fix = fix_of("unsafe", f"Take it from {origin}", made) if made else None
        values = {"host": host_of(url), "origin": origin}
        message = "known" if target else "hidden"
        yield hit_of(place.span, values, message=message, fix=fix, element=image)


def _proxies(options: Mapping[str, Any]) -> Redirects:
    listed = {**read_pack("redirects")["proxies"]}
    listed.update(
        (address, names.replace(",", " ").split()) for address, names in options["proxies"].items()
    )
    return make_redirects(listed.items())


def _proxied_target(url: str, proxies: Redirects) -> str | None:
    """The address of the picture behind *url*, ``""`` if it is hidden, ``None`` if not proxied."""
    page = proxies.page(url)
    if page is None:
        if _LETS_OTHERS_IN[host_of(url)]:
            inner = _ADDRESS_INSIDE.search(url, len("https://") + 1)
            return url[inner.start() :] if inner else None
        return None
    start, names = page
    if not names:
        return ""
    rest = url.partition("//")[2]
    if "path" in names:
        inside = rest[len(rest.partition("/")[0]) + len(start) :].lstrip("/").partition("?")[0]
        return _completed(inside)
    if "?" not in rest:  # a proxy that writes its parameters into the path
        url = url.replace("/" + names[0] + "=", "/?" + names[0] + "=", 1)
    found = wrapped_target(url, names)
    if found is None:
        pairs = (pair.partition("=") for pair in url.partition("?")[2].split("&"))
        value = next((value for name, _, value in pairs if name in names), "")
        found = _completed(value)
    return found


def _completed(value: str) -> str | None:
    """*value* as an absolute address, if it begins with a host."""
    if not _HOST_FIRST.match(value):
        return None
    return wrapped_target("?=https://" + value.removeprefix("ssl:"), [""])

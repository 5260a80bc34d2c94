"""Finds links that lead nowhere or have nothing to click on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.elements_empty import may_be_filled
from contentlint.checks.links_places import (
    bare_address,
    host_of,
    is_masked,
    link_text,
    markdown_link,
    unwrap_link,
)
from contentlint.findings import Edit, EditRow, FixRow, Hit, Safety, fix_of
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_in, host_names

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = [
    "empty",
    "may_be_empty",
    "may_lead_nowhere",
    "may_run",
    "may_wait",
    "placeholder",
    "scripted",
    "undescribed",
]

# elements that add nothing to see by themselves, when they have no class to hang a picture on
_SHOWS = (
    ":not(span, b, strong, i, em, u, s, small, big, font, sub, sup, br, wbr, p, div, del, ins, "
    "mark), [class], [style], [role], [id], [name]"
)
# what has words of its own, or may have them
_SAYS = "svg, [aria-label], [aria-labelledby], object, video, iframe, input, button, math"
_DRAWN = pattern(r"background|content", re.IGNORECASE)
_UNSEEN = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_LONGEST_UNSEEN = 20
_NAMED = ("aria-label", "aria-labelledby", "title", "aria-hidden")
# a script's handle, not a link
_HANDLES = ("onclick", "role", "data-toggle", "data-bs-toggle", "data-target", "data-action")
# of Vue and its like, or a template tag that may write one
_LISTENS = ("@", "v-on:", "data-q")
_NO_VALUE = pattern(
    r"(?:\./|/)?(?:undefined|null|(?-i:NaN)|\[object(?: |%20)object\])|todo|tbd|fixme|url|xxx+"
    r"|https?://(?:undefined|null|todo|xxx+)(?:/.*)?",
    re.IGNORECASE,
)
_LONGEST_NO_VALUE = 30
_TO_TOP = pattern(
    r"\b(?:top|oben|haut de (?:la )?page|arriba|inicio de (?:la )?p[aá]gina|topo|naar boven"
    r"|torna su)\b|\b(?:наверх|вверх|к началу|в начало)"
    r"|맨 ?위|위로|처음으로|トップへ|上へ|先頭|顶|頂|أعلى|[↑⇧▲⬆☝🔝]|^up$",
    re.IGNORECASE,
)
_DOES_NOTHING = pattern(
    r"javascript:(?:void\s*\(?\s*0?\s*\)?|undefined|null|false|;|//|#)*;*", re.IGNORECASE
)


def may_lead_nowhere(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address is missing."""
    return lambda address: not address


def may_be_empty(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether a link with this text may have nothing to click on."""
    return _says_nothing


def _says_nothing(text: str) -> bool:
    """Whether nobody can see anything of *text*."""
    text = text.strip()
    return not text or (len(text) < _LONGEST_UNSEEN and not text.translate(_UNSEEN).strip())


def empty(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links without anything to click on, and links without an address."""
    shown: frozenset[str] | None = None
    # in a copied post, classes belong to the style sheet of another site
    may_be_drawn = "news" not in document.settings.presets
    for link in links:
        url = (link.attr("href") or "").strip()
        if _says_nothing(link.text) and _has_nothing(document, link):
            if link.attr("class") and may_be_drawn:
                continue
            place = document.page.start_tag(link)
            if place is not None:
                if place.verbatim and document.page.find_end_tag(link) is None:
                    continue  # a block inside ended it, and a copy holds what it was meant to
                values = {"url": url or "nowhere"}
                if shown is None:
                    shown = frozenset(
                        other.attr("href") or "" for other in links if not _says_nothing(other.text)
                    )
                # the address is lost with the link, and may be the only trace of what was meant
                is_lost = bool(url) and not url.startswith("#") and link.attr("href") not in shown
                fix = _remove(document, link, "unsafe" if is_lost else "safe")
                yield Hit(place.span, values, message="text", fix=fix, element=link)
        elif not url:
            place = document.page.attribute(link, "href")
            if place is not None:
                text = _shown(link)
                fix = _unwrap(document, link, "unsafe")
                message = "address" if text else "bare"
                yield Hit(place.span, {"text": text}, message=message, fix=fix, element=link)


def undescribed(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links that show nothing but pictures without a description."""
    for link in links:
        url = (link.attr("href") or "").strip()
        if url and _says_nothing(link.text) and _is_mute_picture(document, link):
            place = document.page.start_tag(link)
            if place is not None:
                yield Hit(place.span, {"url": url}, element=link)


def _is_mute_picture(document: Document, link: Any) -> bool:
    """Whether *link* shows pictures only, each of them described as decoration."""
    pictures = link.select("img")
    if not pictures or any(link.attr(name) for name in _NAMED) or may_be_filled(link):
        return False
    if link.select_one(_SAYS) is not None or document.has_template_tags:
        return False
    return all(
        image.attr("alt") is not None
        and not image.attr("alt").strip()
        and not any(image.attr(name) for name in _NAMED)
        for image in pictures
    )


def _shown(link: Any) -> str:
    """What a reader sees of *link*: its text, or what its picture says."""
    text = link_text(link)
    picture = None if text else link.select_one("img[alt]")
    return text if picture is None else " ".join(picture.attr("alt").split())


def _has_nothing(document: Document, link: Any) -> bool:
    if _DRAWN.search(link.attr("style") or "") or may_be_filled(link):
        return False
    if any(link.attr(name) for name in _NAMED) or link.select_one(_SHOWS) is not None:
        return False
    if (link.attr("id") or link.attr("name")) and (link.attr("href") or "").startswith("#"):
        return False
    return not document.hides_template(link)


def _remove(document: Document, link: Any, safety: Safety) -> FixRow | None:
    if link.attr("id") or link.attr("name"):
        return None
    made: tuple[EditRow, ...] | None
    written = markdown_link(document, link)
    if written is not None:
        base = document.body_start
        if document.body[written.text.start : written.text.end].strip():
            made = unwrap_link(document, link)  # a link inside ends it, and shows elsewhere
        else:
            made = (Edit(base + written.span.start, base + written.span.end, ""),)
    elif link.inner_html:
        made = edits.unwrap(document, link)
    else:
        made = edits.remove_element(document, link)
    return fix_of(safety, "Remove the link", made) if made else None


def _unwrap(document: Document, link: Any, safety: Safety) -> FixRow | None:
    made = unwrap_link(document, link)
    return fix_of(safety, "Remove the link, keep its text", made) if made else None


def placeholder(
    document: Document, options: Mapping[str, Any], links: Sequence[Any]
) -> Iterator[Hit]:
    """Links whose address was never filled in."""
    hosts = host_names(options["hosts"])
    for link in links:
        url = (link.attr("href") or "").strip()
        if not _is_placeholder(link, url, hosts) or is_masked(document, url):
            continue
        place = document.page.attribute(link, "href")
        if place is not None:
            fix = _unwrap(document, link, "unsafe")
            text = _shown(link)
            values, message = {"url": url, "text": text}, None if text else "bare"
            yield Hit(place.span, values, message=message, fix=fix, element=link)


def may_wait(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may never have been filled in."""
    hosts = host_names(options["hosts"])
    return lambda address: (
        (address[:1] == "#" and not address.strip("#"))
        or host_in(host_of(address), hosts)
        or address.endswith("nan")  # NaN, in lower case here
        or _NO_VALUE.fullmatch(address) is not None
    )


def _is_placeholder(link: Any, url: str, hosts: frozenset[str]) -> bool:
    if url and not url.strip("#"):
        text = link.text
        if not text.strip() or (url == "#" and _TO_TOP.search(text)):
            return False
        return not any(name in _HANDLES or name.startswith(_LISTENS) for name in link.attrs)
    if hosts and host_in(host_of(url), hosts):
        return True
    return len(url) < _LONGEST_NO_VALUE and _NO_VALUE.fullmatch(url) is not None


def may_run(options: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether an address that begins so may run a script."""
    return lambda address: bare_address(address).startswith("javascript:")


def scripted(document: Document, options: Mapping[str, Any], links: Sequence[Any]) -> Iterator[Hit]:
    """Links that run a script instead of leading somewhere."""
    for link in links:
        url = link.attr("href") or ""
        if url[:4] == "http":
            continue
        url = bare_address(url)
        if url[:11].lower() != "javascript:":
            continue
        place = document.page.attribute(link, "href")
        if place is None:
            continue
        idle = _DOES_NOTHING.fullmatch("".join(url.split())) is not None
        text = _shown(link)
        fix = _unwrap(document, link, "unsafe") if link.text.strip() else None
        message = None if not text else "idle" if idle else "runs"
        values = {"text": text}
        yield Hit(place.span, values, message=message, fix=fix, element=link)

"""Finds what runs, asks or leads away in a post: scripts, handlers, forms, plug-ins, redirects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contentlint import edits
from contentlint.checks.links_places import bare_address, host_of, is_masked
from contentlint.document.nesting import names_of
from contentlint.findings import Hit, fix_of
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_in, host_names

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["HANDLER", "event_handlers", "forms", "html_data", "plugins", "refreshes", "scripts"]

_DATA_TYPE = pattern(
    r"(?:application/(?:[\w.-]+\+)?json|application/x-tex|importmap|speculationrules"
    r"|text/(?:x-)?(?:template|handlebars-template|mathjax-config|x-mathjax-config|mermaid|plain|html)"
    r"|math/.*|text/(?:markdown|yaml|csv|xml|turtle))",
    re.IGNORECASE,
)
_TRACKERS = frozenset(
    names_of(
        "adsbygoogle.js cnzz.com doubleclick.net google-analytics.com googlesyndication.com "
        "googletagmanager.com hm.baidu.com pos.baidu.com cpro.baidustatic.com 51.la "
        "static.criteo.net taboola.com outbrain.com"
    )
)
HANDLER = pattern(
    r"on(?:abort|after\w+|animation\w+|auxclick|before\w+|blur|cancel|canplay\w*|change|click"
    r"|close|contextmenu|copy|cue\w*|cut|dblclick|drag\w*|drop|duration\w*|emptied|ended|error"
    r"|finish|focus\w*|formdata|fullscreen\w*|gotpointer\w*|hash\w*|input|invalid|key\w+|language\w*"
    r"|load\w*|lostpointer\w*|message\w*|mouse\w+|offline|online|page\w+|paste|pause|play\w*"
    r"|pointer\w+|pop\w+|progress|property\w*|rate\w*|ready\w*|repeat|reset|resize|scroll\w*"
    r"|search|security\w*|seek\w+|select\w*|show|slot\w*|stalled|start|storage|submit|suspend"
    r"|time\w+|toggle|touch\w+|transition\w+|unload|volume\w*|waiting|webkit\w+|wheel)"
)
_RUNNERS = (
    ("iframe", "src"),
    ("frame", "src"),
    ("form", "action"),
    ("button", "formaction"),
    ("input", "formaction"),
)
_MAY_RUN = frozenset(tag for tag, _ in _RUNNERS)
_MARKUP_DATA = pattern(
    r"data:\s*(?:text/html|application/xhtml\+xml|image/svg\+xml|text/xml|application/xml)[;,]",
    re.IGNORECASE,
)
_ACTIVE_MARKUP = pattern(r"text/html|xhtml", re.IGNORECASE)
# seconds, a sign or blanks, url= or not, an address (HTML standard, 4.2.5.3)
_REFRESH = pattern(
    r"\s*(?:[0-9]|(?=\.))[0-9.]*(?:(?:\s*[;,]|\s)\s*(?:url\s*=\s*)?(?P<url>.*))?\Z",
    re.IGNORECASE | re.DOTALL,
)
_HARMLESS_TYPE = pattern(r"image/.*|application/pdf|text/plain|video/.*|audio/.*", re.IGNORECASE)
_HARMLESS_FILE = pattern(
    r".*\.(?:pdf|svg|png|jpe?g|gif|webp|mp4|webm|ogg|mp3|txt)(?:[?#].*)?", re.IGNORECASE
)
_FLASH = pattern(r".*\.swf(?:[?#].*)?|application/x-shockwave-flash", re.IGNORECASE)


def scripts(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Scripts in the text of a post; those of whole pages and of SVG are judged elsewhere."""
    if document.page.whole:
        return
    allowed = host_names(options["allow"])
    for element in elements:
        source = (element.attr("src") or "").strip()
        host = host_of(source)
        if _DATA_TYPE.fullmatch((element.attr("type") or "").strip()):
            continue
        if (host and host_in(host, allowed)) or element.closest("svg") is not None:
            continue
        place = document.page.start_tag(element)
        if place is None or is_masked(document, source):
            continue
        made = edits.remove_element(document, element)
        yield Hit(
            place.span,
            {"host": host or source},
            message=_script_message(source, host),
            fix=fix_of("unsafe", "Remove the script", made) if made else None,
            element=element,
        )


def _script_message(source: str, host: str) -> str:
    if not source or source[:5].lower() == "data:":
        return "inline"
    if not host:
        return "own"
    return "tracker" if host_in(host, _TRACKERS) else "external"


def event_handlers(document: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """Attributes that run a script, apart from those in SVG and from the properties of MDX."""
    page = document.page
    names = [name for name in page.attributes if name[:2] == "on" and HANDLER.fullmatch(name)]
    if page.whole or document.is_mdx:
        return
    if not _MAY_RUN.isdisjoint(page.tags):
        yield from _script_addresses(document)
    for name in sorted(names):
        for element in page.select(f"[{name}]"):
            if element.closest("svg") is not None:
                continue
            place = page.attribute(element, name)
            if place is None or not place.verbatim:
                continue
            made = edits.remove_attribute(document, element, name)
            fix = fix_of("unsafe", f"Remove {name}", made) if made else None
            yield Hit(place.span, {"name": name, "tag": element.tag}, fix=fix, element=element)


def _script_addresses(document: Document) -> Iterator[Hit]:
    """Frames, forms and buttons with a script for their address."""
    for element in document.page.select(", ".join(f"{tag}[{name}]" for tag, name in _RUNNERS)):
        for tag, name in _RUNNERS:
            url = bare_address(element.attr(name) or "") if element.tag == tag else ""
            place = None
            if url[:11].lower() == "javascript:":
                place = document.page.attribute(element, name)
            if place is not None and place.verbatim:
                made = edits.remove_attribute(document, element, name)
                fix = fix_of("unsafe", f"Remove {name}", made) if made else None
                yield Hit(place.span, {"name": name, "tag": tag}, fix=fix, element=element)


def plugins(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """``<object>`` and ``<embed>``, unless they show a picture, a film, or a document."""
    allowed = host_names(options["allow"])
    for element in elements:
        if element.parent is not None and element.parent.closest("object") is not None:
            continue
        address = _address_of(element)
        kind = (element.attr("type") or "").strip()
        flash = _FLASH.fullmatch(address) or _FLASH.fullmatch(kind)
        if not flash and (_HARMLESS_TYPE.fullmatch(kind) or _HARMLESS_FILE.fullmatch(address)):
            continue
        if not (address or kind) or _is_page("".join(address.split()), element.tag):
            continue  # it runs nothing, or security/data-html-url says so
        host = host_of(address)
        place = document.page.start_tag(element)
        if place is None or host_in(host, allowed) or is_masked(document, address):
            continue
        message = "flash" if flash else None
        is_data = address[:5].lower() == "data:"
        what = "what is written in its address" if is_data else host or address or "something"
        values = {"tag": element.tag, "what": what}
        yield Hit(place.span, values, message=message, element=element)


def _address_of(element: Any) -> str:
    address = element.attr("data") or element.attr("src")
    if not address:
        movie = element.select_one("param[name=movie], param[name=src], embed[src]")
        address = (movie.attr("value") or movie.attr("src")) if movie is not None else ""
    return (address or "").strip()


def forms(document: Document, options: Mapping[str, Any], elements: Sequence[Any]) -> Iterator[Hit]:
    """Forms, and password fields outside of forms."""
    if document.page.whole:
        return
    allowed = host_names(options["allow"])
    for element in elements:
        is_form = element.tag == "form"
        if not is_form and element.closest("form") is not None:
            continue
        action = (element.attr("action") or "").strip()
        host = host_of(action)
        if (host and host_in(host, allowed)) or is_masked(document, action):
            continue
        asks = not is_form or element.select_one("input[type=password i]") is not None
        place = document.page.start_tag(element)
        if place is not None and place.verbatim:
            message = "password" if asks else "sends" if host else None
            yield Hit(place.span, {"host": host}, message=message, element=element)


def refreshes(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """``<meta http-equiv="refresh">`` in the text of a post."""
    if document.page.whole:
        return
    for element in elements:
        content = element.attr("content") or ""
        found = _REFRESH.match(content)
        place = document.page.start_tag(element)
        if place is None or (found is None and not is_masked(document, content)):
            continue  # browsers do nothing
        made = edits.remove_element(document, element)
        values = {"target": _end_quoted(found["url"] or "") if found else ""}
        message = "target" if values["target"] else None
        fix = fix_of("unsafe", "Remove it", made) if made else None
        yield Hit(place.span, values, message=message, fix=fix, element=element)


def _end_quoted(target: str) -> str:
    """The address in what stands after ``url=``: up to the second quotation mark, if it has one."""
    return target[1:].partition(target[0])[0] if target[:1] in ("'", '"') else target.rstrip()


def html_data(
    document: Document, options: Mapping[str, Any], elements: Sequence[Any]
) -> Iterator[Hit]:
    """Addresses that hold a page of their own (``data:text/html,…``)."""
    for element in elements:
        for name in ("href", "src", "data", "action", "formaction"):
            url = "".join((element.attr(name) or "").split())
            place = document.page.attribute(element, name) if _is_page(url, element.tag) else None
            if place is not None:
                yield Hit(place.span, {"tag": element.tag}, element=element)


def _is_page(url: str, tag: str) -> bool:
    """Whether *url*, in a *tag*, holds a page that may run scripts."""
    found = _MARKUP_DATA.match(url)
    # an SVG picture cannot run its scripts; as a page of its own it can
    if found is None or tag == "img":
        return False
    return _ACTIVE_MARKUP.search(found.group()) is not None or "script" in url.lower()

"""Where a link's or an image's address stands in the source, and edits that change it there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from contentlint import edits
from contentlint.document.masks import holds_mask
from contentlint.edits import Edits
from contentlint.findings import Edit
from contentlint.kept import Kept
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.references import unescape
from contentlint.rules.conditions import host_in, host_names
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.html import Found
    from contentlint.document.markdown_outline import Link
    from contentlint.document.source_map import SourceMap

__all__ = [
    "Address",
    "address_of",
    "any_host",
    "bare_address",
    "decode_references",
    "host_of",
    "is_masked",
    "link_text",
    "markdown_link",
    "read_destination",
    "readable",
    "replace_address",
    "unwrap_link",
    "write_destination",
]

_CONTROLS = "".join(map(chr, range(0x21)))
_GAPS = str.maketrans("", "", "\t\n\r")
_AUTHORITY_END = pattern(r"[?#\\]")
_ENCODED = pattern(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)
# what kramdown and Python-Markdown give a link behind it: {: .btn }, { .md-button }
_ATTRIBUTES = pattern(r"(?:\{:?[ \t]*[.#\w][^{}\n]{0,200}\}){1,5}")
_ENTITY = pattern(r"&(?:#\w+|[A-Za-z]\w*);")
_ESCAPE = pattern(r"\\([!-/:-@\[-`{-~])")
_NO_DESTINATION = pattern(r"[\x00-\x20<>\\\x7f]")


class Address(NamedTuple):
    """An address as written: its span, and whether it is ``html``, ``markdown`` or ``shown``.

    A ``shown`` one is an autolink: the address is also the text that a reader sees.
    """

    span: Span
    form: str


def is_masked(document: Document, value: str) -> bool:
    """Whether a template tag stands in *value*, so that what it will be is not known."""
    return bool(document.templates.tags) and holds_mask(value)


def bare_address(url: str) -> str:
    """*url* without what browsers drop: blanks and controls around it, tabs and line breaks."""
    return url.strip(_CONTROLS).translate(_GAPS)


def readable(url: str) -> str:
    """*url* for a message: letters beyond ASCII, which Markdown encodes, as they were written.

    What nobody could see stays encoded.
    """
    return _ENCODED.sub(_decode, url) if "%" in url else url


def _decode(found: re.Match[str]) -> str:
    try:
        text = unquote(found.group(), errors="strict")
    except UnicodeDecodeError:
        return found.group()
    return text if text.isprintable() else found.group()


def host_of(url: str) -> str:
    """The host of an absolute or protocol-relative *url* in lower case; ``""`` if it has none."""
    parts = url.split("/", 3)
    if len(parts) > 2 and not parts[1]:
        return _HOSTS[parts[2]]
    _, slashes, rest = url.partition("//")
    return _HOSTS[rest.partition("/")[0]] if slashes else ""


def _read_host(host: str) -> str:
    """The host in what stands between the slashes of an address."""
    if "?" in host or "#" in host or "\\" in host:
        host = _AUTHORITY_END.split(host, maxsplit=1)[0]
    if "@" in host:
        host = host.rpartition("@")[2]
    if ":" in host and not host.startswith("["):
        host = host.partition(":")[0]
    return host.lower().rstrip(".")


_HOSTS = Kept(_read_host)  # addresses hardly ever repeat, hosts do


def any_host(names: Iterable[str]) -> Kept[bool]:
    """Of each host, whether it is one of *names* or under one."""
    hosts = host_names(names)
    return Kept(lambda host: host_in(host, hosts))


def markdown_link(document: Document, element: Any) -> Link | None:
    """The Markdown link or image that *element* was made from; its spans are those of the body."""
    if document.kind != "markdown":
        return None
    page = document.page
    tag = page.tag(element)
    if tag is None or page.place(tag[0], tag[1]).verbatim:
        return None
    source_map: SourceMap = page.source_map
    return source_map.link_at(tag[0])


def address_of(document: Document, element: Any, attribute: str) -> Address | None:
    """The address in *attribute* of *element*; ``None`` where the source has it nowhere as such."""
    place = document.page.attribute(element, attribute)
    if place is None:
        return None
    if not place.verbatim:
        link = markdown_link(document, element)
        return None if link is None else _markdown_address(document, link)
    if not document.page.has_attribute(element, attribute):
        return None
    span = edits.split_attribute(document.source.text, place.span).value_span
    return None if span is None else Address(span, "html")


def _markdown_address(document: Document, link: Link) -> Address | None:
    base = document.body_start
    span, form = link.destination, "markdown"
    if link.syntax in ("autolink", "email"):
        form = "shown"
    elif span is None and link.reference is not None:
        span = _definition_address(document, link.reference)
    return None if span is None else Address(Span(base + span.start, base + span.end), form)


def _definition_address(document: Document, label: str) -> Span | None:
    from contentlint.document.markdown_outline import normalise_label

    page = document.page
    by_label: dict[str, Span] | None = page.cache.get("definitions_by_label")
    if by_label is None:
        by_label = {
            normalise_label(definition.name): definition.destination
            for definition in page.source_map.definitions
        }
        page.cache["definitions_by_label"] = by_label
    return by_label.get(normalise_label(label))


def replace_address(document: Document, element: Any, attribute: str, url: str) -> Edits | None:
    """Write *url* in place of the address; ``None`` where that cannot be done without a trace."""
    address = address_of(document, element, attribute)
    if address is None or address.form == "shown":
        return None
    if address.form == "markdown":
        return (Edit(*address.span, write_destination(url)),)
    written = document.source.slice(address.span)
    if "&" in written and "&amp;" not in written and _ENTITY.search(url):
        return None
    return edits.set_attribute(document, element, attribute, url)


def write_destination(url: str) -> str:
    """Write *url* as the destination of a Markdown link, without angle brackets."""
    written = _NO_DESTINATION.sub(lambda found: f"%{ord(found.group()):02X}", url)
    if not _is_balanced(written):
        written = written.replace("(", "%28").replace(")", "%29")
    return _ENTITY.sub(lambda found: "&amp;" + found.group()[1:], written)


def read_destination(written: str) -> str:
    """The address that a Markdown destination stands for (CommonMark 2.4, 2.5)."""
    return decode_references(_ESCAPE.sub(r"\1", written))


def decode_references(written: str) -> str:
    """*written* with its character references decoded, as in a URL in HTML or Markdown.

    What has no semicolon stays, as ``&copy=1`` does for a browser in an attribute.
    """
    return (
        _ENTITY.sub(lambda found: unescape(found.group()), written) if "&" in written else written
    )


def _is_balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def link_text(element: Any) -> str:
    """The text of a link with its blanks folded."""
    return " ".join(element.text.split())


def unwrap_link(document: Document, element: Any, start: Found | None = None) -> Edits | None:
    """Remove a link and keep its text, be it HTML or Markdown; *start* is its start tag's place."""
    start = start or document.page.find_start_tag(element)
    if start is None:
        return None
    if start[1]:
        return edits.unwrap_from(document, element, start)
    link = markdown_link(document, element)
    if link is None or link.syntax in ("autolink", "email"):
        return None
    base, end = document.body_start, link.span.end
    if "kramdown" in document.settings.understood:
        attributes = _ATTRIBUTES.match(document.body, end)
        end = attributes.end() if attributes else end
    return (
        Edit(base + link.span.start, base + link.text.start, ""),
        Edit(base + link.text.end, base + end, ""),
    )

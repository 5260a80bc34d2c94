"""Checks of the addresses of pictures in front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

from contentlint.checks.front_matter_shared import is_readable
from contentlint.checks.images_fields import picture_values
from contentlint.checks.links_data import make_once
from contentlint.findings import Edit, Fix, Hit
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["image_url"]

_NO_VALUE = pattern(r"(?:\A|/|=)(?:undefined|null|none|nan|\[object object\])\Z", re.IGNORECASE)
_INNER = pattern(r"[?/=&](?P<url>https?(?:://|%3A%2F%2F|:/)[^\s]+)", re.IGNORECASE)
_LOCAL = pattern(
    r"localhost|127\.[\d.]+|0\.0\.0\.0|10\.[\d.]+|192\.168\.[\d.]+|172\.(?:1[6-9]|2\d|3[01])\.[\d.]+"
    r"|[^.]+|.+\.(?:local|localhost|internal|lan)",
    re.IGNORECASE,
)
_SCHEME = pattern(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


_PLAIN_HOST = pattern(r"https?://([a-zA-Z0-9.-]+)(?=[/?#]|\Z)")
_NOTHING_ENDS = ("undefined", "null", "none", "nan", "[object object]")
_LOCAL_ENDS = (".local", ".localhost", ".internal", ".lan")

_Fault = tuple[str, dict[str, Any]] | None
"""What is wrong with an address: the name of the message, and its words."""


def image_url(doc: Document, options: Mapping[str, Any]) -> Iterator[Hit]:
    """A picture's address that no reader's browser can, or should, load."""
    placeholders = make_once(options, _placeholders)
    judged: dict[str, _Fault] = {}  # the same picture often stands in several fields
    for value, path in picture_values(doc, options["fields"]):
        if value not in judged:
            judged[value] = _fault(value, options, placeholders)
        found = judged[value]
        if found is None or not is_readable(doc):
            continue
        message, words = found
        span = doc.front_matter.nearest(path)
        fix = None
        if message == "proxy":
            fix = _replaced(doc, span, value, words["original"], "Use the picture's own address")
        words = {"field": path[0], "url": value, "host": "", "scheme": "", "original": "", **words}
        yield Hit(span, words, message=message, fix=fix)


class _Placeholders(NamedTuple):
    """Hosts of placeholders, for two questions; *parents* are those of which a host is part."""

    hosts: tuple[str, ...]
    parents: tuple[str, ...]
    suspect: tuple[str, ...]


def _placeholders(options: Mapping[str, Any]) -> _Placeholders:
    hosts = tuple(options["placeholder-hosts"])
    return _Placeholders(hosts, tuple("." + host for host in hosts), (*hosts, *_LOCAL_ENDS))


def _fault(value: str, options: Mapping[str, Any], placeholders: _Placeholders) -> _Fault:
    if not value or _is_ordinary(value, placeholders.suspect):
        return None
    if value.lower().endswith(_NOTHING_ENDS) and _NO_VALUE.search(value):
        return "undefined", {}
    stripped = value.strip()
    scheme = _SCHEME.match(stripped)
    if scheme is None and not stripped.startswith("//"):
        return None  # a path, blanks included, which generators take
    name = scheme.group()[:-1].lower() if scheme else ""
    if name not in ("http", "https", ""):
        return ("inline", {}) if name == "data" else ("scheme", {"scheme": name})
    return _host_fault(stripped, options, placeholders)


def _host(value: str) -> str:
    try:
        return urlsplit(value).hostname or ""
    except ValueError:
        return ""


def _is_ordinary(value: str, suspect: tuple[str, ...]) -> bool:
    """A quick proof that *value* has none of the faults below."""
    if not value.startswith("https://") or " " in value or not value.isprintable():
        return False
    host, _, rest = value[8:].lower().partition("/")
    plain = host.isascii() and host.replace(".", "").replace("-", "").isalnum()
    if not plain or "." not in host or not host[-1].isalpha() or "http" in rest:
        return False
    return not host.endswith(suspect) and not rest.endswith(_NOTHING_ENDS)


def _host_fault(value: str, options: Mapping[str, Any], placeholders: _Placeholders) -> _Fault:
    plain = _PLAIN_HOST.match(value)
    host = plain.group(1).lower() if plain else _host(value)
    if host in placeholders.hosts or host.endswith(placeholders.parents):
        return "placeholder", {"host": host}
    if re.search(r"\s", value):
        return "blank", {}
    if not host:
        return "no-host", {}
    if _LOCAL.fullmatch(host):
        return "local", {"host": host}
    inner = _INNER.search(value, value.lower().index(host) + len(host))
    if inner and host not in options["trusted-proxies"]:
        original = unquote(inner.group("url"))
        return "proxy", {"host": host, "original": original}
    if value.lower().startswith("http:"):
        return "insecure", {"host": host}
    return None


def _replaced(doc: Document, span: Span, value: str, new: str, title: str) -> Fix | None:
    """Replace *value* by *new* inside whatever quotes it stands in."""
    spelled = doc.source.slice(span)
    if spelled.strip("'\"") != value or re.search(r"['\"\s]", new) or ": " in new:
        return None
    start = span.start + spelled.index(value)
    return Fix("unsafe", title, (Edit(start, start + len(value), new),))

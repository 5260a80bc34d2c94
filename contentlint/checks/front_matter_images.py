"""Checks of the addresses of pictures in front matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote, urlsplit

from contentlint.checks.front_matter_shared import is_readable
from contentlint.checks.images_fields import picture_values
from contentlint.checks.links_data import make_once
from contentlint.findings import Edit, FixRow, HitRow, Severity, fix_of, hit_of
from contentlint.kept import Kept
from contentlint.patterns import pattern
from contentlint.rules.conditions import host_names
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
_PLAIN = pattern(r"[a-zA-Z0-9.-]+")
_MOST_KNOWN = 1_000
_LONGEST_KNOWN = 100
_NOTHING_ENDS = ("undefined", "null", "none", "nan", "[object object]")
_LOCAL_ENDS = (".local", ".localhost", ".internal", ".lan")

_Fault = tuple[str, dict[str, Any]] | None
"""What is wrong with an address: the name of the message, and its words."""


def image_url(doc: Document, options: Mapping[str, Any]) -> Iterator[HitRow]:
    """A picture's address that no reader's browser can, or should, load."""
    faults = make_once(options, _Hosts).faults
    refuses = _refuse_in_docusaurus() if "docusaurus" in doc.settings.generators else None
    for value, path in picture_values(doc, options["fields"]):
        found = faults[value]
        if refuses is not None and refuses(doc, path[0], value):
            found = "docusaurus", {}
        if found is None or not is_readable(doc):
            continue
        message, words = found
        span = doc.front_matter.nearest(path)
        fix = None
        if message == "proxy":
            fix = _replaced(doc, span, value, words["original"], "Use the picture's own address")
        words = {"field": path[0], "url": value, "host": "", "scheme": "", "original": "", **words}
        severity: Severity | None = "error" if message == "docusaurus" else None
        yield hit_of(span, words, message, fix, severity=severity)


def _refuse_in_docusaurus() -> Callable[[Document, Any, str], bool]:
    """The judge of addresses for Docusaurus, which other sites need not import."""
    from contentlint.checks.front_matter_docusaurus import is_refused_address

    return is_refused_address


class _Hosts:
    """Which hosts serve placeholders, and which are ordinary; remembered, as are addresses."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._names = tuple(host_names(options["placeholder-hosts"]))
        self._parents = tuple("." + name for name in self._names)
        self._suspect = (*self._names, *_LOCAL_ENDS)
        self._known: dict[str, Literal["ordinary", "placeholder", "other"]] = {}
        self.faults: Kept[_Fault] = Kept(lambda value: _fault(value, options, self))
        """What is wrong with an address, by the address: one picture often stands in two fields."""

    def serve_placeholders(self, host: str) -> bool:
        """Whether *host* is one that serves placeholders, or a part of one."""
        return host in self._names or host.endswith(self._parents)

    def kind(self, host: str) -> Literal["ordinary", "placeholder", "other"]:
        """What *host* is, a host as written: ``other`` where that takes a closer look."""
        known = self._known.get(host)
        if known is None:
            known = "other"
            if _PLAIN.fullmatch(host):
                folded = host.lower()
                if self.serve_placeholders(folded):
                    known = "placeholder"
                elif _is_public(folded) and not folded.endswith(self._suspect):
                    known = "ordinary"
            if len(self._known) < _MOST_KNOWN and len(host) < _LONGEST_KNOWN:
                self._known[host] = known
        return known


def _is_public(host: str) -> bool:
    return "." in host and host[-1].isalpha() and host.replace(".", "").replace("-", "").isalnum()


def _fault(value: str, options: Mapping[str, Any], hosts: _Hosts) -> _Fault:
    if not value:
        return None
    folded = value.lower()
    if value.startswith("https://") and not folded.endswith(_NOTHING_ENDS):
        # nearly every address; the longer way comes to the same
        end = value.find("/", 8)
        host = value[8:] if end < 0 else value[8:end]
        kind = hosts.kind(host)
        if kind == "placeholder":
            return "placeholder", {"host": host.lower()}
        is_plain = " " not in value and value.isprintable() and "http" not in folded[8:]
        if kind == "ordinary" and is_plain:
            return None
    return _closer_fault(value, folded, options, hosts)


def _closer_fault(value: str, folded: str, options: Mapping[str, Any], hosts: _Hosts) -> _Fault:
    if folded.endswith(_NOTHING_ENDS) and _NO_VALUE.search(value):
        return "undefined", {}
    stripped = value.strip()
    scheme = _SCHEME.match(stripped)
    if scheme is None and not stripped.startswith("//"):
        return None  # a path, blanks included, which generators take
    name = scheme.group()[:-1].lower() if scheme else ""
    if name not in ("http", "https", ""):
        return ("inline", {}) if name == "data" else ("scheme", {"scheme": name})
    return _host_fault(stripped, options, hosts)


def _host(value: str) -> str:
    try:
        return urlsplit(value).hostname or ""
    except ValueError:
        return ""


def _host_fault(value: str, options: Mapping[str, Any], hosts: _Hosts) -> _Fault:
    plain = _PLAIN_HOST.match(value)
    host = plain.group(1).lower() if plain else _host(value)
    if hosts.serve_placeholders(host):
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


def _replaced(doc: Document, span: Span, value: str, new: str, title: str) -> FixRow | None:
    """Replace *value* by *new* inside whatever quotes it stands in."""
    spelled = doc.source.slice(span)
    if spelled.strip("'\"") != value or re.search(r"['\"\s]", new) or ": " in new:
        return None
    start = span.start + spelled.index(value)
    return fix_of("unsafe", title, (Edit(start, start + len(value), new),))

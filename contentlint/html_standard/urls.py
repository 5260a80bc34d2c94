"""Judge valid URL strings, as the URL standard's writing section defines them.

The standard has two views of a URL: what a browser makes of any input (parsing), and what an
author may write (valid URL strings, section 4.3).  This is the second.  Three points follow what
browsers and the web do where the letter is stricter: ``_`` and hyphens anywhere in a host label
are let through, a percent-encoded host is judged by what it decodes to, and ``urn:isbn:1`` may
hold a second colon.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import unquote_to_bytes

from contentlint.html_standard.characters import SPACE, name_of
from contentlint.html_standard.hosts import domain_fault, ipv6_fault
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

__all__ = ["UrlFault", "absolute_url_fault", "are_plain_urls", "url_fault"]


class UrlFault(NamedTuple):
    """Why a string is not a valid URL: a short code, and the reason in words."""

    code: str
    reason: str


"""ASCII whitespace, which HTML allows around a URL."""

_SPECIAL = {"http", "https", "ws", "wss", "ftp", "file"}
# letters in both cases are written out: ignoring case makes `re` walk through all of Unicode
_LABEL = r"(?![Xx][Nn]--)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_UNITS = r"[A-Za-z0-9!$&'()*+,\-./:;=?@_~]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9!$&'()*+,\-./:;=?@_~]*+)*+"
_PLAIN = pattern(
    # the commonest hosts, which need no test of their hyphens, come first
    r"(?:https?://(?:[a-z0-9]{1,63}\.){1,8}[a-z]{2,63}(?=[/?\#]|\Z)"
    rf"|(?:(?:[Hh][Tt][Tt][Pp][Ss]?:)?//(?:{_LABEL}\.){{1,8}}[A-Za-z]{{2,63}}"
    rf"(?::[0-9]{{2,4}})?(?=[/?\#]|\Z))"
    rf"|(?=[/?\#.\w])(?!//)(?![A-Za-z0-9+.-]*:))"
    rf"{_UNITS}(?:\#{_UNITS})?"
)
"""What most URLs look like; letters beyond ASCII, which cost time to compile, are judged later."""
_SCHEME = pattern(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY_END = pattern(r"[/?#\\]")
_DATA = pattern(r"data:[^,#]*,", re.IGNORECASE)


# what a program on the page reads as an address of its own, which may have a fragment
_ROUTES = ("#/", "#!")


@cache
def _units() -> re.Pattern[str]:
    """URL units; beyond ASCII, all but the C1 controls, surrogates and noncharacters are.

    It takes milliseconds to compile, and few posts have a URL that needs it.
    """
    ends = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    odd = rf"\x00-\x20\"#%<>\[\\\]^`{{|}}\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{ends}"
    return re.compile(rf"(?:[^{odd}]|%[0-9A-Fa-f]{{2}})*")


def are_plain_urls(values: Iterable[str]) -> bool:
    """Whether each of *values* looks like most URLs, which are valid; ``False`` is no verdict."""
    return None not in map(_PLAIN.fullmatch, values)


def url_fault(value: str, *, empty: bool = True) -> UrlFault | None:
    """Why *value* is not a valid URL potentially surrounded by spaces, or ``None``.

    With ``empty=False`` it must also be non-empty (HTML, "valid non-empty URL").
    """
    if _PLAIN.fullmatch(value):
        return None
    url = value.strip(SPACE)
    if not url:
        return None if empty else UrlFault("empty", "it is empty")
    scheme = _SCHEME.match(url)
    if scheme is None:
        return _relative_fault(url)
    name = scheme.group(1).lower()
    if name in _SPECIAL:
        return _special_fault(name, url, scheme.end())
    if name == "javascript":
        return None
    if name == "data" and not _DATA.match(url):
        return UrlFault("data", "a data: URL needs a comma between its type and its data")
    return _units_fault(url, _opaque_start(url, scheme.end()))


def _opaque_start(url: str, start: int) -> int:
    """Where the units of a non-special URL start: after an IPv6 host, if it has one."""
    end = url.find("]", start)
    if end < 0 or not url.startswith("//[", start) or ipv6_fault(url[start + 3 : end]):
        return start
    return end + 1


def absolute_url_fault(value: str) -> UrlFault | None:
    """Why *value* is not a valid absolute URL (one with a scheme), or ``None``."""
    fault = url_fault(value, empty=False)
    if fault is None and not _SCHEME.match(value.strip(SPACE)):
        return UrlFault("relative", "it is not absolute: it does not begin with a scheme")
    return fault


def _relative_fault(url: str) -> UrlFault | None:
    if url.startswith(("//", "/\\", "\\")):
        return _special_fault("", url, 0)
    return _units_fault(url, 0)


def _special_fault(scheme: str, url: str, start: int) -> UrlFault | None:
    """Judge what follows the scheme of a special URL; *scheme* is empty for ``//host/path``."""
    rest = url[start : start + 2]
    if "\\" in rest:
        return UrlFault("backslash", "it uses a backslash where a slash belongs")
    if rest != "//":
        return UrlFault("slashes", f"{scheme}: must be followed by two slashes")
    start += 2
    end = _AUTHORITY_END.search(url, start)
    stop = end.start() if end else len(url)
    fault = _authority_fault(scheme, url[start:stop], url[stop : stop + 1])
    return fault or _units_fault(url, stop)


def _authority_fault(scheme: str, authority: str, following: str) -> UrlFault | None:
    host, port = _split_port(authority)
    if "@" in authority and scheme != "file":
        return UrlFault("credentials", "it holds a user name or password before the host")
    if scheme == "file":
        if not authority:
            return None
        host, port = authority, None
    if not host:
        if following == "/":
            return UrlFault("slashes", "the two slashes are followed by a third, not by a host")
        return UrlFault("host", "the host is missing")
    reason = _host_fault(host)
    if reason:
        return UrlFault("host", reason)
    return _port_fault(port) if port is not None else None


def _split_port(authority: str) -> tuple[str, str | None]:
    """Split ``host:port``; the colons inside ``[…]`` belong to the host."""
    bracket = authority.rfind("]") if authority.startswith("[") else -1
    colon = authority.find(":", bracket + 1)
    if colon < 0:
        return authority, None
    return authority[:colon], authority[colon + 1 :]


def _host_fault(host: str) -> str | None:
    if host.startswith("["):
        if not host.endswith("]"):
            return "the [ of an IPv6 address is not closed by ]"
        return ipv6_fault(host[1:-1])
    if "%" in host:
        if not _units().fullmatch(host):
            return "a % in the host is not followed by two hexadecimal digits"
        try:
            host = unquote_to_bytes(host).decode("utf-8")
        except UnicodeDecodeError:
            return "the percent-encoded host is not UTF-8"
    return domain_fault(host)


def _port_fault(port: str) -> UrlFault | None:
    if not port:
        return None
    if not (port.isascii() and port.isdigit()):
        odd = next(c for c in port if not (c.isascii() and c.isdigit()))
        return UrlFault("port", f"{name_of(odd)} stands in the port, which must be a number")
    digits = port.lstrip("0")
    if len(digits) > 5 or int(digits or "0") > 65535:
        return UrlFault("port", f"the port {port[:20]} is greater than 65535")
    return None


def _units_fault(url: str, start: int) -> UrlFault | None:
    """The first character from *start* that is neither a URL unit nor the one ``#``."""
    found = _units().match(url, start)
    end = found.end() if found else start
    part = "fragment" if start and url[start - 1] == "#" else _part(url, end)
    if end < len(url) and url[end] == "#":
        found = _units().match(url, end + 1)
        end = found.end() if found else end + 1
        part = "fragment"
    if end == len(url):
        return None
    odd = url[end]
    if odd == "%":
        return UrlFault("percent", "a % is not followed by two hexadecimal digits")
    if odd == "#":
        if url.startswith(_ROUTES, url.index("#")):
            return _units_fault(url, end + 1)
        return UrlFault("character", "it has a second #")
    if odd == "\\":
        return UrlFault("backslash", f"a backslash stands in its {part}")
    return UrlFault("character", f"{name_of(odd)} stands in its {part}")


def _part(url: str, offset: int) -> str:
    return "query" if "?" in url[:offset] else "path"
